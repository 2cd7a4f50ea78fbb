"""Ambulance trips and mileage."""
