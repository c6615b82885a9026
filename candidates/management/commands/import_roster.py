"""Import a college's roster from a file."""

import csv
from argparse import ArgumentParser
from collections import Counter
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from candidates.register.models import Batch
from candidates.rosters.actions import confirm_roster, send_roster
from candidates.rosters.models import RosterImport
from candidates.rosters.sheets.importing import check_import, check_roster, write_import
from candidates.rosters.sheets.roster import REPORT_COLUMNS, report_rows
from spark.accounts.models import User
from spark.afterwards import written_afterwards
from spark.campuses.models import Campus
from spark.errors import Refused, words
from spark.sheets import Unreadable
from spark.sheets.checking import Report


class Command(BaseCommand):
    """Checks every row, imports the good ones as the page does, and reports."""

    help = (
        "Imports a roster (.xlsx, .xls, .csv) of a campus into a batch. Who imports it "
        "declares that everybody on it was given the notice and consented by the day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--campus", required=True, help="campus code")
        parser.add_argument("--batch", required=True, help="batch slug")
        parser.add_argument("--by", help="e-mail of who imports it")
        parser.add_argument("--notice-version", help="the notice they were given")
        parser.add_argument(
            "--notice-on",
            type=date.fromisoformat,
            help="the day on which the last of them consented",
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            help="in a dry run: the day on which ages are counted",
        )
        parser.add_argument(
            "--without-hidden",
            action="store_true",
            help="leave out the rows hidden in the sheet",
        )
        parser.add_argument(
            "--with-updates",
            action="store_true",
            help="also change who is registered already",
        )
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
        without_hidden: bool,
        with_updates: bool,
        **declared,
    ) -> None:
        where, into = self._find(campus, batch)
        if as_of and not dry_run:
            raise CommandError("--as-of is for a dry run.")
        try:
            content = file.read_bytes()
            found = check_roster(
                content,
                file.name,
                batch=into,
                campus=where,
                as_of=as_of,
                without_hidden=without_hidden,
            )
            self._tell(found, report)
            if not dry_run:
                declared["without_hidden"] = without_hidden
                declared["with_updates"] = with_updates
                with written_afterwards():
                    self._import(file.name, content, where, into, **declared)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except (Unreadable, Refused) as refused:
            raise CommandError(words(refused).text) from refused

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

    def _tell(self, found: Report, report: Path | None) -> None:
        if report:
            with report.open("w", newline="", encoding="utf-8") as out:
                writer = csv.writer(out)
                writer.writerow(REPORT_COLUMNS)
                writer.writerows(report_rows(found.rows))
        counts = Counter(str(row.outcome) for row in found.rows)
        self.stdout.write(
            f"{counts['accept']} accepted, {counts['reject']} rejected, "
            f"{counts['skip']} skipped"
        )
        if found.unread:
            self.stdout.write(f"{_('Left unread')}:")
        for note in found.unread:
            self.stdout.write(f"- {note}")

    @transaction.atomic
    def _import(
        self,
        file_name: str,
        content: bytes,
        campus: Campus,
        batch: Batch,
        *,
        by: str | None,
        notice_version: str | None,
        notice_on: date | None,
        without_hidden: bool,
        with_updates: bool,
        **options,
    ) -> None:
        """Send, check and confirm it at once; all of that or nothing."""
        if not (by and notice_version and notice_on):
            raise CommandError("Give --by, --notice-version and --notice-on.")
        actor = User.objects.filter(email=by, is_active=True).first()
        if actor is None:
            raise CommandError(f"Nobody logs in with {by}.")
        roster = send_roster(
            actor=actor,
            batch=batch,
            campus=campus,
            file_name=file_name,
            content=content,
            notice_version=notice_version,
            notice_on=notice_on,
        )
        check_import(roster.pk)
        _check(roster)
        confirm_roster(
            actor=actor,
            pk=roster.pk,
            without_hidden=without_hidden,
            with_updates=with_updates,
        )
        write_import(roster.pk)
        _check(roster)
        said = ", ".join(f"{n} {what}" for what, n in roster.counts.items())
        self.stdout.write(said or "nothing written")


def _check(roster: RosterImport) -> None:
    """Raise what the job noted if it gave up."""
    roster.refresh_from_db()
    if roster.error:
        raise Refused(roster.error["code"], **roster.error["facts"])
