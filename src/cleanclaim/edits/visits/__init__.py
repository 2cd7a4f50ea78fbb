"""Evaluation and management services."""
