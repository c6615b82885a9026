"""Agreement as published examples have it, and as the office reads it."""

import pytest

from candidates.screening.agreement import habits, reliability, weighted_kappa
from spark.sheets.reading import read
from tests.candidates.screening.reviewing import given, lock, panel

PAGE, FILE = "/screening/reviewers/", "/screening/reviewers/agreement.xlsx"
# Shrout and Fleiss 1979, table 2: six targets, four judges.
TARGETS = [
    (9, 2, 5, 8),
    (6, 1, 3, 2),
    (8, 4, 6, 8),
    (7, 1, 2, 6),
    (10, 5, 6, 9),
    (6, 2, 4, 7),
]
# The first two raters of `anxiety` in R's package irr: twenty subjects, 1 to 6.
FIRST = [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3]
SECOND = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4]


def test_the_mean_of_four_judges_as_published():
    """.44 in their table 4; the interval as R's psych gives it for these data."""
    found = reliability(TARGETS)
    assert found.value == pytest.approx(0.4428, abs=5e-5)
    assert found.low == pytest.approx(-0.8844, abs=5e-5)
    assert found.high == pytest.approx(0.9124, abs=5e-5)
    assert (found.k, found.targets, found.reading) == (4, 6, "poor")


def test_targets_scored_by_different_numbers_of_reviewers():
    found = reliability([*TARGETS, (5, 4), (3,)])
    assert found.targets == 7 and 3 < found.k < 4


@pytest.mark.parametrize("scores", [[], [(1, 2)], [(3, 3), (3, 3)], [(3,), (4,)]])
def test_too_little_says_nothing(scores):
    assert reliability(scores) is None


def test_kappa_by_squares_as_published():
    """0.297 in the example of irr's `kappa2`."""
    pairs = zip(FIRST, SECOND, strict=True)
    assert weighted_kappa(pairs, levels=6) == pytest.approx(0.297, abs=5e-4)


def test_kappa_at_its_ends():
    assert weighted_kappa([(1, 1), (5, 5), (3, 3)]) == 1
    assert weighted_kappa([(1, 5), (5, 1)]) == -1
    assert weighted_kappa([(3, 3), (3, 3)]) is None
    assert weighted_kappa([]) is None


def test_who_is_milder():
    found = habits([[(1, 4.0), (2, 3.0)], [(1, 2.5), (2, 2.5)], [(1, 5.0)]])
    assert (found[1].reviews, found[1].leniency) == (2, 0.5)
    assert found[2].leniency == -0.5
    assert (found[1].lowest, found[1].highest) == (2.5, 4)


def judged(world, *pairs):
    """Candidates with two locked reviews each; the first reviewer by name."""
    for pair in pairs:
        _, reviews = given(world)
        by_name = sorted(reviews, key=lambda one: one.reviewer.name)
        for review, value in zip(by_name, pair, strict=True):
            lock(review, value)
    return by_name[0].reviewer


def test_the_office_reads_how_far_reviewers_agree(world, office):
    panel(world)
    before = office.get(PAGE).text
    assert "评分一致程度" not in before and "charts.js" not in before
    judged(world, (4, 4), (2, 3), (5, 5))
    page = office.get(PAGE).text
    # By hand: between 3.1667, within 0.1667, so 1 − 0.1667 / 3.1667.
    assert "0.95" in page and "很好" in page
    assert "+0.33" in page and "\u22120.33" in page
    assert "67 %" in page and "100 %" in page
    assert (
        'data-value="3.67" data-low="2.00" data-high="5.00" data-beside="4.00"' in page
    )
    assert "charts.js" in page and 'data-chart="table-habits"' in page


def test_the_sheet_has_what_the_page_shows(world, office):
    panel(world)
    assert office.get(FILE).status_code == 404
    mildest = judged(world, (4, 4), (3, 2), (5, 5))
    file = office.get(f"{FILE}?batch={world.batch.slug}").content
    lines = [row.cells for row in read(file)[0].rows]
    assert "0.95" in lines[1][0]
    of_criteria, of_reviewers = lines[3:-2], lines[-2:]
    assert {tuple(line[2:5]) for line in of_criteria} == {(3, 67, 100)}
    assert of_reviewers[0][1:3] == [mildest.name, 3]
    assert of_reviewers[0][6:] == [4, 3.67, 0.33, 3, 5]


def test_a_batch_that_is_none_is_said_to_be_so(world, office):
    panel(world)
    judged(world, (4, 4), (2, 3))
    for path in (PAGE, FILE):
        assert office.get(f"{path}?batch={world.batch.slug}").status_code == 200
        assert office.get(f"{path}?batch=nowhere").status_code == 400
        assert office.get(f"{path}?batch=a&batch=b").status_code == 400


def test_a_reviewer_sees_the_own_line_alone(world, client):
    panel(world)
    reviewer = judged(world, *[(4, 2)] * 5)
    client.force_login(reviewer)
    page = client.get("/screening/mine/").text
    assert page.count("data-value=") == 1
    assert (
        'data-value="4.00" data-low="4.00" data-high="4.00" data-beside="2.00"' in page
    )
