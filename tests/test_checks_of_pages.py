"""What the checks of every page would say of pages with faults."""

import pytest
from playwright.sync_api import Page

from tests.look import checks

pytestmark = pytest.mark.browser
HEAD = (
    "<html lang='zh-hans'><title>星火</title>"
    "<style>:focus { outline: 2px solid }</style><main><h1>星火计划</h1>"
)


@pytest.fixture
def look(page: Page):
    """The checks, of a page that has this in its body."""

    def at(body: str) -> Page:
        page.set_content(HEAD + body + "</main>")
        page.evaluate(checks.CHECKS.read_text())
        return page

    return at


@pytest.mark.parametrize(
    ("check", "body", "said"),
    [
        (lambda page: checks.axe(page, {}), "<img src='a.png'>", "image-alt"),
        (
            lambda page: checks.axe(page, checks.CONTRAST),
            "<p style='color: #bbb'>看不清</p>",
            "color-contrast",
        ),
        (checks.sideways, "<div style='width: 400px'>宽</div>", "at 390"),
        (
            checks.orange,
            "<button class='btn go'>导入</button><a class='btn go'>发布</a>",
            "发布",
        ),
        (
            checks.keyboard,
            "<a href='/'>去</a><button style='outline: 0'>保存</button>",
            "no ring: button. 保存",
        ),
        (
            checks.keyboard,
            "<a href='/'>去</a><div role='button'>保存</div>",
            "not reached: div. 保存",
        ),
        (
            checks.keyboard,
            "<a href='/'>去</a><select inert><option>1</option></select>",
            "",
        ),
    ],
    ids=["axe", "contrast", "sideways", "orange", "ring", "not-reached", "fine"],
)
def test_a_fault_is_found(look, check, body, said):
    found = list(check(look(body)))
    assert bool(found) is bool(said)
    assert said in "".join(found)


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("zh-hans", "保存 Save", "Save"),
        ("zh-hans", "发到 lin@demo.spark 的 Excel，第 2 版 v2", ""),
        ("en", "Saved by 林晓岚", ""),
        ("en", "Saved 已保存", "已保存"),
    ],
)
def test_words_of_the_other_language_are_found(language, text, words):
    found = list(checks.Untranslated({"林晓岚"}).among([text], language))
    assert bool(found) is bool(words)
    assert words in "".join(found)
