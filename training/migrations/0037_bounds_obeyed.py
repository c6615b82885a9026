from django.db import migrations


class Migration(migrations.Migration):
    """What was there before is within the bounds too."""

    dependencies = [("training", "0036_in_bounds")]

    operations = []
