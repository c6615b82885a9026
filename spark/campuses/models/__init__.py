"""Places, and the dated tables of law."""

from spark.campuses.models.law import (
    SATURDAY,
    Holiday,
    HolidayKind,
    Level,
    LimitCode,
    MinimumWage,
    ProvincialLimit,
)
from spark.campuses.models.places import (
    PLACES,
    AtPlace,
    Base,
    BilingualName,
    Campus,
    MatrixTeam,
    Place,
    Region,
    SiteType,
    at,
)

__all__ = [
    "PLACES",
    "SATURDAY",
    "AtPlace",
    "Base",
    "BilingualName",
    "Campus",
    "Holiday",
    "HolidayKind",
    "Level",
    "LimitCode",
    "MatrixTeam",
    "MinimumWage",
    "Place",
    "ProvincialLimit",
    "Region",
    "SiteType",
    "at",
]
