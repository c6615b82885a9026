"""Every sentence exists in both languages: nothing untranslated, fuzzy or left over."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings

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
            *("-l", "zh_Hans", "-l", "en", "--no-obsolete", "--no-location"),
        ],
        cwd=copy,
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "spark.settings", "SPARK_ENV": "test"},
        check=True,
    )
    return copy / "locale"


def catalogue(folder: Path, language: str) -> Catalog:
    with (folder / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_every_message_is_translated(extracted: Path, language: str):
    missing = [
        message.id
        for message in catalogue(extracted, language)
        if message.id
        and (
            message.fuzzy
            or not message.string
            or (isinstance(message.string, tuple) and not all(message.string))
        )
    ]
    assert missing == []


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_no_translation_is_left_over(extracted: Path, language: str):
    wanted = {message.id for message in catalogue(extracted, language)}
    kept = {message.id for message in catalogue(settings.BASE_DIR / "locale", language)}
    assert kept - wanted == set()
