"""What stood in an encounter before a person corrected it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from cleanclaim.web.database.operations import AppendOnly, RowSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("encounters", "0001_initial"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EncounterCorrection",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("document", models.TextField()),
                ("reason", models.CharField(max_length=200)),
                ("made_by", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                (
                    "encounter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="encounters.encounter",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="encountercorrection",
            constraint=models.UniqueConstraint(
                fields=("organization", "encounter", "position"), name="encounter_correction_once"
            ),
        ),
        RowSecurity("encountercorrection"),
        AppendOnly("encountercorrection"),
    ]
