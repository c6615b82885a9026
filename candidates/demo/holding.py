"""The office's words to a batch of the demo, and a batch whose messages it holds."""

from collections import Counter

from candidates.demo.clock import Clock
from candidates.register.models import Batch
from candidates.telling import actions
from spark.accounts.models import User
from spark.notifications.models import Message, State

CHINESE = "{batch}的说明会另行通知，请提醒学生留意自己的页面。"
ENGLISH = "A talk on {batch} follows: remind your students of their own pages."


def say_more(clock: Clock, office: User) -> None:
    """A paragraph for the newest batch; the mail of the one with the least is held."""
    actions.write_paragraph(
        actor=office,
        batch=Batch.objects.latest("opens_on", "pk"),
        kind="screening-released",
        chinese=CHINESE,
        english=ENGLISH,
        seen=0,
        at=clock.at(3, "10:20"),
    )
    waiting = Message.objects.filter(state=State.WAITING, batch__isnull=False)
    counts = Counter(waiting.values_list("batch", flat=True))
    if not counts:
        return
    fewest = min(counts, key=lambda batch: (counts[batch], batch or 0))
    actions.hold_messages(
        actor=office,
        batch=Batch.objects.get(pk=fewest or 0),
        reason="先与院校电话沟通，再发通知",
        at=clock.at(3, "18:10"),
    )
