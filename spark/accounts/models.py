"""Users, the roles they hold, and the API clients of partner campuses."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from spark.audit.guards import one_of, tracked
from spark.campuses.models import Campus


class Role(models.TextChoices):
    """Who works here; `spark.accounts.scope` says what each sees."""

    COORDINATOR = "coordinator", _("Campus coordinator")
    REVIEWER = "reviewer", _("Reviewer")
    MENTOR = "mentor", _("Mentor")
    OFFICE = "office", _("Programme office")
    SIGNING = "signing", _("Signing officer")
    TEAM = "team", _("Team manager")
    CLIENT = "client", _("Campus system")


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
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans"
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


@tracked()
class RoleGrant(models.Model):
    """A role somebody holds: coordinator at a campus, reviewer with a home campus."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    campus = models.ForeignKey(
        Campus, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("role", Role, "role_known"),
            models.UniqueConstraint(
                fields=["user", "role", "campus"],
                nulls_distinct=False,
                name="role_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=["coordinator", "client"])
                | models.Q(campus__isnull=False),
                name="role_has_campus",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.campus or ''}".strip()


class Application(AbstractApplication):
    """A partner campus's system: acts as its service user, within `scopes`."""

    campus = models.ForeignKey(Campus, on_delete=models.PROTECT, null=True, blank=True)
    service_user = models.OneToOneField(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scopes = models.CharField(max_length=200, default="candidates:read")

    class Meta(AbstractApplication.Meta):
        pass
