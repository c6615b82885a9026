"""What the tests of the office's pages share: addresses and what a browser sends."""

import re

from django.urls import reverse

from candidates.demo import credit_code
from candidates.register.models import Batch


def page(model: type, name: str, *args: object) -> str:
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=args)


def in_chinese(text: object) -> bool:
    return bool(re.search("[\u4e00-\u9fff]", str(text)))


def batch_form(batch: Batch, *quotas: dict, **changes) -> dict:
    """What the browser sends of a batch's page, with new quotas."""
    given = {
        "name_zh": batch.name_zh,
        "name_en": batch.name_en,
        "slug": batch.slug,
        "programme": batch.programme_id,
        "region": batch.region_id,
        "opens_on": batch.opens_on,
        "closes_on": batch.closes_on,
        "campuses": list(batch.campuses.values_list("pk", flat=True)),
        "directions": list(batch.directions.values_list("pk", flat=True)),
        "quotas-TOTAL_FORMS": len(quotas),
        "quotas-INITIAL_FORMS": 0,
        "questions-TOTAL_FORMS": 0,
        "questions-INITIAL_FORMS": 0,
    }
    for number, quota in enumerate(quotas):
        given |= {f"quotas-{number}-{name}": value for name, value in quota.items()}
    return given | changes


def campus_form(**changes) -> dict:
    given = {
        "name_zh": "宁波职业学院",
        "name_en": "Ningbo College",
        "code": "NBZY",
        "credit_code": credit_code("52330200000000901"),
        "region": "330100",
    }
    return given | changes
