"""From the first deployment on, no migration breaks or blocks the release that runs.

docs/operations.md says how to write one.
"""

from collections.abc import Iterator

import pytest
from django.db.migrations import Migration
from django_migration_linter import MigrationLinter

from spark.management.commands.migrate import quickly

OURS = ("spark.", "candidates.", "training.", "contracts.")
# The last of each app from before that day.
BEFORE_DEPLOYMENT = {
    "accounts": "0005_remove_user_time_zone",
    "campuses": "0003_dated_tables",
    "candidates": "0012_entered_at",
    "contracts": "0005_entered_at",
    "duties": "0003_about_candidates",
    "notifications": "0004_unread",
    "training": "0011_solve_parts",
}
# What the linter finds and is right all the same, such as a contraction: and why.
ALLOWED: dict[tuple[str, str], str] = {
    ("training", "0014_publications"): "its indexes are of the tables it makes",
    ("candidates", "0058_unclear_rows"): "its indexes are of the table it makes",
    ("candidates", "0053_papers"): "its index is of the table it makes",
    ("candidates", "0050_cards_of_trials"): "of scorecards there are a handful",
}


@pytest.fixture
def linter(django_db_blocker) -> Iterator[MigrationLinter]:
    """Any connection will do, but in no transaction: concurrent indexes refuse one."""
    with django_db_blocker.unblock():
        yield MigrationLinter(no_cache=True, all_warnings_as_errors=True)


def since_deployment(linter: MigrationLinter) -> Iterator[Migration]:
    for (app, name), migration in linter.migration_loader.disk_migrations.items():
        is_ours = migration.__module__.startswith(OURS)
        if is_ours and name > BEFORE_DEPLOYMENT.get(app, ""):
            yield migration


def test_no_migration_breaks_or_blocks_what_runs(linter, capsys):
    with quickly():
        for migration in since_deployment(linter):
            if (migration.app_label, migration.name) not in ALLOWED:
                linter.lint_migration(migration)
    assert not linter.has_errors, capsys.readouterr().out


def test_what_is_named_here_exists(linter):
    named = {*BEFORE_DEPLOYMENT.items(), *ALLOWED}
    assert named <= set(linter.migration_loader.disk_migrations)
