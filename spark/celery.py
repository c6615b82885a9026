"""The Celery app, its queues, and the whole timetable of periodic jobs."""

import os
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import django
from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, worker_init
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django_structlog.celery.steps import DjangoStructLogInitStep

from spark import jobs, redis
from spark.environment import PRODUCTION
from spark.postgresql import checks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spark.settings")


def broker(url: str) -> str:
    """Celery's spelling of a Redis address: `unix:///s?db=0` is `redis+socket:///s`."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    query = dict(parse_qsl(parts.query))
    if "db" in query:
        query["virtual_host"] = query.pop("db")
    return urlunsplit(
        ("redis+socket", parts.netloc, parts.path, urlencode(query), "")
    ).replace("redis+socket:/", "redis+socket:///", 1 if not parts.netloc else 0)


@worker_init.connect
@beat_init.connect
def refuse_unsafe(**_: object) -> None:
    """In production: a receiver's exception would only be logged, ending isn't."""
    if PRODUCTION:
        django.setup()
        try:
            checks.refuse_unsafe()
        except ImproperlyConfigured as error:
            os.write(2, f"{error}\n".encode())  # beat's logs lead nowhere yet
            raise SystemExit(1) from error


app = Celery("spark")
app.steps["worker"].add(DjangoStructLogInitStep)
app.conf.update(
    broker_url=broker(settings.REDIS_URL),
    broker_connection_retry_on_startup=True,
    # A task is acknowledged when done and given to another worker when its own dies;
    # time limits stay below the visibility timeout, so nothing runs twice at once.
    broker_transport_options={
        "visibility_timeout": 600,
        "global_keyprefix": settings.REDIS_PREFIX,
        "socket_keepalive": True,
        # Who sends a job has one try; worker and beat come back to it by themselves.
        "socket_connect_timeout": redis.TIMEOUT,
        "socket_timeout": redis.TIMEOUT,
        "max_retries": 0,
    },
    broker_connection_timeout=redis.TIMEOUT,
    broker_connection_max_retries=None,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # A job outlives a restart of Redis; its message may come a second time, which does
    # nothing.
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_consumer="spark.worker:LastingConsumer",
    task_soft_time_limit=480,
    task_time_limit=540,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_serializer="json",
    timezone=settings.TIME_ZONE,
    task_default_queue="default",
    task_routes={
        "notifications.*": {"queue": "notify"},
        "webhooks.*": {"queue": "notify"},
        "robots.*": {"queue": "notify"},
        "portal.*": {"queue": "notify"},
        "*.solve*": {"queue": "solve"},
        "clips.render": {"queue": "media"},
    },
    worker_hijack_root_logger=False,
    beat_max_loop_interval=5,
)
app.autodiscover_tasks(
    [
        "spark.notifications",
        "spark.accounts",
        "spark.duties",
        "spark.office",
        "spark.changes",
        "spark.rest",
        "spark.resources",
        "spark.webhooks",
        "spark.robots",
        "spark.sheets",
        "candidates.rosters",
        "candidates.lists",
        "candidates.screening",
        "candidates.incubation",
        "candidates.applying",
        "candidates.consents",
        "candidates.clips",
        "candidates.portal",
        "training.hosts",
        "training.trials",
        "training.timetable",
        "training.standings",
        "training.judging",
        "training.racing",
        "contracts.team",
    ]
)

# Every job is safe to run twice or late: what is due is found from rows.
app.conf.beat_schedule = {
    "deliver messages": {"task": "notifications.deliver", "schedule": 10},
    **{
        f"send codes by {way}": {
            "task": "portal.send_codes",
            "schedule": 10,
            "args": [way],
            "options": {"expires": 30},
        }
        for way in ("sms", "email")
    },
    **{
        f"remind candidates by {way}": {
            "task": "notifications.reach",
            "schedule": 10,
            "args": [way],
            "options": {"expires": 30},
        }
        for way in ("sms", "email")
    },
    "queue for webhooks": {
        "task": "webhooks.queue",
        "schedule": 5,
        "options": {"expires": 30},
    },
    "deliver to webhooks": {
        "task": "webhooks.deliver",
        "schedule": 10,
        "options": {"expires": 30},
    },
    "tell groups": {
        "task": "robots.send",
        "schedule": 10,
        "options": {"expires": 30},
    },
    "read what mail comes back": {
        "task": "accounts.read_returns",
        "schedule": 300,
        "options": {"expires": 240},
    },
    "remind people of the day's duties": {
        "task": "accounts.remind",
        "schedule": 300,
        "options": {"expires": 240},
    },
    "remind groups of the day's duties": {
        "task": "robots.remind",
        "schedule": 300,
        "options": {"expires": 240},
    },
    **{
        f"show that beat and a worker of {queue} live": {
            "task": "notifications.pulse",
            "schedule": 10,
            "args": [queue],
            "options": {"queue": queue, "expires": 60},
        }
        for queue in jobs.QUEUES
    },
    "ask to move the waitlist up": {
        "task": "screening.ask_to_move_up",
        "schedule": 60,
    },
    "ask to move the reserve up": {
        "task": "racing.ask_to_move_up",
        "schedule": 60,
    },
    "admit who passed screening": {"task": "incubation.admit_passed", "schedule": 60},
    "move reviews of who is away": {"task": "screening.move_absent", "schedule": 600},
    "remind candidates of their trials": {
        "task": "trials.remind",
        "schedule": 300,
        "options": {"expires": 240},
    },
    "remind candidates of their permits": {
        "task": "hosts.remind",
        "schedule": 3600,
        "options": {"expires": 3000},
    },
    "cancel trials of who left": {"task": "trials.cancel_of_left", "schedule": 60},
    "judge trials again": {"task": "trials.judge_again", "schedule": 600},
    "end judging of what isn't held": {"task": "judging.tidy", "schedule": 300},
    "end lost solver runs": {"task": "trials.sweep_runs", "schedule": 10},
    "make standings again": {"task": "standings.keep_up", "schedule": 300},
    "admit who signed": {"task": "team.admit_signed", "schedule": 60},
    "ask for guardians' consents": {"task": "consents.watch", "schedule": 600},
    "find who didn't answer": {"task": "screening.watch", "schedule": 600},
    "give up clips, find lost ones": {"task": "clips.sweep", "schedule": 60},
    "ask for holidays": {"task": "office.ask_for_holidays", "schedule": 60},
    "resume lost imports": {"task": "register.resume_imports", "schedule": 60},
    "resume lost releases": {"task": "screening.resume_releases", "schedule": 60},
    "resume lost exports": {"task": "register.resume_exports", "schedule": 60},
    "resume lost jobs of the API": {"task": "resources.resume", "schedule": 60},
    "forget log-ins": {
        "task": "accounts.forget",
        "schedule": crontab(hour=3, minute=37),
    },
    "forget applications": {
        "task": "applying.forget",
        "schedule": crontab(hour=3, minute=17),
    },
    "forget old messages": {
        "task": "notifications.forget",
        "schedule": crontab(hour=3, minute=7),
    },
    "forget old duties": {
        "task": "duties.forget",
        "schedule": crontab(hour=3, minute=9),
    },
    "forget answers kept for repeats": {
        "task": "rest.forget",
        "schedule": crontab(minute=37),
    },
    "forget jobs of the API": {
        "task": "resources.forget",
        "schedule": crontab(hour=3, minute=13),
    },
    "forget old changes": {
        "task": "changes.forget",
        "schedule": crontab(hour=3, minute=11),
    },
    "forget old deliveries": {
        "task": "webhooks.forget",
        "schedule": crontab(hour=3, minute=13),
    },
    "forget what groups were told": {
        "task": "robots.forget",
        "schedule": crontab(hour=3, minute=19),
    },
    "forget exported lists": {
        "task": "register.forget_exports",
        "schedule": crontab(minute=27),
    },
    "forget staged sheets": {
        "task": "sheets.forget",
        "schedule": crontab(minute=37),
    },
    "forget staged rosters": {
        "task": "register.forget_rosters",
        "schedule": crontab(minute=17),
    },
}
