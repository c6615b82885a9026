"""Who sends their own clip, on their own pages or for a candidate."""

from django.test import Client
from django.urls import reverse

from candidates.clips.models import Clip
from tests.candidates.clips.senders import Sending


class OwnSender(Sending):
    """A candidate, let in by their card."""

    def __init__(self, client: Client) -> None:
        self.client, self.address = client, ""

    @property
    def clip(self) -> Clip:
        return Clip.objects.latest("pk")

    @property
    def uploads(self) -> str:
        return reverse("portal-clip-uploads")


class CollegeSender(OwnSender):
    """Somebody of their college."""

    def __init__(self, client: Client, candidate_id: int) -> None:
        super().__init__(client)
        self.candidate_id = candidate_id

    @property
    def uploads(self) -> str:
        return reverse("candidate-clip-uploads", args=[self.candidate_id])
