"""Makes releases for the store: from what the pip packages carry, and from official files."""

from cleanclaim.reference.draft import Asked
from cleanclaim.reference.importing import Imported, bytes_to_read, import_files
from cleanclaim.reference.shipped import compile_shipped, ensure_store

__all__ = ["Asked", "Imported", "bytes_to_read", "compile_shipped", "ensure_store", "import_files"]
