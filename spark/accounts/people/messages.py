"""Messages about people's own log-ins and roles."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from spark.accounts.people.invitations import invitation_link
from spark.notifications.models import Channel, Message
from spark.notifications.outbox import MessageKind, register

MAIL = (Channel.EMAIL,)
BOTH = (Channel.IN_APP, Channel.EMAIL)


def reset_link(message: Message) -> str:
    key = default_token_generator.make_token(message.to)
    uid = user_pk_to_url_str(message.to)
    return reverse("account_reset_password_from_key", args=[uid, key])


register(
    MessageKind(
        "invitation",
        MAIL,
        essential=True,
        sample={"by": "苏明远", "roles": ["评审"], "until": "12-01"},
        log_in=True,
        link=invitation_link,
    ),
    MessageKind(
        "password-reset",
        MAIL,
        essential=True,
        sample={},
        log_in=True,
        link=reset_link,
    ),
    MessageKind(
        "log-in-changed",
        MAIL,
        essential=True,
        sample={"what": "password_changed"},
        log_in=True,
        label=_("Your password or two-step log-in changes"),
    ),
    MessageKind(
        "switched-off", MAIL, essential=True, sample={"by": "苏明远"}, log_in=True
    ),
    MessageKind("switched-on", MAIL, essential=True, sample={"by": "苏明远"}),
    MessageKind(
        "role-granted",
        BOTH,
        essential=True,
        sample={"role": "评审", "by": "苏明远"},
        label=_("You get a role, or one is taken away"),
    ),
    MessageKind(
        "role-revoked", BOTH, essential=True, sample={"role": "评审", "by": "苏明远"}
    ),
    MessageKind(
        "work-handed-over",
        BOTH,
        essential=True,
        sample={"name": "方可欣", "by": "苏明远", "count": 3},
        label=_("Somebody's open work is handed over to you"),
    ),
    MessageKind(
        "invitation-accepted",
        (Channel.IN_APP,),
        essential=False,
        sample={"name": "林晓岚"},
        label=_("Somebody you invited has joined"),
        audience=("office",),
    ),
)
