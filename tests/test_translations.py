"""Every sentence has its Chinese: nothing untranslated, fuzzy or left over.

English has no catalogue: it is what the code and the templates say.
"""

import os
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation

SOURCES = ["spark", "candidates", "training", "contracts", "templates", "locale"]


@pytest.fixture(scope="module")
def extracted(tmp_path_factory) -> Path:
    """The catalogues as `makemessages` would leave them, made from a copy."""
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        shutil.copytree(settings.BASE_DIR / name, copy / name)
    subprocess.run(
        [
            *(sys.executable, "-m", "django", "makemessages", "-v", "0"),
            *("-l", "zh_Hans", "--no-obsolete", "--no-location"),
        ],
        cwd=copy,
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "spark.settings", "SPARK_ENV": "test"},
        check=True,
    )
    return copy / "locale"


def catalogue(folder: Path) -> Catalog:
    with (folder / "zh_Hans" / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale="zh_Hans")


def test_every_message_is_translated(extracted: Path):
    missing = [
        message.id
        for message in catalogue(extracted)
        if message.id
        and (
            message.fuzzy
            or not message.string
            or (isinstance(message.string, tuple) and not all(message.string))
        )
    ]
    assert missing == []


def test_no_translation_is_left_over(extracted: Path):
    wanted = {message.id for message in catalogue(extracted)}
    kept = {message.id for message in catalogue(settings.BASE_DIR / "locale")}
    assert kept - wanted == set()


def test_english_says_what_is_written():
    """Ours and the libraries': no Chinese, though others fall back to it."""
    compiled = [
        Path(folder, "zh_Hans/LC_MESSAGES/django.mo")
        for folder in translation.trans_real.all_locale_paths()
    ]
    read = [read_mo(BytesIO(path.read_bytes())) for path in compiled if path.exists()]
    assert len(read) > 3
    for message in (message for known in read for message in known if message.id):
        both = message.id if message.pluralizable else (message.id, message.id)
        said = [in_english(message.context, *both, count) for count in (0, 1, 2)]
        assert said == [both[1], both[0], both[1]]


def in_english(context: str | None, singular: str, plural: str, count: int) -> str:
    with translation.override("en"):
        if context:
            return translation.npgettext(context, singular, plural, count)
        return translation.ngettext(singular, plural, count)
