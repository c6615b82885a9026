"""Addresses of training."""

from spark.records import urls_of
from training.course.views import ROOM

urlpatterns = urls_of(ROOM, "training")
