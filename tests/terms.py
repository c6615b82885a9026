"""Terms of a contract; papers and terms as people type them."""

from datetime import timedelta

from spark import clock
from spark.campuses.models import Base


def terms(**changes) -> dict:
    """Terms on which a contract may be issued, of three years from today on."""
    today = clock.today()
    given = {
        "employer": "杭州源选传媒有限公司",
        "position": "主播",
        "base": Base.objects.get(code="YYJD"),
        "starts_on": today,
        "ends_on": today + timedelta(days=1095),
        "pay_fen": 550_000,
    }
    return given | changes


def typed(given: dict) -> dict[str, str]:
    """Papers or terms as people type them into a form."""
    return {name: _typed(name, value) for name, value in given.items()}


def _typed(name: str, value: object) -> str:
    if isinstance(value, Base):
        return str(value.pk)
    if name.endswith("_fen"):
        return f"{value / 100:.2f}"
    return str(value)
