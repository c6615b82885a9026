"""A candidate's own data to take along: for machines, and to read and print."""

import json
from datetime import date, datetime, time

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from candidates.portal.views import Visit, own
from candidates.register.views.files import handed_out
from candidates.rights import queries
from spark import clock
from spark.accounts.templatetags.spark_ui import fact
from spark.documents import pdf


@own
@require_GET
def data_file(request: Visit) -> HttpResponse:
    """All of it as JSON: `keys` says in words what each field is."""
    found = queries.all_kept(request.candidate)
    keys = {
        f"{kept.name}.{one.name}": one.label
        for kept, rows in found
        for row in rows
        for one in row
    }
    content = {
        "made_at": clock.now().isoformat(timespec="seconds"),
        "keys": {kept.name: str(kept.title) for kept, _rows in found} | keys,
        "data": {
            kept.name: [{one.name: one.value for one in row} for row in rows]
            for kept, rows in found
        },
    }
    return HttpResponse(
        json.dumps(content, ensure_ascii=False, indent=2),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="my-spark-data.json"'},
    )


@own
@require_GET
def data_paper(request: Visit) -> HttpResponse:
    """All of it as a document, in the language that is being read."""
    candidate = request.candidate
    made = _written(clock.now())
    title = _("My data")
    data = {
        "name": candidate.person.name,
        "place": f"{candidate.campus} · {candidate.batch}",
        "made": _("As stored on %(moment)s, China time") % {"moment": made},
        "sections": [
            {
                "title": str(kept.title),
                "rows": [
                    [(one.label, _written(one.words)) for one in row] for row in rows
                ],
            }
            for kept, rows in queries.all_kept(candidate)
        ],
    }
    content = pdf("candidates/rights/data.typ", data, title=title)
    return handed_out(content, "my-spark-data.pdf")


def _written(value: object) -> str:
    """For paper, which is read on any day: no date is today's or without its year."""
    if isinstance(value, datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(fact(value))
