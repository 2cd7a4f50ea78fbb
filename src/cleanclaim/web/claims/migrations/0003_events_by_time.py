from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_find_claims")]

    operations = [
        migrations.AddIndex(
            model_name="claimevent",
            index=models.Index(fields=["organization", "at"], name="claim_event_by_time"),
        ),
    ]
