"""Money in forms: people write yuan, fen are kept."""

from decimal import Decimal
from typing import Any

from django import forms

from spark.plausible import MONTHLY_PAY

MOST = MONTHLY_PAY.most // 100


class YuanField(forms.DecimalField):
    """Typed in yuan; what is cleaned, and what it is filled with, is fen."""

    def __init__(self, **options: Any) -> None:
        given = {"min_value": 0, "max_value": MOST, "decimal_places": 2}
        super().__init__(**given | options)

    def clean(self, value: Any) -> int | None:
        yuan = super().clean(value)
        return None if yuan is None else int(yuan * 100)

    def prepare_value(self, value: Any) -> Any:
        return in_yuan(value) if isinstance(value, int) else value


def in_yuan(fen: int) -> Decimal:
    """Without the fen, if there are none."""
    yuan = Decimal(fen) / 100
    return yuan.quantize(Decimal(1)) if fen % 100 == 0 else yuan
