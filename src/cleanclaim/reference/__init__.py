"""Makes releases for the store: today what the pip packages carry, later official files."""

from cleanclaim.reference.shipped import compile_shipped, ensure_store

__all__ = ["compile_shipped", "ensure_store"]
