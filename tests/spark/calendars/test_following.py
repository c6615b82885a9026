"""Calendars followed by an address: drawn once, read by programs, ended."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.utils.http import http_date, parse_http_date

from spark import clock
from spark.accounts.models import RoleGrant
from spark.calendars import actions
from spark.calendars.models import Subscription
from spark.duties.models import Duty
from tests.spark.calendars.following import fetch, follow, read
from tests.story import outcome
from tests.world import STAFF, World


def duty(world: World, **changes) -> Duty:
    given = {
        "code": "webhook-resume",
        "subject": f"rosterimport:{Duty.objects.count() + 1}",
        "role": "coordinator",
        "campus": world.campus,
        "due_at": clock.now() + timedelta(days=3),
        "url": "/rosters/7/",
    }
    return Duty.objects.create(**given | changes)


def test_everybody_with_a_role_may_follow_their_own(world):
    for name in STAFF:
        assert fetch(follow(world.people[name])).status_code == 200
    assert outcome(lambda: follow(world.nobody)) == "not-your-role"


def test_a_program_is_sent_a_calendar_that_is_its_readers_alone(world):
    answer = fetch(follow(world.lin))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


def test_what_a_program_has_already_isnt_sent_again(world):
    path = follow(world.lin)
    first = fetch(path)
    tag, since = first["ETag"], first["Last-Modified"]
    for known in ({"If-None-Match": tag}, {"If-Modified-Since": since}):
        again = fetch(path, **known)
        assert again.status_code == 304 and not again.content
        assert again["ETag"] == tag and again["Last-Modified"] == since
    assert Client().head(path)["ETag"] == tag


def test_what_changed_is_sent_also_if_something_went(world, time_machine):
    gone, _stays = duty(world), duty(world, code="screening-more", url="/screening/7/")
    path = follow(world.lin)
    first = fetch(path)
    time_machine.move_to(clock.now() + timedelta(minutes=5))
    Duty.objects.filter(pk=gone.pk).update(closed_at=clock.now())
    for known in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        again = fetch(path, **known)
        assert again.status_code == 200 and again["ETag"] != first["ETag"]
    later = parse_http_date(again["Last-Modified"])
    assert later > parse_http_date(first["Last-Modified"])
    assert fetch(path, **{"If-Modified-Since": http_date(later)}).status_code == 304


def test_what_is_due_stands_there_by_day_without_names(world):
    candidate = world.candidate("registered")
    about = {"code": "screening-more", "candidate_key": candidate.pk}
    for number in range(3):
        duty(world, subject=f"screening:{number}", url=f"/screening/{number}/", **about)
    duty(world, about="名单 A.xlsx")
    duty(world, campus=world.other)
    path = follow(world.lin)
    found = read(path)
    by_code = {key.split("-2")[0]: event for key, event in found.items()}
    assert len(found) == 2
    three, one = by_code["duties-screening-more"], by_code["duties-webhook-resume"]
    assert "3 people" in three["summary"] and "名单 A.xlsx" in one["summary"]
    assert three["starts"] == clock.today() + timedelta(days=3)
    assert one["url"].endswith("/rosters/7/") and "duty=" in three["url"]
    assert candidate.person.name not in fetch(path).text


def test_nothing_is_there_once_it_is_ended(world):
    path, other = follow(world.lin), follow(world.lin)
    first = Subscription.objects.earliest("pk")
    assert fetch(path).status_code == 200
    actions.end(actor=world.lin, pk=first.pk)
    actions.end(actor=world.lin, pk=first.pk)
    assert fetch(path).status_code == 404
    assert fetch(other).status_code == 200
    assert fetch("/calendar/nobodys.ics").status_code == 404


def test_only_whose_it_is_ends_it(world):
    follow(world.lin)
    pk = Subscription.objects.get().pk
    said = {
        name: outcome(lambda user=user: actions.end(actor=user, pk=pk))
        for name, user in world.people.items()
        if name != "lin"
    }
    assert said.pop("nobody") == "404" and set(said.values()) == {"404"}
    assert Subscription.objects.get().revoked_at is None


def test_who_is_switched_off_or_loses_the_role_reads_nothing(world):
    path = follow(world.lin, "campus", world.campus)
    world.lin.is_active = False
    world.lin.save()
    assert fetch(path).status_code == 404
    world.lin.is_active = True
    world.lin.save()
    assert fetch(path).status_code == 200
    grant = RoleGrant.objects.get(user=world.lin)
    grant.delete()
    assert fetch(path).status_code == 404
    RoleGrant.objects.create(user=world.lin, role="coordinator", campus=world.other)
    assert fetch(path).status_code == 404


def test_its_last_use_is_noted_once_a_minute(world, time_machine):
    path, start = follow(world.lin), clock.now()
    time_machine.move_to(start, tick=False)

    def used() -> float:
        fetch(path)
        return (Subscription.objects.get().last_used_at - start).total_seconds()

    seen = []
    for seconds in (0, 30, 59, 61, 90):
        time_machine.move_to(start + timedelta(seconds=seconds), tick=False)
        seen.append(used())
    assert seen == [0, 0, 0, 61, 61]


def test_a_program_that_asks_all_the_time_is_told_to_wait(world):
    path = follow(world.lin)
    said = [fetch(path).status_code for _time in range(31)]
    assert said == [*[200] * 30, 429]
    assert fetch(follow(world.lin)).status_code == 200


def test_nobody_follows_more_than_twenty(world):
    for _time in range(actions.MOST):
        follow(world.lin)
    assert outcome(lambda: follow(world.lin)) == "calendars-too-many"
    actions.end(actor=world.lin, pk=Subscription.objects.earliest("pk").pk)
    follow(world.lin)


def test_history_has_who_followed_what_and_nothing_of_the_token(world):
    path = follow(world.lin, "campus", world.campus)
    actions.end(actor=world.lin, pk=Subscription.objects.get().pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pgh_context ->> 'verb', to_jsonb(event)::text"
            " FROM calendars_subscriptionevent event ORDER BY pgh_id"
        )
        rows = cursor.fetchall()
    assert [verb for verb, _row in rows] == ["calendar.follow", "calendar.end"]
    kept = "".join(row for _verb, row in rows)
    subscription = Subscription.objects.get()
    assert subscription.token_hash not in kept and path[10:-4] not in kept
