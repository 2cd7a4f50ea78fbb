"""Figures: what is measured, taken once a day, shown with its definition."""
