from django.db import migrations

# Of an ID number only the last two digits stay in clear.
FILL = """
    UPDATE candidates_{table}
       SET id_masked = LPAD(RIGHT(id_masked, 2), LENGTH(id_masked), '*')
     WHERE id_masked <> '';
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0055_announced_papers")]

    operations = [
        migrations.RunSQL(FILL.format(table=table), migrations.RunSQL.noop)
        for table in ("person", "application")
    ]
