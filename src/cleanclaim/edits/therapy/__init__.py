"""Outpatient therapy: plans, assistants, units."""
