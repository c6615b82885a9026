"""Addresses of training."""

from candidates.register.views import pages_of
from training.course.views import ROOM

urlpatterns = pages_of(ROOM, "training")
