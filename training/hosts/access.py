"""Who sees and does what with what is on file about hosts, and their ways."""

from candidates.register.access import NUMBER
from candidates.register.models import Candidate
from spark.accounts.models import Role
from spark.accounts.scope import Door
from training.hosts.models import Travel
from training.studio.access import OFFICE, ONLY_OFFICE, everything, own

COLLEGE = {Role.COORDINATOR, Role.OFFICE}


HOSTS: Door[Candidate] = Door(
    Candidate,
    sees={
        Role.OFFICE: everything,
        Role.COORDINATOR: own(Role.COORDINATOR),
    },
    does={
        "set-week": COLLEGE,
        "enter-filing": COLLEGE,
        "enter-compliance": OFFICE,
        "enter-licence": OFFICE,
    },
    related=("person", "campus", "batch"),
    deferred=(NUMBER,),
)


TRAVELS: Door[Travel] = Door(
    Travel, sees=ONLY_OFFICE, does={"set": OFFICE}, related=("campus", "base")
)
