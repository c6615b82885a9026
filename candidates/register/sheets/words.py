"""Why a row was rejected, skipped or warned about, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spark.sheets.words import WORDS

REASONS: dict[str, str | Promise] = WORDS | {
    # Who it is
    "id-number-missing": _("The ID number is missing."),
    "id-number-lost-digits": _(
        "The ID number lost its last digits: Excel stored it as a number. Format the "
        "column as text and type it again."
    ),
    "id-number-masked": _("The ID number is hidden behind stars. Write all 18 digits."),
    "id-number-old": _(
        "This is an old ID number of 15 digits. Write the one of 18 digits."
    ),
    "id-number-characters": _(
        "The ID number contains something other than digits. Only the last place may "
        "be an X."
    ),
    "id-number-length": _(
        "The ID number has %(length)s digits instead of 18. Compare it with the ID "
        "card."
    ),
    "id-number-checksum": _(
        "The ID number's check digit doesn't fit, so a digit is wrong. Compare it with "
        "the ID card."
    ),
    "id-number-date": _(
        "The ID number holds an impossible date of birth. Compare it with the ID card."
    ),
    "duplicate": _(
        "The same person is already in row %(row)s. Keep one of the two rows."
    ),
    "duplicate-on-sheet": _(
        "The same person is already in row %(row)s of sheet “%(sheet)s”. Keep one of "
        "the two rows."
    ),
    "duplicate-elsewhere": _(
        "Already registered in this batch. Ask the programme office."
    ),
    "name-missing": _("The name is missing."),
    "name-characters": _(
        "The name contains digits or signs. Write only the name, as on the ID card."
    ),
    "name-length": _("The name is too short or too long. Write it as on the ID card."),
    # Age and guardian
    "under-16": _(
        "This person is %(age)s on %(day)s, the batch's closing day. Hosts must be at "
        "least 16."
    ),
    "guardian-missing": _(
        "This person is %(age)s: under 18, a guardian's name and mobile number are "
        "needed."
    ),
    "guardian-name-missing": _(
        "This person is %(age)s: under 18, the guardian's name is needed too."
    ),
    "guardian-phone-missing": _(
        "This person is %(age)s: under 18, the guardian's mobile number is needed too."
    ),
    "guardian-phone-wrong": _(
        "This person is %(age)s: under 18, a guardian's mobile number is needed, and "
        "the one given isn't one. It has 11 digits."
    ),
    # How to reach them
    "phone-missing": _("The mobile number is missing."),
    "phone-lost-digits": _(
        "The mobile number lost its last digits: Excel shortened it. Format the column "
        "as text and type it again."
    ),
    "phone-characters": _(
        "The mobile number contains something other than digits. Write one number of "
        "11 digits."
    ),
    "phone-length": _("The mobile number has %(length)s digits instead of 11."),
    "phone-not-mobile": _(
        "This isn't a mainland mobile number: those begin with 13 to 19."
    ),
    # What for
    "direction-missing": _("The direction is missing. Write one of: %(offered)s."),
    "direction-unknown": _(
        "This batch has no direction “%(given)s”. Write one of: %(offered)s."
    ),
    # Warnings
    "gender-mismatch": _(
        "The gender column disagrees with the ID number. The ID number counts."
    ),
    "guardian-name-ignored": _("The guardian's name isn't a name, so it was left out."),
    "guardian-phone-ignored": _(
        "The guardian's phone isn't a mobile number, so it was left out."
    ),
    "email-ignored": _("The e-mail address can't be right, so it was left out."),
    "text-ignored": _(
        "“%(given)s…” is longer than %(length)s characters, so it was left out."
    ),
    "date-ignored": _(
        "“%(given)s” can't be read as a month or date, so it was left out. Write it "
        "like 2026-09."
    ),
}


def reason_text(code: str, facts: Mapping[str, object]) -> str:
    """The sentence for a code and facts, in the active language; empty for no code."""
    return str(REASONS[code]) % facts if code else ""
