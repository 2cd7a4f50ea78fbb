"""Which users are invented."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organizations", "0004_organizations_of_a_user")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="demonstration",
            field=models.BooleanField(default=False),
        ),
    ]
