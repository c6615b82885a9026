"""A template and data, made into a PDF by typst."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from spark.documents import letters

ROOT = Path(settings.BASE_DIR, "templates")  # a template reads no file outside
COMPILER = Path(__file__).with_name("compiler.py")
STANDARD = "ua-1"  # tagged, with title and language, as screen readers want it
TIMEOUT = 20  # seconds
# Packages of templates would be taken from the net: there is no way to it.
NOWHERE = dict.fromkeys(
    ("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9"
)


def pdf(template: str, data: Mapping[str, Any], *, title: str) -> bytes:
    """The document, in the active language.

    Characters that the font lacks are printed as `MISSING`.

    Args:
        template: its path below `templates/`.
        data: anything that JSON has; lazy words too.
        title: what readers and screen readers call it.
    """
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    sent = {"title": title, "language": language, "data": data}
    text = json.dumps(sent, default=str, ensure_ascii=False)
    return _compiled(ROOT / template, letters.printable(text))


def _compiled(template: Path, sent: str) -> bytes:
    """By the template and what it is sent; the latter by no file and no argument.

    Raises:
        RuntimeError: with what typst says of the template.
    """
    asked = {
        "input": str(template),
        "root": str(ROOT),
        "font_paths": [str(weight) for weight in letters.WEIGHTS],
        "ignore_system_fonts": True,
        "package_path": "/nonexistent",
        "package_cache_path": "/nonexistent",
        "pdf_standards": [STANDARD],
        "sys_inputs": {"sent": sent},
    }
    done = subprocess.run(  # noqa: S603 -- our own script
        [sys.executable, "-I", COMPILER],
        input=json.dumps(asked).encode(),
        env=NOWHERE,
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace").strip()[-500:])
    return done.stdout
