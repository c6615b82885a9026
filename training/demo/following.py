"""The demo's people have what is planned in the calendars of their phones."""

from candidates.demo import Cast
from spark.accounts.models import User
from spark.accounts.roles import SYSTEM_ROLES
from spark.calendars.actions import follow
from spark.calendars.kinds import kinds_for


def follow_calendars(cast: Cast) -> None:
    """Each follows one of every kind that is open to them."""
    people = User.objects.filter(email__endswith="@demo.spark").order_by("pk")
    for user in people.exclude(role_grants__role__in=SYSTEM_ROLES):
        for kind in kinds_for(user):
            first = kind.places(user).first() if kind.places else None
            if kind.places is None or first:
                follow(
                    actor=user,
                    kind=kind.name,
                    place=first.pk if first else None,
                    language=user.language,
                    at=cast.clock.at(3, "10:20"),
                )
