"""Rank candidates by results in a file: needs neither services nor Django."""

import os
import sys

from django.conf import settings
from django.core.management.base import BaseCommand

MODULE = "training.standings.ranking"


class Command(BaseCommand):
    help = __doc__

    def run_from_argv(self, argv: list[str]) -> None:
        """Give the process over to the arithmetic, which starts faster alone."""
        os.environ["PYTHONPATH"] = str(settings.BASE_DIR)
        os.execv(sys.executable, [sys.executable, "-m", MODULE, *argv[2:]])  # noqa: S606
