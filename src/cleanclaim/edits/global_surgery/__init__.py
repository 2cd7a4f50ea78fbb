"""Visits and procedures in the days that belong to a surgery."""
