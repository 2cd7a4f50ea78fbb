"""Figures of each day, taken once: what was reported does not move when claims do."""

from django.db import models

from cleanclaim.web.organizations.models import Practice
from cleanclaim.web.tenancy import TenantModel


class Figure(TenantModel):
    """One measure of one practice's day, for one payer; append-only.

    A measure of what happened has that day's ``numerator`` and ``denominator``, so that sums of both
    give it for any period; one of what stands has its amount at the day's end as ``numerator`` and a
    count as ``denominator``. ``payer`` is empty where none is concerned, ``patient`` for what patients owe.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="figures")
    day = models.DateField()
    measure = models.CharField(max_length=60)
    payer = models.CharField(max_length=80, blank=True)
    numerator = models.DecimalField(max_digits=20, decimal_places=2)
    denominator = models.DecimalField(max_digits=20, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "practice", "day", "measure", "payer"], name="figure_once"
            )
        ]
        indexes = [models.Index(fields=["organization", "measure", "day"], name="figure_by_measure")]


class FiguresDay(TenantModel):
    """A day of an organization whose figures were taken, and when; append-only."""

    day = models.DateField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "day"], name="figures_taken_once")]
