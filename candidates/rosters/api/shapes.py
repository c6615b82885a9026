"""A roster as systems see it, and as they send it."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from candidates.rosters import access
from candidates.rosters.forms import NO_CONSENT
from candidates.rosters.models import RosterImport
from candidates.rosters.sheets import importing
from candidates.rosters.sheets.findings import OUTCOMES
from spark.accounts.models import User
from spark.errors import Refused, words
from spark.plausible import DAYS, within
from spark.rest.fields import FileGiven, TitleGiven
from spark.sheets import LIMITS
from spark.sheets.unread import Note


class SaidSerializer(serializers.Serializer):
    """Something in words, with a code that stays the same over languages."""

    code = serializers.CharField()
    detail = serializers.CharField()


def said(code: str, detail: str) -> dict[str, str]:
    return {"code": code, "detail": detail}


class ProgressSerializer(serializers.Serializer):
    """How far a job is; empty while the roster waits its turn."""

    done = serializers.IntegerField(required=False, help_text="Rows that were read.")
    total = serializers.IntegerField(required=False)
    writing = serializers.IntegerField(
        required=False, help_text="Rows that are being written, all at once."
    )


RosterCounts = type(
    "RosterCountsSerializer",
    (serializers.Serializer,),
    {outcome: serializers.IntegerField() for outcome in OUTCOMES},
)


class RosterSerializer(serializers.ModelSerializer):
    """A roster: `waiting` to be judged row by row, then `judged`, and nothing written.

    `import` has the good rows written by a job: `importing`, then `imported`, which
    `undo` takes back, within a day and while nobody went on. The file and what was
    found in its rows are erased after a day; a roster nobody imported is then
    `discarded`.
    """

    campus = serializers.SlugRelatedField("code", read_only=True)
    batch = serializers.SlugRelatedField("slug", read_only=True)
    progress = serializers.SerializerMethodField(help_text="Null unless a job has it.")
    counts = serializers.SerializerMethodField(
        help_text="Rows by what becomes of them, or became; null until it is judged."
    )
    unread = serializers.SerializerMethodField(
        help_text="What of the file was not read, or not as it stands."
    )
    error = serializers.SerializerMethodField(help_text="Why it `failed`; else null.")

    class Meta:
        model = RosterImport
        fields = [
            "id",
            "campus",
            "batch",
            "file_name",
            "notice_version",
            "notice_on",
            "state",
            "progress",
            "counts",
            "unread",
            "without_hidden",
            "with_updates",
            "error",
            "created_at",
            "finished_at",
            "updated_at",
        ]
        read_only_fields = fields

    @extend_schema_field(ProgressSerializer(allow_null=True))
    def get_progress(self, roster: RosterImport) -> dict[str, int] | None:
        if not roster.running:
            return None
        return cache.get(importing.progress_key(roster.pk)) or {}

    @extend_schema_field(RosterCounts(allow_null=True))
    def get_counts(self, roster: RosterImport) -> dict[str, int] | None:
        return dict.fromkeys(OUTCOMES, 0) | roster.counts if roster.counts else None

    @extend_schema_field(SaidSerializer(many=True))
    def get_unread(self, roster: RosterImport) -> list[dict[str, str]]:
        notes = [Note(**note) for note in roster.layout.get("unread", ())]
        return [said(note.code, str(note)) for note in notes]

    @extend_schema_field(SaidSerializer(allow_null=True))
    def get_error(self, roster: RosterImport) -> dict[str, str] | None:
        if not roster.error:
            return None
        refusal = words(Refused(roster.error["code"], **roster.error["facts"]))
        return said(refusal.code, f"{refusal.text} {refusal.way_out}".strip())


@extend_schema_field(OpenApiTypes.STR)
class _OfCaller(serializers.SlugRelatedField):
    """Among what is the caller's."""

    def __init__(self, slug: str, rows: Callable[[User], QuerySet], **options: Any):
        self.rows = rows
        super().__init__(slug, **options)

    def get_queryset(self) -> QuerySet:
        return self.rows(self.context["request"].user)


class RosterGiven(serializers.Serializer):
    """A roster as it is sent, for which batch, of which college, and by what right."""

    file = FileGiven(
        limit=LIMITS.bytes, help_text="Excel or CSV, up to 20 MB and 20,000 rows."
    )
    campus = _OfCaller("code", access.campuses_of)
    batch = _OfCaller("slug", access.batches_of)
    notice_version = TitleGiven(
        max_length=40, help_text="Title or version of the notice they were given."
    )
    notice_on = serializers.DateField(
        help_text="The day the last of them consented.", validators=within(DAYS)
    )
    consent = serializers.BooleanField(
        help_text="Must be true: everybody on this roster, and a parent of those under"
        " 18, was given this notice and separately consented to your passing on their"
        " data."
    )

    def validate_consent(self, given: bool) -> bool:
        if not given:
            raise serializers.ValidationError(NO_CONSENT, "consent_required")
        return given

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """What the verb takes: a file's name and bytes."""
        file, _consent = given.pop("file"), given.pop("consent")
        importing.check_size(file.size, file.name)
        return given | {"file_name": file.name, "content": file.read()}


class ImportGiven(serializers.Serializer):
    without_hidden = serializers.BooleanField(
        default=False, help_text="Leave out the rows that are hidden in the sheet."
    )
    with_updates = serializers.BooleanField(
        default=False,
        help_text="Also change who is registered already, as its rows say.",
    )
