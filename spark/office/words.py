"""Words of unfold, and names of models, that would stay English: named here to be in
our catalogue, where templates find them."""

from django.utils.translation import gettext_noop as _

WORDS = [
    _("application"),
    _("duty"),
    _("role grant"),
    _("All applications"),
    _("Apply Filters"),
    _("Cancel"),
    _("Click to cancel"),
    _("Dark"),
    _("Expand row"),
    _("False"),
    _("Filters"),
    _("General"),
    _("Light"),
    _("More actions"),
    _("No results found"),
    _("Reset filters"),
    _("Run"),
    _("Search apps and models..."),
    _("Select action"),
    _("Select action to run"),
    _("Select %s to change"),
    _("Select %s to view"),
    _("Select all rows"),
    _("Select record"),
    _("Select value"),
    _("Submit"),
    _("This item will be deleted."),
    _("This page yielded into no results. Create a new item or reset your filters."),
    _("True"),
    _("Type to search"),
]
