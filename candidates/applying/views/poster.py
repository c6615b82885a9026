"""What leads students to a college's page, on paper: a poster, or its QR code alone."""

import io

import segno
from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext
from django.views.decorators.http import require_GET

from candidates.applying import queries
from candidates.applying.access import CALLS
from candidates.applying.models import Call
from candidates.register.views.files import handed_out
from spark.accounts.scope import Request
from spark.accounts.templatetags.spark_ui import day, fact
from spark.documents import pdf, qr

PAPERS = ("a4", "a3")
LINES = 4  # for directions; more than that stand in a row


def address_of(request: Request, call: Call) -> str:
    return request.build_absolute_uri(reverse("apply", args=[call.slug]))


@require_GET
def call_code(request: Request, pk: int) -> HttpResponse:
    """The address as a QR code to print: a picture of about 10 cm at 300 dpi."""
    call = CALLS.get(request.user, pk)
    picture = io.BytesIO()
    code = segno.make_qr(address_of(request, call), error="q")
    code.save(picture, kind="png", scale=32, border=4)
    response = HttpResponse(picture.getvalue(), content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="apply-{call.slug}.png"'
    return response


@require_GET
def call_poster(request: Request, pk: int, language: str, paper: str) -> HttpResponse:
    """All that students ask before they apply, to hang on a wall."""
    call = CALLS.get(request.user, pk)
    if language not in dict(settings.LANGUAGES) or paper not in PAPERS:
        raise Http404
    with translation.override(language):
        data = _poster(call, address_of(request, call)) | {"paper": paper}
        title = f"{gettext('Learn to host live rooms')} · {call}"
        content = pdf("candidates/applying/poster.typ", data, title=title)
    return handed_out(content, f"poster-{call.slug}-{language[:2]}-{paper}.pdf")


def _poster(call: Call, address: str) -> dict:
    return {
        "programme": str(call.batch.programme),
        "title": gettext("Learn to host live rooms"),
        "place": f"{call.campus} · {call.batch}",
        "lead": gettext(
            "You learn to host live rooms of Taobao Factory: first a screening, then "
            "training, an internship and trial broadcasts. The best are signed as "
            "employees. It costs you nothing."
        ),
        "period": f"{day(call.opens_on)} – {day(call.closes_on)}",
        "facts": _facts(call),
        "steps": _steps(),
        "words": {
            "dates": pgettext("poster", "When to apply"),
            "scan": gettext("Scan to apply"),
            "need": gettext(
                "Five minutes, without an account. Have your ID card and your student"
                " number at hand."
            ),
            "free": gettext("Nobody may ask you for a fee or a deposit."),
            "alt": gettext("QR code of the page on which to apply"),
        },
        "address": address,
        "shown": address.partition("://")[2].rstrip("/"),
        "code": qr(address).svg_inline(border=0),
    }


def _facts(call: Call) -> list[tuple[str, str]]:
    decides = gettext(
        "Your college confirms that you study there. Then reviewers of the programme "
        "judge your audition, and a person of its office decides."
    )
    age = gettext(
        "At least 16 on %(day)s. Under 18, a parent or guardian is asked too."
    ) % {"day": fact(call.batch.closes_on)}
    offered = [_offered(of) for of in queries.places(call)]
    between = "\n" if len(offered) <= LINES else " / "
    return [
        (gettext("Directions"), between.join(offered)),
        (gettext("Age"), age),
        (gettext("Who decides"), decides),
    ]


def _offered(of: queries.Places) -> str:
    if of.places is None:
        return str(of.direction)
    places = ngettext("%(n)d place", "%(n)d places", of.places) % {"n": of.places}
    words = gettext("%(places)s, all colleges together") if of.shared else "%(places)s"
    return f"{of.direction} · {words % {'places': places}}"


def _steps() -> list[tuple[str, str]]:
    return [
        (
            pgettext("poster", "Apply"),
            gettext("Scan, fill in, send a short video of yourself"),
        ),
        (pgettext("poster", "College"), gettext("It confirms that you study there")),
        (gettext("Screening"), gettext("Reviewers judge your video")),
        (gettext("Training"), gettext("Courses, an internship, trial broadcasts")),
        (gettext("Signing"), gettext("The best are signed as employees")),
    ]
