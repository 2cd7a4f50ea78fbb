"""Procedure, supply and dental codes."""
