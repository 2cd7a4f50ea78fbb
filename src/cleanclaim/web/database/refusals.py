"""Which rule of the database a statement broke, without the values that broke it."""

from django.db import Error


def rule_broken(error: Error) -> str:
    """Return the name of the constraint that refused a statement; empty when it was none.

    The text of such an error quotes the row, hence may name a patient; the constraint's name
    is ours and names nobody.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or "")
