"""Background jobs (the worker follows in the next commit)."""


def prepare(app: object) -> None:
    """Nothing yet."""
