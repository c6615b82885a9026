"""Stops whatever runs of this checkout: `up`, PostgreSQL and Redis."""

import os
import signal
import time

from django.core.management.base import BaseCommand

from spark.local import Local, users

PATIENCE = 60


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, **options):
        local = Local.for_checkout()
        if pid := users.holder(local.folder / "up"):
            self.stdout.write(f"stopping Spark (process {pid})")
            os.kill(pid, signal.SIGTERM)
            end = time.monotonic() + PATIENCE
            while users.holder(local.folder / "up"):
                if time.monotonic() > end:
                    raise SystemExit(f"Process {pid} does not stop")
                time.sleep(0.1)
        elif not local.stop(even_if_used=True):
            self.stdout.write("nothing runs")
        for purpose in ("test", "bench"):
            Local.for_checkout(purpose).stop()
