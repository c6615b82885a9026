"""Every kind of message, as its readers get it; and the office's paragraphs."""

from collections.abc import Iterator
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods

from candidates.register.models import Batch
from candidates.telling import actions, queries
from candidates.telling.access import KEEPERS
from candidates.telling.forms import BatchForm, ParagraphForm
from candidates.telling.models import Paragraph
from spark import htmx
from spark.accounts.roles import GuestRole
from spark.accounts.scope import Request, check_role
from spark.errors import Refused, words
from spark.notifications import inbox, letters
from spark.notifications.batches import OfBatch
from spark.notifications.foretelling import OWN
from spark.notifications.kinds import MESSAGE_KINDS, MessageKind
from spark.notifications.models import Channel, Message
from spark.records.telling import WAYS, audience_of
from spark.robots.letters import words as group_words
from spark.robots.models import GroupMessage

FOLDER = "candidates/telling/"
CODE = "482913"  # a sample
MAIL_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],  # as mail programs want it
    "frame-ancestors": ["'self'"],
}


@require_GET
def kinds(request: Request) -> HttpResponse:
    """All there are, and the codes, which are no messages."""
    check_role(request.user, *KEEPERS)
    paragraphs = queries.paragraphs_by_kind()
    rows = [_row(one) | {"paragraphs": paragraphs.get(one.name, 0)} for one in _all()]
    codes = [(language, name, _code(language)) for language, name in settings.LANGUAGES]
    context = {"rows": rows, "codes": codes, "sms": bool(settings.SMS_KEY_ID)}
    return render(request, f"{FOLDER}kinds.html", context)


def _all() -> list[MessageKind]:
    return sorted(MESSAGE_KINDS.values(), key=lambda one: (one.audience, one.name))


def _row(one: MessageKind) -> dict[str, Any]:
    title, _body = inbox.words(_sample(one), translation.get_language())
    own = bool(set(one.audience) & set(GuestRole.values))  # read on their own pages
    return {
        "kind": one,
        "title": title,
        "audience": audience_of(one.name),
        "own": own,
        "channels": [WAYS[OWN].label if own else WAYS[c].label for c in one.channels],
    }


def _code(language: str) -> str:
    with translation.override(language):
        return render_to_string("candidates/portal/code.txt", {"code": CODE}).strip()


def _sample(one: MessageKind, paragraph: dict[str, str] | None = None) -> Message:
    facts = OfBatch(paragraph=paragraph or {}).facts(one.sample)
    return Message(kind=one.name, facts=facts)


def _kind(name: str) -> MessageKind:
    if name not in MESSAGE_KINDS:
        raise Http404
    return MESSAGE_KINDS[name]


@require_http_methods(["GET", "POST"])
def kind(request: Request, name: str) -> HttpResponse:
    """One kind by every channel in both languages; by POST, with a new paragraph."""
    check_role(request.user, *KEEPERS)
    one = _kind(name)
    if request.method == "GET" or not one.batch:
        return _shown(request, one)
    chosen = _batch(request)
    form = ParagraphForm(request.POST)
    if chosen is None or not form.is_valid():
        return _shown(request, one, form, status=422)
    try:
        actions.write_paragraph(
            actor=request.user, batch=chosen, kind=name, **form.cleaned_data
        )
    except Refused as refused:
        return _shown(request, one, form, refused, refused.status)
    here = f"{reverse('message-kind', args=[name])}?batch={chosen.slug}"
    return htmx.done(request, _("Saved."), here)


def _batch(request: Request) -> Batch | None:
    form = BatchForm(request.GET, user=request.user)
    return form.cleaned_data["batch"] if form.is_valid() else None


def _shown(
    request: Request,
    one: MessageKind,
    form: ParagraphForm | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = _row(one)
    paragraph: dict[str, str] = {}
    if one.batch:
        chosen = _batch(request)
        said = queries.paragraph_in_force(one.name, chosen.pk) if chosen else None
        paragraph = queries.paragraph_of(one.name, chosen.pk) if chosen else {}
        context |= {
            "batches": BatchForm(request.GET, user=request.user),
            "batch": chosen,
            "form": form or _form(said),
            "said": said,
            "versions": queries.versions(one.name, chosen.pk)[:20] if chosen else [],
        }
    context |= {
        "previews": list(_previews(one, paragraph)),
        "refusal": words(refused) if refused else None,
    }
    return render(request, f"{FOLDER}kind.html", context, status=status)


def _form(said: Paragraph | None) -> ParagraphForm:
    if said is None:
        return ParagraphForm(initial={"seen": 0})
    texts = {"chinese": said.chinese, "english": said.english}
    return ParagraphForm(initial={"seen": said.version, **texts})


def _previews(one: MessageKind, paragraph: dict[str, str]) -> Iterator[dict[str, Any]]:
    """In each language: on this site or on candidates' pages, as mail, in groups."""
    message = _sample(one, paragraph)
    for language, name in settings.LANGUAGES:
        title, body = inbox.words(message, language)
        found: dict[str, Any] = {"language": language, "name": name}
        found |= {"title": title, "body": body}
        if one.group:
            with translation.override(language):
                told = GroupMessage(kind=one.name, facts=message.facts)
                found["group"] = group_words(told)
        yield found


@require_GET
@xframe_options_sameorigin
@csp_replace(MAIL_POLICY)  # type: ignore[arg-type]
def mail(request: Request, name: str, language: str) -> HttpResponse:
    """The letter as mail programs show it, with the paragraph of the batch."""
    check_role(request.user, *KEEPERS)
    one = _kind(name)
    if Channel.EMAIL not in one.channels or language not in dict(settings.LANGUAGES):
        raise Http404
    chosen = _batch(request) if one.batch else None
    paragraph = queries.paragraph_of(name, chosen.pk) if chosen else {}
    title, body = inbox.words(_sample(one, paragraph), language)
    leave = "" if one.essential else "#"
    return HttpResponse(letters.as_page(title, body, "#", leave, language))
