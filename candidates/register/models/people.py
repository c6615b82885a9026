"""Persons, and the candidates they are in a batch."""

from datetime import date

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Now, Replace
from django.utils.translation import gettext_lazy as _

from spark.audit.guards import tracked
from spark.crypto import EncryptedTextField
from spark.errors import BY_DATABASE
from spark.text import columns

# Of `lin ke xin`: `linkexin`, `lkx`.
SOLID = Replace("name_key", models.Value(" "), models.Value(""))
INITIALS = models.Func(
    "name_key",
    models.Value(r"(\S)\S*\s*"),
    models.Value(r"\1"),
    models.Value("g"),
    function="regexp_replace",
    output_field=models.TextField(),
)
NO_DATE = date(1900, 1, 1)  # where a date of birth was erased
BY_DATABASE["candidates_person_id_hash_key"] = "id-number-taken"

BORN = pghistory.AnyChange("id_hash", "birth_date")
TOUCH_CANDIDATES = pgtrigger.Trigger(
    name="name_echo",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("name", "id_hash"),
    func="UPDATE candidates_candidate SET updated_at = CLOCK_TIMESTAMP()"
    " WHERE person_id = NEW.id; RETURN NULL;",
)


@pgtrigger.register(TOUCH_CANDIDATES)
@tracked(
    pghistory.InsertEvent(label="known"),
    pghistory.UpdateEvent(label="named", condition=pghistory.AnyChange("name")),
    pghistory.UpdateEvent(label="id", condition=BORN),
    pghistory.UpdateEvent(label="merged", condition=pghistory.AnyChange("merged_into")),
    fields=["id"],
)
class Person(models.Model):
    """A human being's identity. History says that it changed and who did it, not what.

    `id_number` is encrypted; `id_hash` finds it; `name_key` sorts and finds by pinyin.
    After a merge the row stays, emptied, and `merged_into` is the other person.
    """

    name = columns.Name(_("name"), max_length=60)
    name_key = models.CharField(max_length=200)
    id_number = EncryptedTextField(_("ID number"))
    id_hash = models.CharField(max_length=64, unique=True)
    id_masked = models.CharField(max_length=18)
    birth_date = models.DateField(_("date of birth"))
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("person")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into=None)
                | models.Q(
                    name="",
                    id_number="",
                    id_hash__startswith="merged:",
                    birth_date=NO_DATE,
                ),
                name="person_merged_is_empty",
            ),
        ]
        indexes = [
            models.Index(
                fields=["name"],
                opclasses=["varchar_pattern_ops"],
                name="person_by_name",
            ),
            models.Index(
                OpClass(SOLID, "text_pattern_ops"), name="person_by_pinyin_solid"
            ),
            models.Index(
                OpClass(INITIALS, "text_pattern_ops"), name="person_by_initials"
            ),
            models.Index(fields=["name_key"], name="person_in_order"),
        ]

    def __str__(self) -> str:
        return self.name

    def become(self, other: "Person") -> None:
        """Empty the row, merged into `other`; the ID number is free again."""
        self.name = self.name_key = self.id_number = self.id_masked = ""
        self.id_hash, self.birth_date = f"merged:{self.pk}", NO_DATE
        self.merged_into = other
