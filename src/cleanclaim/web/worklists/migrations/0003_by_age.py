from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("worklists", "0002_one_list")]

    operations = [
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                fields=["organization", "opened_at", "id"],
                condition=models.Q(closed_at=None),
                name="work_item_by_age",
            ),
        ),
    ]
