"""Mistakes planted into our 837P writer, for the built-in payer to find."""
