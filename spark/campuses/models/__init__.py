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
    Base,
    BilingualName,
    Campus,
    MatrixTeam,
    Region,
    SiteType,
)

__all__ = [
    "SATURDAY",
    "Base",
    "BilingualName",
    "Campus",
    "Holiday",
    "HolidayKind",
    "Level",
    "LimitCode",
    "MatrixTeam",
    "MinimumWage",
    "ProvincialLimit",
    "Region",
    "SiteType",
]
