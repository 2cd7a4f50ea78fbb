"""Anesthesia: who gave it, and its time."""
