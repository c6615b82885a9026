"""Pages of reviews, reviewers, cards and fairness: rows of tests/access_table.py."""

from tests.access_row import Row

OFFICE = {"ok": ("office",), "denied": 403}
REVIEWER = {"ok": ("reviewer",), "denied": 403}
# Of a review of `reviewer`: a colleague who reviews too finds nothing there.
REVIEW = {"at": "in_review", "room": "review", "method": "POST"}
COLLEAGUE = {"office": 403, "double": 404}

SCREENING = [
    Row("review-queue", "/screening/queue/", ok=("reviewer",), denied=403),
    # There is none of theirs; tests/candidates/screening/test_reviews.py has one.
    Row("review-clip", "/screening/queue/0/clip/clip.mp4", ()),
    *(
        Row(
            "review-act",
            f"/screening/queue/{{record}}/{verb}/",
            ok=("reviewer",),
            works=works,
            denied=COLLEAGUE,
            **REVIEW,
        )
        for verb, works in {
            "mark": 204,
            "lock": 422,
            "skip": 302,
            "ask-more": 422,
            "recuse": 422,
        }.items()
    ),
    *(
        Row(
            "review-office",
            f"/screening/reviews/{{record}}/{verb}/",
            works=422,
            **OFFICE,
            **REVIEW,
        )
        for verb in ("reassign-review", "reopen")
    ),
    Row(
        "candidate-reviews",
        "/candidates/{candidate}/reviews/",
        at="in_review",
        **OFFICE,
    ),
    Row("reviewer-list", "/screening/reviewers/", **OFFICE),
    Row("agreement-file", "/screening/reviewers/agreement.xlsx", **OFFICE),
    *(
        Row(
            "reviewer-act",
            f"/screening/reviewers/{verb}/",
            works=422,
            method="POST",
            **OFFICE,
        )
        for verb in ("note-absence", "note-directions")
    ),
    Row("fairness", "/screening/fairness/", **OFFICE),
    Row("fairness-file", "/screening/fairness/report.xlsx", **OFFICE),
    Row("decision-board", "/screening/decisions/", at="in_review", **OFFICE),
    # Fewer than two; tests/candidates/screening/test_board.py has two.
    Row("decision-compare", "/screening/decisions/compare/", works=422, **OFFICE),
    *(
        Row(
            "decision-many",
            f"/screening/decisions/many/{name}/",
            works=422,
            at="in_review",
            method="POST",
            **OFFICE,
        )
        for name in ("pass", "waitlist", "reject", "compare")
    ),
    Row(
        "decision-sheet",
        "/screening/decisions/sheet/",
        at="in_review",
        method="POST",
        **OFFICE,
    ),
    Row(
        "decision-marks",
        "/screening/decisions/marks/",
        at="in_review",
        method="POST",
        **OFFICE,
    ),
    Row("decision-release", "/screening/decisions/{batch}/release/", **OFFICE),
    Row(
        "decision-release",
        "/screening/decisions/{batch}/release/",
        works=409,
        method="POST",
        **OFFICE,
    ),
    Row("decision-waitlist", "/screening/decisions/{batch}/waitlist/", **OFFICE),
    Row(
        "decision-move-up",
        "/screening/decisions/{batch}/waitlist/{record}/",
        works=422,
        **OFFICE,
        **REVIEW | {"room": "screening"},
    ),
    Row("scorecard-list", "/screening/scorecards/", **OFFICE),
    Row("scorecard-detail", "/screening/scorecards/{card}/", **OFFICE),
    Row("scorecard-edit", "/screening/scorecards/{card}/edit/", **OFFICE),
    Row("anchor-new", "/screening/scorecards/{card}/anchors/", **OFFICE),
    Row(
        "anchor-retire",
        "/screening/anchors/{anchor}/retire/",
        works=302,
        method="POST",
        **OFFICE,
    ),
    Row("calibration", "/screening/calibration/{anchor}/", **REVIEWER),
    *(
        Row(
            "calibration-act",
            f"/screening/calibration/{{anchor}}/{verb}/",
            works=works,
            method="POST",
            **REVIEWER,
        )
        for verb, works in {"mark": 204, "lock": 422}.items()
    ),
    Row("own-marking", "/screening/mine/", **REVIEWER),
]
