"""Addresses that return what is sent, or whose owners call it unwanted."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from spark import clock


class ReturnedMail(models.Model):
    """That mail to somebody came back, or that they complained about it.

    It counts for the `address` it was sent to: one that is corrected has none. What
    came back is tried again after a while; complaints stand.
    """

    STANDS = timedelta(days=30)

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    address = models.EmailField()
    complaint = models.BooleanField()
    said = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}: {self.said}"


def standing() -> models.QuerySet[ReturnedMail]:
    """Those of addresses that their owners still have."""
    lately = models.Q(at__gt=clock.now() - ReturnedMail.STANDS)
    return ReturnedMail.objects.filter(
        lately | models.Q(complaint=True), address=models.F("person__email")
    )
