"""Field history: every version of a row, written by the database itself."""

import pghistory

keeps_history = pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), context_field=None
)
"""Class decorator for a ``TenantModel``: makes the model ``<Name>Event`` and the triggers that fill it.

Without pghistory's context: its table is shared by all rows of a context and so by no
organization; who did it is in the audit trail. The event model needs ``RowSecurity`` and
``AppendOnly`` in the same migration, like every table (a test looks).
"""
