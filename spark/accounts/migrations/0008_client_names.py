"""What is in use has a name of its own; built while others write."""

from django.db import migrations, models

NAMES = "client_name_once"
BUILD = f"""
    CREATE UNIQUE INDEX CONCURRENTLY {NAMES} ON accounts_application (name)
    WHERE revoked_at IS NULL AND NOT name = ''
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("accounts", "0007_clients")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(BUILD, f"DROP INDEX CONCURRENTLY {NAMES}")
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name="application",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(
                            ("revoked_at", None),
                            models.Q(("name", ""), _negated=True),
                        ),
                        fields=("name",),
                        name=NAMES,
                    ),
                )
            ],
        )
    ]
