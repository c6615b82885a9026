from django.db import migrations

from candidates.register.actions.naming import read_again


def read(apps, schema_editor):
    """Surnames by their own readings, as they are read from this release on."""
    Person = apps.get_model("candidates", "Person")
    Reading = apps.get_model("candidates", "Reading")
    read_again(Person.objects, Reading.objects)


class Migration(migrations.Migration):
    """Some persons at a time; begun again where it was stopped."""

    atomic = False

    dependencies = [("candidates", "0017_readings")]

    operations = [migrations.RunPython(read, migrations.RunPython.noop)]
