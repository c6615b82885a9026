from django.db import migrations


class Migration(migrations.Migration):
    """What was there before is within the bounds too."""

    dependencies = [("candidates", "0059_in_bounds")]

    operations = []
