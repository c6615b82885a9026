import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An application points at the clip that was sent to it; nothing asks the other way."""

    dependencies = [("candidates", "0038_clips")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="upload",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="candidates.clip",
            ),
        ),
    ]
