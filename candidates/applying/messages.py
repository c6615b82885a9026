"""What is due of colleges while applications wait."""

from spark.duties import kinds as duties
from spark.duties.kinds import Gravity

duties.register(
    duties.DutyKind("applications-waiting", Gravity.WAIT, "application-list")
)
