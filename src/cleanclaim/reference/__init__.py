"""Makes releases for the store: from what the pip packages carry, and from official files.

The importers are loaded when one is asked for: most commands only read what ships.
"""

from typing import TYPE_CHECKING, Any

from cleanclaim.reference.shipped import compile_shipped, compiled_store, ensure_store, store_beside_shipped

if TYPE_CHECKING:
    from cleanclaim.reference.draft import Asked
    from cleanclaim.reference.importing import Imported, bytes_to_read, import_files

__all__ = [
    "Asked",
    "Imported",
    "bytes_to_read",
    "compile_shipped",
    "compiled_store",
    "ensure_store",
    "import_files",
    "store_beside_shipped",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from cleanclaim.reference import importing  # noqa: PLC0415

        return getattr(importing, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
