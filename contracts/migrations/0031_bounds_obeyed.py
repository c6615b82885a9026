from django.db import migrations


class Migration(migrations.Migration):
    """What was there before is within the bounds too."""

    dependencies = [("contracts", "0030_in_bounds")]

    operations = []
