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
    "id-number-several": _("Two ID numbers in the cell: keep this person's."),
    "id-number-is-phone": _(
        "This is a mobile number, not an ID number. Were two columns mixed up?"
    ),
    "id-number-letter": _(
        "Character %(place)s of the ID number is the letter %(char)s. Write the digit "
        "%(digit)s."
    ),
    "id-number-character": _(
        "Character %(place)s of the ID number is “%(char)s” (%(code)s). It has digits "
        "only; the last place may be an X."
    ),
    # The documents of others, and what to write instead
    "id-number-permit-old": _(
        "This is the number of an old permanent residence permit for foreigners. "
        "Write the one of the new card: 18 digits, a 9 first. The exit-entry "
        "administration exchanges old cards."
    ),
    "id-number-home-permit": _(
        "This is the number of a Mainland Travel Permit for Hong Kong and Macau "
        "residents. Write that of the residence permit: 18 digits, 81 or 82 first. "
        "Who has none applies for it at the police station."
    ),
    "id-number-taiwan-permit": _(
        "This isn't an ID number of 18 digits; it looks like a Mainland Travel Permit "
        "for Taiwan residents. Write the number of the residence permit: 18 digits, 83 "
        "first. Who has none applies for it at the police station."
    ),
    "id-number-passport": _(
        "This is a passport number. Taken are ID numbers of 18 digits: of ID cards, of "
        "residence permits for Hong Kong, Macau and Taiwan residents, and of "
        "foreigners' permanent residence permits. Whoever has none of these: ask "
        "the programme office."
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
    "duplicate-before": _(
        "In the roster before, this row only repeated another one, whose data is in. "
        "Correct what is wrong on the candidate's page."
    ),
    "update-unwanted": _(
        "Registered already with other data than the roster's, which was left as it is."
    ),
    "duplicate-elsewhere": _(
        "Already registered in this batch. Ask the programme office."
    ),
    "person-unclear": _(
        "Who this is can't be told for certain. Compare name and ID number with the ID "
        "card; the programme office looks at it, too."
    ),
    "name-missing": _("The name is missing."),
    "name-unreadable": _(
        "Character %(place)s of the name (%(code)s) can't be shown: only the program "
        "it was typed in knows it. Type it again in an input method by its parts (u "
        "mode), or copy it from where it is shown."
    ),
    "name-is-number": _("This is a number, not a name. Were two columns mixed up?"),
    "name-several": _("Two names in the cell: one row per person."),
    "name-note": _("Leave out the note “%(note)s”: write only the name."),
    "name-title": _("Leave out “%(title)s”: write the full name, as on the ID card."),
    "name-character": _(
        "Character %(place)s of the name is “%(char)s” (%(code)s). Write only the "
        "name, as on the ID card; the dot between its parts is “·” (U+00B7)."
    ),
    "name-parts": _(
        "In the name a part is missing before or after a dot or hyphen. Write it as on "
        "the ID card."
    ),
    "name-size": _(
        "The name's length is %(length)s; names have 2 to 50 characters. Write family "
        "name and given name, as on the ID card."
    ),
    # As rosters have it that the release before has checked; gone in the next
    "id-number-characters": _(
        "The ID number contains something other than digits. Only the last place may "
        "be an X."
    ),
    "name-characters": _(
        "The name contains digits or signs. Write only the name, as on the ID card."
    ),
    "name-length": _("The name is too short or too long. Write it as on the ID card."),
    "phone-characters": _(
        "The mobile number contains something other than digits. Write one number of "
        "11 digits."
    ),
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
    "phone-several": _("Two phone numbers in the cell: keep one."),
    "phone-is-id": _(
        "This is an ID number, not a mobile number. Were two columns mixed up?"
    ),
    "phone-masked": _("The mobile number is hidden behind stars. Write all 11 digits."),
    "phone-abroad": _(
        "This is a number from abroad (+%(country)s). Write a mainland mobile number."
    ),
    "phone-landline": _("This is a landline. Write a mobile number of 11 digits."),
    "phone-letter": _(
        "Character %(place)s of the mobile number is the letter %(char)s. Write the "
        "digit %(digit)s."
    ),
    "phone-character": _(
        "Character %(place)s of the mobile number is “%(char)s” (%(code)s). Write one "
        "number of 11 digits."
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
    "name-in-letters": _(
        "The name is in letters. On a mainland ID card it is in characters: compare it."
    ),
    "label-unreadable": _(
        "Character %(place)s (%(code)s) can't be shown, so the cell was left out."
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
