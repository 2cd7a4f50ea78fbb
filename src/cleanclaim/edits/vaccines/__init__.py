"""Vaccines and their being given."""
