"""The day on which a demonstration lives."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organizations", "0002_submitter_id_once")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="practice_today",
            field=models.DateField(blank=True, null=True),
        ),
    ]
