"""Every stage, with its verbs as the design has them."""

from tests.candidates.incubation.verbs import INCUBATION
from tests.candidates.register.verbs import REGISTERED
from tests.candidates.screening.verbs import SCREENING
from tests.contracts.signing.verbs import SIGNING
from tests.contracts.team.verbs import MANAGEMENT
from tests.training.course.verbs import TRAINING

STAGES = {
    "registered": REGISTERED,
    "screening": SCREENING,
    "incubation": INCUBATION,
    "training": TRAINING,
    "signing": SIGNING,
    "management": MANAGEMENT,
}
