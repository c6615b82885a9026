"""Who works in the demo."""

from dataclasses import dataclass

from django.db.models import Model

from spark.accounts.models import PLACES, RoleGrant, User
from spark.accounts.roles import PLACE_OF, Role

# Those one can log in as at the press of a button.
ACCOUNTS = [
    ("office", "苏明远", Role.OFFICE, None),
    ("lin", "林晓岚", Role.COORDINATOR, "ZJYY"),
    ("mei", "梅静", Role.COORDINATOR, "LJZY"),
    ("reviewer", "方可欣", Role.REVIEWER, None),
    ("mentor", "郭志远", Role.MENTOR, "HZYT"),
    ("signing", "周慎言", Role.SIGNING, None),
    ("team", "郭一帆", Role.TEAM, "源头好物一队"),
]
# Their colleagues, who only act.
COLLEAGUES = [
    ("shen.ting@hszy.example", "沈婷", Role.COORDINATOR, "HSZY"),
    ("bao.jianping@yhzy.example", "鲍建平", Role.COORDINATOR, "YHZY"),
    ("he.xueqin@jszy.example", "何雪琴", Role.COORDINATOR, "JSZY"),
    ("tang.yong@xlzy.example", "唐勇", Role.COORDINATOR, "XLZY"),
    ("qian.weiwei@zjyy.example", "钱薇薇", Role.REVIEWER, "ZJYY"),
    ("xu.jiayi@yuanxuan.example", "许佳怡", Role.REVIEWER, None),
    ("dong.wei@yuanxuan.example", "董薇", Role.REVIEWER, None),
    ("luo.haibo@yuanxuan.example", "罗海波", Role.TEAM, "产业带二队"),
    ("yu.daming@yuanxuan.example", "余大明", Role.MENTOR, "CDPD"),
    ("jin.yuhan@yuanxuan.example", "金雨涵", Role.MENTOR, "HZYT"),
    ("shi.lei@yuanxuan.example", "施磊", Role.MENTOR, "HZYT"),
    ("cen.lijun@yuanxuan.example", "岑立军", Role.MENTOR, "BLJD"),
    ("lou.jing@yuanxuan.example", "楼静", Role.MENTOR, "BLJD"),
    ("weng.haiyan@yuanxuan.example", "翁海燕", Role.MENTOR, "CXYT"),
]


@dataclass(frozen=True)
class Staff:
    """Who does what; `second_` ones help, coordinators by their college's code."""

    office: User
    reviewer: User
    second_reviewer: User
    signing: User
    team: User
    second_team: User
    coordinators: dict[str, User]
    reviewers: list[User]


def hire(password: str) -> Staff:
    """Make the accounts, of which only the demo's people can log in."""
    people = {
        name: _user(f"{name}@demo.spark", password, full_name, role, place)
        for name, full_name, role, place in ACCOUNTS
    }
    reviewers = [people["reviewer"]]
    coordinators = {"ZJYY": people["lin"], "LJZY": people["mei"]}
    for email, full_name, role, place in COLLEAGUES:
        people[email] = user = _user(email, None, full_name, role, place)
        if role == Role.COORDINATOR and place:
            coordinators[place] = user
        elif role == Role.REVIEWER:
            reviewers.append(user)
    return Staff(
        office=people["office"],
        reviewer=people["reviewer"],
        second_reviewer=people["qian.weiwei@zjyy.example"],
        signing=people["signing"],
        team=people["team"],
        second_team=people["luo.haibo@yuanxuan.example"],
        coordinators=coordinators,
        reviewers=reviewers,
    )


def _user(
    email: str, password: str | None, name: str, role: Role, place: str | None
) -> User:
    user = User.objects.create_user(email, password, name=name)
    RoleGrant.objects.create(user=user, role=role, **_held_at(role, place))
    return user


def _held_at(role: Role, place: str | None) -> dict[str, Model]:
    """The grant's place by its code, or a team's by its name."""
    if place is None:
        return {}
    kind = PLACE_OF[role]
    key = "name_zh" if kind == "team" else "code"
    return {kind: PLACES[kind]._default_manager.get(**{key: place})}
