"""The models of this app's rooms, where Django looks for them."""

from training.course.models import Enrolment

__all__ = ["Enrolment"]
