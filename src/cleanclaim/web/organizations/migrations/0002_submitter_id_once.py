"""A submitter id is one organization's: a unique index sees all rows, whatever row security shows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.UniqueConstraint(
                condition=models.Q(("submitter_id", ""), _negated=True),
                fields=("submitter_id",),
                name="submitter_id_once",
            ),
        ),
    ]
