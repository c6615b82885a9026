"""The foundation: services, people, history, messages, duties. It knows no stage."""

from spark.celery import app as celery_app

__all__ = ["celery_app"]
