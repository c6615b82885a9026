"""Known faults of the locked packages: what can't be asked counts as a fault."""

import os
import subprocess

NOBODY = "http://127.0.0.1:9"


def test_an_audit_that_can_ask_nobody_fails():
    known = {key: value for key, value in os.environ.items() if "proxy" not in key}
    dead = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"), NOBODY)
    dead |= {"npm_config_registry": NOBODY, "npm_config_fetch_retries": "0"}
    done = subprocess.run(  # noqa: S603 -- our own Makefile
        ["make", "audit"],  # noqa: S607
        env=known | dead,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode != 0
    assert "No rule" not in done.stderr
    assert "audit endpoint" in done.stderr or "ECONNREFUSED" in done.stderr


def test_what_could_not_be_asked_about_is_not_passed_over():
    told = subprocess.run(
        ["make", "--dry-run", "audit"],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "requirements.lock" in told and "--strict" in told and "npm audit" in told
