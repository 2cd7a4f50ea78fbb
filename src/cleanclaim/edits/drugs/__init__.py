"""Drugs: NDC, quantity, waste."""
