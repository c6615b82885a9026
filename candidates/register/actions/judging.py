"""Refusing what rules of law find."""

from collections.abc import Iterable

from candidates.register.rules import Finding
from spark.errors import Refused, refuse_all


def refuse(findings: Iterable[Finding], reason: str, **facts: object) -> None:
    """Refuse what a block stands against, or, without a reason, a warning.

    All that stands against it is said, so that one reason answers what was read.

    Args:
        facts: for the words of each, e.g. whom it is about.

    Raises:
        Refused: with the code of the first finding.
    """
    refuse_all(refusals(findings, reason, **facts))


def refusals(
    findings: Iterable[Finding], reason: str, **facts: object
) -> list[Refused]:
    """What `refuse` would say, for who has more against it."""
    return [
        Refused(finding.code, status=422, **facts, **finding.facts)
        for finding in findings
        if finding.level == "block" or not reason
    ]
