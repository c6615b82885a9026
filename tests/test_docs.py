"""What the documentation points to is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from spark.resources import RESOURCES

ROOT = settings.BASE_DIR
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)")


def headings(page: Path) -> Iterator[str]:
    """As GitHub makes anchors of them."""
    for title in re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    for file, heading in LINK.findall(page.read_text()):
        there = page.parent / file if file else page
        assert there.exists(), f"{page.name}: {file}"
        assert not heading or heading in headings(there), f"{page.name}: #{heading}"


def test_every_resource_of_the_api_is_in_its_list():
    guide = (ROOT / "docs/api/README.md").read_text()
    listed = re.findall(r"`([a-z-]+)`", guide.partition("## What there is")[2])
    assert set(RESOURCES) <= set(listed)
