from django.db import migrations


class Migration(migrations.Migration):
    """A name in Python alone: the table keeps its own, so there is no SQL."""

    dependencies = [("candidates", "0012_entered_at")]

    operations = [
        migrations.AlterModelTable("listview", "candidates_listview"),
        migrations.RenameModel("ListView", "SavedView"),
    ]
