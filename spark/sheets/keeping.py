"""Forms with a file among other fields: while one of these is refused, the file stays.

It is kept as a sheet is that waits to be looked at: encrypted, for its sender alone, a
day at most. One for each person, form and row: the next one takes its place.
"""

from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from spark import clock
from spark.accounts.models import User
from spark.crypto import decrypt, encrypt, keyed_hash
from spark.errors import Refused
from spark.sheets.importing import KEPT as TIME
from spark.sheets.models import StagedSheet

TOKEN = "kept_file"  # noqa: S105 -- the name of a field


class KeepsFile(forms.BaseForm):
    """Mixed in before the form class; `file_field` is the one whose file is kept.

    A file that is wrong itself isn't: `of_file` are refusals that mean it. `kept_for`
    is the row that it is about. Whoever uses the form calls `keep` when what it was for
    is refused, and `forget` at last.
    """

    file_field: ClassVar[str] = "file"
    of_file: ClassVar[frozenset[str]] = frozenset()
    data: Any

    def __init__(
        self, *args: Any, user: User, kept_for: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        what = f"{type(self).__qualname__}:{kept_for}"
        self._key = keyed_hash(f"kept:{user.pk}:{what}")
        self._owner = user
        self.fields[TOKEN] = forms.CharField(
            required=False, widget=forms.HiddenInput({"data-kept": ""})
        )
        if self.is_bound:
            self._take_back()

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        self.cleaned_data.pop(TOKEN, None)
        if self.errors and self.file_field not in self.errors:
            self.keep()

    def keep(self, refused: Refused | None = None) -> None:
        """Keep the file that was sent, and say so where it is chosen."""
        file = self.cleaned_data.get(self.file_field)
        if not file or refused and refused.code in self.of_file:
            return
        file.seek(0)
        content = file.read()
        file.seek(0)
        row = {"file_name": file.name, "content": encrypt(content)}
        row |= {"sent_at": clock.now(), "owner": self._owner}
        StagedSheet.objects.update_or_create(key=self._key, defaults=row)
        self.data = self.data.copy()
        self.data[self.add_prefix(TOKEN)] = self._token(content)
        self._say(file.name)

    def forget(self) -> None:
        StagedSheet.objects.filter(key=self._key).delete()

    def _take_back(self) -> None:
        """The file kept before, unless another was chosen or it is gone."""
        token = self.data.get(self.add_prefix(TOKEN), "")
        name = self.add_prefix(self.file_field)
        if not token or self.files.get(name):
            return
        row = StagedSheet.objects.filter(
            key=self._key, sent_at__gt=clock.now() - TIME
        ).first()
        content = decrypt(bytes(row.content)) if row else b""
        if row is None or token != self._token(content):
            return
        sent = SimpleUploadedFile(row.file_name, content)
        self.files = self.files.copy() if self.files else MultiValueDict()
        self.files.setlist(name, [sent])

    def _token(self, content: bytes) -> str:
        """Of another tab's file it is another one."""
        return keyed_hash(f"{self._key}:{sha256(content).hexdigest()}")

    def _say(self, called: str) -> None:
        field = self.fields[self.file_field]
        self[self.file_field].help_text = _(
            "“%(name)s” is kept. Choose a file only if it shall be another one."
        ) % {"name": called}
        field.widget.use_required_attribute = lambda initial: False
