"""Import a college's roster from a file."""

import csv
from argparse import ArgumentParser
from collections import Counter
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from candidates.register.actions import add_candidates
from candidates.register.models import Batch
from candidates.register.sheets import REPORT_COLUMNS, report_rows
from candidates.register.sheets.importing import Roster, judge_roster
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Campus
from spark.errors import Refused, words
from spark.sheets import Unreadable


class Command(BaseCommand):
    """Judges every row, writes the good ones at once, and reports."""

    help = "Imports a roster (.xlsx, .xls, .csv) of a campus into a batch."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--campus", required=True, help="campus code")
        parser.add_argument("--batch", required=True, help="batch slug")
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            help="count ages on this day instead of the batch's closing day",
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--report", type=Path, help="write a CSV of all rows")

    def handle(
        self,
        *,
        file: Path,
        campus: str,
        batch: str,
        as_of: date | None,
        dry_run: bool,
        report: Path | None,
        **options,
    ) -> None:
        where, into = self._find(campus, batch)
        try:
            roster = judge_roster(
                file, file.name, batch=into, campus=where, as_of=as_of
            )
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except Unreadable as error:
            raise CommandError(words(error).text) from error
        if report:
            self._report(report, roster)
        counts = Counter(one.outcome for one in roster.judged)
        self.stdout.write(
            f"{counts['accept']} accepted, {counts['reject']} rejected, "
            f"{counts['skip']} skipped"
        )
        if not dry_run:
            try:
                taken = add_candidates(
                    actor=SYSTEM,
                    batch=into,
                    campus=where,
                    entries=roster.entries,
                    reason=file.name,
                )
            except Refused as refused:
                raise CommandError(words(refused).text) from refused
            counted = Counter(one.outcome for one in taken)
            said = ", ".join(f"{n} {what}" for what, n in counted.items())
            self.stdout.write(said or "nothing written")

    def _find(self, campus: str, batch: str) -> tuple[Campus, Batch]:
        where = Campus.objects.filter(code=campus).first()
        into = Batch.objects.filter(slug=batch).first()
        if where is None:
            raise CommandError(f"No campus has the code {campus}.")
        if into is None:
            raise CommandError(f"No batch has the slug {batch}.")
        if not into.campuses.filter(pk=where.pk).exists():
            raise CommandError(f"{campus} does not take part in {batch}.")
        return where, into

    def _report(self, path: Path, roster: Roster) -> None:
        with path.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(REPORT_COLUMNS)
            writer.writerows(report_rows(roster.judged))
