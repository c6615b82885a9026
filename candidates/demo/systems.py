"""The demo's systems: at the API, of two campuses and the programme; what is told."""

from collections.abc import Iterator

from django.conf import settings

from candidates.demo.clock import Clock
from spark.accounts.clients import actions
from spark.accounts.models import User
from spark.campuses.models import Campus
from spark.robots import actions as robots
from spark.robots.access import places_of
from spark.robots.models import Service
from spark.webhooks import actions as webhooks

# By ids that are easy to type; each may all there is.
SYSTEMS = [
    ("zjyy-demo", "育英教务系统", "ZJYY", "每晚同步名册，读取各阶段进度和试播结果"),
    ("ljzy-demo", "临江学工系统", "LJZY", "汇总本校候选人的进度和退出情况"),
    ("office-demo", "项目数据平台", None, "录入试播结果，汇总各院校进度"),
]

GROUPS = {
    "lin": "直播 2301 班星火群",
    "mei": "临江主播班群",
    "mentor": "杭州基地带教群",
    "team": "源头好物一队",
}


def systems(clock: Clock, office: User) -> Iterator[tuple[str, str]]:
    """Connect them; the id and secret of each."""
    for client_id, name, code, purpose in SYSTEMS:
        issued = actions.connect(
            actor=office,
            name=name,
            purpose=purpose,
            campus=Campus.objects.get(code=code) if code else None,
            scopes=settings.OAUTH2_PROVIDER["SCOPES"],
            at=clock.at(20, "10:00"),
        )
        issued.client.client_id = client_id
        issued.client.save()
        yield client_id, issued.secret
    for name, host, system in (
        ("lin", "jiaowu", "育英教务系统"),
        ("mei", "xuegong", "临江学工系统"),
    ):
        _webhook(clock, User.objects.get(email=f"{name}@demo.spark"), host, system)
    for number, (name, group) in enumerate(GROUPS.items()):
        _robot(clock, User.objects.get(email=f"{name}@demo.spark"), group, number)


def _webhook(clock: Clock, coordinator: User, host: str, system: str) -> None:
    """Paused, as nobody takes anything at its address."""
    made = webhooks.create(
        actor=coordinator,
        url=f"https://{host}.example.edu.cn/spark",
        description=system,
        types=["candidate.leave", "screening.ask-more", "screening.release"],
        at=clock.at(20, "10:30"),
    )
    webhooks.pause(actor=coordinator, pk=made.pk, at=clock.at(20, "10:40"))


def _robot(clock: Clock, keeper: User, group: str, number: int) -> None:
    """Paused, as there is no such group."""
    (kind, place), *_others = places_of(keeper)
    made = robots.create(
        actor=keeper,
        service=Service.values[number % len(Service.values)],
        place=f"{kind}:{place.pk}",
        name=group,
        address=f"https://robots.example.com/send?access_token=demo-{number}",
        at=clock.at(20, "10:50"),
    )
    robots.pause(actor=keeper, pk=made.pk, at=clock.at(20, "10:55"))
