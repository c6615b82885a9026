"""Which kinds of messages somebody or a college gets, and by which channels."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core import signing

from spark.notifications.kinds import MESSAGE_KINDS, MessageKind
from spark.notifications.models import CampusPreference, Channel, Preference

if TYPE_CHECKING:
    from spark.accounts.models import User

SALT = "spark.notifications.preferences"


def switches(
    user: "User", roles: Collection[str]
) -> list[tuple[MessageKind, set[str]]]:
    """The kinds somebody of these roles gets, each with the channels it comes by."""
    off = set(Preference.objects.filter(person=user).values_list("kind", "channel"))
    return [
        (
            kind,
            {c for c in kind.channels if kind.essential or (kind.name, c) not in off},
        )
        for kind in MESSAGE_KINDS.values()
        if kind.label and (not kind.audience or set(kind.audience) & set(roles))
    ]


def prefer(
    user: "User", roles: Collection[str], wanted: Collection[tuple[str, str]]
) -> None:
    """Of what `switches` offers, switch off all but the wanted and the essential."""
    offered = [kind for kind, _ in switches(user, roles) if not kind.essential]
    Preference.objects.filter(person=user, kind__in=[k.name for k in offered]).delete()
    Preference.objects.bulk_create(
        Preference(person=user, kind=kind.name, channel=channel)
        for kind in offered
        for channel in kind.channels
        if (kind.name, channel) not in wanted
    )


def for_systems(kind: MessageKind, campus: int) -> bool:
    """Whether a college's systems are told it."""
    off = CampusPreference.objects.filter(campus=campus, kind=kind.name)
    return kind.essential or not off.exists()


def switch_off(campus: int, kinds: Collection[str]) -> None:
    """These are the kinds that a college's systems aren't told from now on."""
    off = CampusPreference.objects.filter(campus=campus)
    off.exclude(kind__in=kinds).delete()
    CampusPreference.objects.bulk_create(
        (CampusPreference(campus_id=campus, kind=kind) for kind in sorted(set(kinds))),
        ignore_conflicts=True,
    )


def token(person: int, kind: str) -> str:
    """What lets whoever has a letter stop the kind of it: it opens nothing else."""
    return signing.dumps([person, kind], salt=SALT)


def kind_of(token: str) -> MessageKind | None:
    """The kind that the token stops; None if it is none, or can't be stopped."""
    found = _read(token)
    kind = MESSAGE_KINDS.get(found[1]) if found else None
    return kind if kind and not kind.essential else None


def mute(token: str) -> None:
    """No more mail of the token's kind to its person; safe twice."""
    found = _read(token)
    if found and kind_of(token):
        person, kind = found
        row = Preference(person_id=person, kind=kind, channel=Channel.EMAIL)
        Preference.objects.bulk_create([row], ignore_conflicts=True)


def _read(token: str) -> tuple[int, str] | None:
    try:
        person, kind = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return person, kind
