"""Users, the roles they hold, and the systems that call the API."""

from datetime import datetime
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils import timezone  # noqa: TID251 -- a default in migrations
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from spark import clock
from spark.accounts.roles import MAY_LACK_PLACE, PLACE_OF, Role
from spark.audit.guards import one_of, tracked
from spark.campuses.models import PLACES, AtPlace, Campus, Place
from spark.text import columns


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


@tracked(fields=["name", "email", "is_active"])
class User(AbstractUser):
    """A person who logs in, or the service user of a campus's system."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = columns.Email(_("e-mail"), unique=True)
    name = columns.Name(_("name"), max_length=80)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans"
    )
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    seen_before = models.DateTimeField(null=True, blank=True, editable=False)
    key_shortcuts = models.BooleanField(
        _("keyboard shortcuts"),
        default=True,
        help_text=_("? shows which. Switch them off if keys act by accident."),
    )
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


def role_at(role: str, place: object) -> str:
    """`院校老师·浙江育英`; without a place, the role alone."""
    label = Role(role).label
    if place is None:
        return str(label)
    return gettext("%(role)s · %(place)s") % {"role": label, "place": place}


def _held_where_it_belongs() -> models.Q:
    """A condition: each grant is held at the place of its role, and at no other."""
    condition = models.Q()
    for place in (*PLACES, ""):
        roles = {role for role in Role if PLACE_OF.get(role, "") == place}
        condition |= _held_at(roles - MAY_LACK_PLACE, place)
        condition |= _held_at(roles & MAY_LACK_PLACE, place, optional=True)
    return condition


def _held_at(roles: set[Role], place: str, optional: bool = False) -> models.Q:
    """A condition: grants of these roles are held at this place and no other."""
    if not roles:
        return models.Q()
    fields: dict[str, object] = {f"{name}__isnull": name != place for name in PLACES}
    if optional:
        del fields[f"{place}__isnull"]
    return models.Q(role__in=sorted(roles), **fields)


@tracked(pghistory.InsertEvent(), pghistory.DeleteEvent())
class RoleGrant(AtPlace):
    """A role somebody holds, at the place `PLACE_OF` says."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("role", Role, "role_known"),
            models.UniqueConstraint(
                fields=["user", "role", "campus", "base", "team"],
                nulls_distinct=False,
                name="role_once",
            ),
            models.CheckConstraint(
                condition=_held_where_it_belongs(),
                name="role_has_place",
            ),
        ]

    def __str__(self) -> str:
        """`院校联系人·浙江育英`; a reviewer's campus is the one barred."""
        if self.place is None:
            return self.get_role_display()
        if self.role == Role.REVIEWER:
            words = gettext("%(role)s, except %(place)s")
            return words % {"role": self.get_role_display(), "place": self.place}
        return role_at(self.role, self.place)

    @property
    def place(self) -> Place | None:
        return self.campus or self.base or self.team


@tracked(
    fields=["user", "expires_at", "accepted_at", "withdrawn_at"],
    model_name="InvitationEvent",
)
class Invitation(models.Model):
    """Lets one person in, once: their row is switched off until they accept.

    The token is made when the e-mail is sent, and only its hash is kept.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True
    )
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} until {clock.day(self.expires_at)}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None

    def expired(self, at: datetime) -> bool:
        return self.expires_at <= at


@tracked(
    fields=["name", "purpose", "campus", "scopes", "secret_since", "revoked_at"],
    model_name="ClientEvent",
)
class Application(AbstractApplication):
    """A system that calls the API: acts as its service user, within `scopes`.

    Without a campus it is one of the programme's own. Of its secrets only hashes are
    kept, also of the one that a new one has replaced and that is good for a while.
    """

    campus = models.ForeignKey(Campus, on_delete=models.PROTECT, null=True, blank=True)
    service_user = models.OneToOneField(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scopes = models.CharField(max_length=200, default="candidates:read")
    purpose = columns.Prose(_("purpose"), max_length=300, blank=True, db_default="")
    secret_since = models.DateTimeField(null=True, blank=True)
    former_secret = models.CharField(max_length=255, blank=True, db_default="")
    former_until = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractApplication.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(revoked_at=None) & ~models.Q(name=""),
                name="client_name_once",
            )
        ]

    def is_usable(self, request: object) -> bool:
        """May it ask for tokens? Asked by the library."""
        return self.revoked_at is None
