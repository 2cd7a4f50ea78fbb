"""Field history: every version of a row, written by the database itself."""

from typing import TypeVar

import pghistory
from django.db import models

Model = TypeVar("Model", bound=type[models.Model])


def keeps_history(model: Model) -> Model:
    """Decorate a ``TenantModel``: makes the model ``<Name>Event`` and the triggers that fill it.

    Without pghistory's context: its table is shared by all rows of a context and so by no
    organization; who did it is in the audit trail. The event model needs ``RowSecurity`` and
    ``AppendOnly`` in the same migration, like every table (a test looks). Trackers are made
    anew for each model: they keep the fields of the first one they see.
    """
    tracked: Model = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        context_field=None,  # type: ignore[arg-type] # documented, though not in its annotation
    )(model)
    return tracked
