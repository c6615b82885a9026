from django.db import migrations


class Migration(migrations.Migration):
    """What was there before is within the bounds too."""

    dependencies = [("campuses", "0005_in_bounds")]

    operations = []
