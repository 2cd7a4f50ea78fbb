"""Accident-related claims."""
