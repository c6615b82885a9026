"""An index of the pictures: by page, narrowed by links that need no script."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

STYLE = """
body { font: 14px/20px system-ui, sans-serif; margin: 0; background: #f7f7f8; }
nav { position: sticky; top: 0; padding: 8px 16px; background: #fff; }
nav a { margin-right: 8px; color: inherit; }
nav a[aria-current] { font-weight: 600; text-decoration: none; }
h2 { font-size: 14px; margin: 24px 16px 8px; }
ul { list-style: none; display: flex; flex-wrap: wrap; align-items: start; gap: 12px; }
ul { margin: 0; padding: 0 16px; }
img { display: block; height: 320px; max-width: 560px; border: 1px solid #e2e4e7; }
img { object-fit: cover; object-position: top; background: #fff; }
figure { margin: 0; }
figcaption { font-size: 12px; color: #62666e; }
"""


@dataclass(frozen=True)
class Shot:
    """One picture, and what it shows."""

    page: str
    path: str
    who: str
    language: str
    width: int
    theme: str

    @property
    def file(self) -> str:
        page = self.page.replace(":", "-")
        return f"{page}.{self.who}.{self.width}-{self.theme}-{self.language}.jpg"

    @property
    def facets(self) -> tuple[str, ...]:
        return self.who, str(self.width), self.theme, self.language


def write_album(folder: Path, shots: list[Shot]) -> None:
    """`index.html` shows all; every role, width, theme and language has its own too."""
    facets = list(dict.fromkeys(value for shot in shots for value in shot.facets))
    for facet in ["", *facets]:
        chosen = [shot for shot in shots if not facet or facet in shot.facets]
        (folder / _file(facet)).write_text(_document(chosen, facets, facet))


def _file(facet: str) -> str:
    return f"index-{facet}.html" if facet else "index.html"


def _document(shots: list[Shot], facets: list[str], facet: str) -> str:
    links = " ".join(
        f'<a href="{_file(link)}"{_current(link == facet)}>{link or "everything"}</a>'
        for link in ["", *facets]
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Spark</title>'
        f"<style>{STYLE}</style><nav>{links}</nav>{''.join(_sections(shots))}</html>"
    )


def _current(here: bool) -> str:
    return ' aria-current="page"' if here else ""


def _sections(shots: list[Shot]) -> Iterable[str]:
    for page, group in groupby(sorted(shots, key=_place), key=lambda shot: shot.page):
        pictures = "".join(_picture(shot) for shot in group)
        yield f'<h2 id="{escape(page)}">{escape(page)}</h2><ul>{pictures}</ul>'


def _place(shot: Shot) -> tuple:
    return shot.page, shot.who, shot.language, -shot.width, shot.theme


def _picture(shot: Shot) -> str:
    words = escape(" · ".join([*shot.facets, shot.path]))
    return (
        f'<li><figure><a href="{shot.file}"><img src="{shot.file}" alt="{words}" '
        f'loading="lazy"></a><figcaption>{words}</figcaption></figure></li>'
    )
