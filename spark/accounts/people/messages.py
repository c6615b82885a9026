"""Messages about people's own log-ins and roles."""

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from spark.accounts.people.invitations import invitation_link
from spark.notifications.kinds import MessageKind, register
from spark.notifications.models import Channel, Message

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
        give_up=timedelta(hours=1),  # whoever waits for it asks again
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
        sample={"role": {"zh-hans": "评审", "en": "Reviewer"}, "by": "苏明远"},
        label=_("You get a role, or one is taken away"),
    ),
    MessageKind(
        "role-revoked",
        BOTH,
        essential=True,
        sample={"role": {"zh-hans": "评审", "en": "Reviewer"}, "by": "苏明远"},
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
    MessageKind(
        "address-returned",
        BOTH,
        essential=False,
        sample={"name": "梅静", "complaint": False},
        label=_("Mail to one of your people comes back"),
        audience=("office", "coordinator"),
    ),
    MessageKind(
        "duties-due",
        (Channel.EMAIL,),
        essential=False,
        sample={"due": 3, "late": 1, "lines": ["确认 3 场试播：林可馨等 3 人"]},
        label=_("Each working morning: what you have to do today, and what is late"),
        audience=("coordinator", "mentor"),
        group=True,
        give_up=timedelta(hours=8),  # by then the day is over
        late=True,
    ),
)
