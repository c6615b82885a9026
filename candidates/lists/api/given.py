"""Students as a college's system gives them."""

from typing import Any

from rest_framework import serializers

from candidates.register.api import Label, ParticularsGiven, Read
from candidates.register.sheets import cells
from candidates.rosters import access
from candidates.rosters.actions import NEEDED
from spark.accounts.models import User
from spark.campuses.models import Campus
from spark.plausible import DAYS, within
from spark.rest.fields import Given, TitleGiven
from spark.rest.problems import unknown_choice


class StudentGiven(ParticularsGiven):
    """Who a student is and how to reach them; what is left out stays as it is."""

    name = Read(cells.full_name, max_length=60)
    id_number = Read(
        cells.id_number,
        max_length=40,
        help_text="Of 18 places. Taken in, and never sent again.",
    )
    direction = serializers.SlugField(
        max_length=40,
        required=False,
        help_text="Short name of one that the batch offers.",
    )


class NoticeGiven(Given):
    """By what right their data is passed on."""

    campus = serializers.CharField(
        max_length=20,
        required=False,
        help_text="Its code; your own, if left out.",
    )
    notice_version = TitleGiven(
        max_length=40,
        required=False,
        help_text="Of the privacy notice that who is new was given; with `notice_on`"
        " you declare that they, and a parent of those under 18, separately consented.",
    )
    notice_on = serializers.DateField(
        required=False,
        help_text="The day by which they had consented.",
        validators=within(DAYS),
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        given["campus"] = own_campus(self._user, given.get("campus"))
        return given

    @property
    def _user(self) -> User:
        return self.context["request"].user


class UpsertGiven(NoticeGiven, StudentGiven):
    """A student by your own number for them, which the address says."""


class BatchGiven(NoticeGiven):
    """Where the students go, and by what right their data is passed on."""

    batch = serializers.SlugField(max_length=60)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        given = super().validate(given)
        given["batch"] = access.batch_of(self._user, given["batch"])
        if given["batch"] is None:
            raise unknown_choice("batch")
        return given


class StudentRow(StudentGiven):
    """A student of many, by your own number for them."""

    student_number = Label(max_length=40, required=True, allow_blank=False)


class CandidateGiven(BatchGiven, StudentGiven):
    """A student to register in a batch."""

    student_number = Label(max_length=40)

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        for name in (*NEEDED, "notice_version", "notice_on"):
            fields[name].required = True
        return fields


def own_campus(user: User, code: str | None) -> Campus:
    """The college of this code, or the only one of the user's.

    Raises:
        ValidationError: there is none, or several.
    """
    if code:
        own = access.campuses_of(user).only("code").order_by()
        found = own.filter(code=code).first()
    else:
        found = access.only_campus(user)
    if found is None:
        raise unknown_choice("campus")
    return found
