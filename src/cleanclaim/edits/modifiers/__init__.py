"""Modifiers: validity, fit with their code, order, conflict."""
