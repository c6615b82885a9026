"""Who sees incubations."""

from candidates.incubation.models import Incubation
from candidates.register.access import door_of_records

INCUBATIONS = door_of_records(Incubation, "incubation", "base")
