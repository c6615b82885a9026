"""What the office presses on the pages of live rooms, and what is said then."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from spark.accounts.buttons import Button
from training.studio import actions
from training.studio.forms.rooms import (
    AudienceForm,
    BlockingForm,
    BlockingKeyForm,
    ProgrammeForm,
    ProgrammeKeyForm,
    RoomForm,
    SpanForm,
)
from training.studio.models import LiveRoom


def _opened(opened: actions.Opened) -> str:
    said = ngettext(
        "%(n)d slot opened, %(closed)d left out, %(standing)d there already.",
        "%(n)d slots opened, %(closed)d left out, %(standing)d there already.",
        opened.slots,
    ) % {
        "n": opened.slots,
        "closed": opened.closed,
        "standing": opened.standing,
    }
    if opened.borrowed:
        said += " " + _(
            "%(rooms)s: expected viewers are those of other rooms of the category."
        ) % {"rooms": _names(opened.borrowed)}
    if opened.years_unknown:
        said += " " + _(
            "No holidays of %(years)s are on file: enter them before anybody is placed."
        ) % {"years": _(", ").join(map(str, opened.years_unknown))}
    return said


def _names(rooms: list[LiveRoom]) -> str:
    return _(", ").join(str(room) for room in rooms)


def _estimated(without: list[LiveRoom]) -> str:
    if not without:
        return _("Audience estimated from results.")
    return _("Audience estimated. No final result yet: %(rooms)s.") % {
        "rooms": _names(without)
    }


def _viewers_changed(number: int) -> str:
    said = ngettext(
        "Viewers of %(n)d hour changed.", "Viewers of %(n)d hours changed.", number
    )
    return said % {"n": number}


def _renewed(number: int) -> str:
    said = ngettext(
        "Expected viewers of %(n)d slot renewed.",
        "Expected viewers of %(n)d slots renewed.",
        number,
    )
    return said % {"n": number}


def _saved(number: int) -> str:
    """What a change of times did to slots that stood."""
    said = _("Saved.")
    if number:
        gone = ngettext(
            "%(n)d slot without anybody removed.",
            "%(n)d slots without anybody removed.",
            number,
        )
        said += " " + gone % {"n": number}
    return said


BUTTONS = {
    button.verb.name: button
    for button in (
        Button(actions.change_room, gettext_lazy("Save"), _saved, form=RoomForm),
        Button(
            actions.add_programme,
            gettext_lazy("Add programme"),
            _saved,
            form=ProgrammeForm,
        ),
        Button(
            actions.remove_programme,
            gettext_lazy("Remove"),
            gettext_lazy("Programme removed."),
            form=ProgrammeKeyForm,
        ),
        Button(
            actions.block_rooms,
            gettext_lazy("Block a time"),
            _saved,
            form=BlockingForm,
        ),
        Button(
            actions.unblock_room,
            gettext_lazy("Lift this block"),
            gettext_lazy("Block lifted. Open the slots again if they are wanted."),
            form=BlockingKeyForm,
        ),
        Button(
            actions.enter_audience,
            gettext_lazy("Save"),
            _viewers_changed,
            form=AudienceForm,
        ),
        Button(
            actions.estimate_audience,
            gettext_lazy("Estimate from results"),
            _estimated,
        ),
        Button(
            actions.refresh_expected,
            gettext_lazy("Renew expected viewers"),
            _renewed,
        ),
        Button(actions.open_slots, gettext_lazy("Open slots"), _opened, form=SpanForm),
    )
}
MANY = {
    verb.name: BUTTONS[verb.name]
    for verb in (
        actions.open_slots,
        actions.estimate_audience,
        actions.refresh_expected,
    )
}
