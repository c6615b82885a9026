"""What the migrations wrote, and emptying the tables takes away."""

from importlib import import_module

from django.apps import apps

from candidates.consents.models import Notice
from candidates.register.models import LeaveReason
from candidates.screening.models import Scorecard
from spark.campuses.models import Holiday, MinimumWage, Region

SOURCES = [
    (Region, "spark.campuses.migrations.0002_regions", "add_regions"),
    (Holiday, "spark.campuses.migrations.0003_dated_tables", "add_holidays"),
    (MinimumWage, "spark.campuses.migrations.0003_dated_tables", "add_minimum_wages"),
    (LeaveReason, "candidates.migrations.0009_leave_reasons", "add_reasons"),
    (Notice, "candidates.migrations.0030_first_notices", "add_notices"),
    (Scorecard, "candidates.migrations.0041_first_scorecard", "add_scorecard"),
    (Scorecard, "candidates.migrations.0051_trial_scorecard", "add_trial_card"),
]


def restore() -> None:
    """Fill again what a test before this one emptied."""
    models = {model for model, _module, _step in SOURCES}
    gone = {model for model in models if not model._default_manager.exists()}
    for model, module, step in SOURCES:
        if model in gone:
            getattr(import_module(module), step)(apps, None)
