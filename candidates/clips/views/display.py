"""How a clip stands, in words, and where to get at it."""

from dataclasses import dataclass

from candidates.clips.actions import CHUNK, LIMIT, MB
from candidates.clips.models import Clip
from candidates.clips.queries import PLAYED, POSTER
from candidates.clips.stages import TONES, State
from spark.errors import Refused, Words, words
from spark.media import QUIET


@dataclass(frozen=True)
class Shown:
    """A clip on a page.

    Args:
        base: address of the folder in which its files seem to be.
        state_url: where to ask how it stands.
        uploads_url, upload_url: where to begin one, and to go on with this one.
        drop_url: where to delete it; empty for who may not.
        can_send: whether one may be begun.
        answer_url: where to say that this one is what was asked for.
        ended: what is said where it can't be gone on with.
    """

    clip: Clip | None
    base: str
    state_url: str = ""
    uploads_url: str = ""
    upload_url: str = ""
    drop_url: str = ""
    can_send: bool = False
    answer_url: str = ""
    ended: str = ""
    limit: int = LIMIT
    chunk: int = CHUNK

    @property
    def state(self) -> str:
        """Empty where there is none."""
        clip = self.clip
        return clip.state if clip and clip.state != State.REMOVED else ""

    @property
    def label(self) -> str:
        return str(self._shown.label)

    @property
    def tone(self) -> str:
        return TONES[self._shown][0]

    @property
    def icon(self) -> str:
        return TONES[self._shown][1]

    @property
    def _shown(self) -> State:
        return State(self.clip.state) if self.clip else State.REMOVED

    @property
    def played(self) -> str:
        """Address of the video; empty while it is being made playable."""
        return f"{self.base}{PLAYED}" if self.clip and self.clip.length else ""

    @property
    def poster(self) -> str:
        return f"{self.base}{POSTER}"

    @property
    def length(self) -> str:
        """Minutes and seconds, as players write them."""
        seconds = (self.clip and self.clip.seconds) or 0
        return f"{seconds // 60}:{seconds % 60:02}"

    @property
    def megabytes(self) -> int:
        return self.limit // MB

    @property
    def link(self) -> str:
        """Where it is kept, if not here."""
        return self.clip.link if self.clip else ""

    @property
    def is_quiet(self) -> bool:
        """Can it be heard only by who turns the sound up?"""
        heard = self.clip.loudness if self.clip else None
        return heard is not None and heard < QUIET

    @property
    def refusal(self) -> Words | None:
        """Why it can't be used."""
        if self.clip is None or not self.clip.refused_for:
            return None
        return words(Refused(self.clip.refused_for, **self.clip.refused_facts))
