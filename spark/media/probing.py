"""What a video is: how long, how loud, in what form, and how it looks."""

from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

from spark.media.running import Bounds, run

SHORTEST = 20  # seconds
LONGEST = 600
# LUFS of the whole by ITU-R BS.1770-4. EBU R 128 wants -23 of what is broadcast; nobody
# hears anything at 37 below that. -70 is the standard's own floor, where digital
# silence stands.
SILENT = -60.0
QUIET = -36.0  # half the way from what is broadcast to what nobody hears
BOUNDS = Bounds(wall=90, cpu=90)


@dataclass(frozen=True)
class Probed:
    """A video that can be watched and heard.

    Args:
        width, height: as shown, turned as the phone was held.
        loudness: LUFS of the whole.
        playable: every browser plays it as it is, H.264 and AAC in MP4, and it doesn't
            tell where it was taken.
        thumbnail: a JPEG, at most 640 pixels wide.
    """

    container: str
    seconds: float
    width: int
    height: int
    video: str
    audio: str
    loudness: float
    playable: bool
    thumbnail: bytes


def probe(
    path: Path, *, shortest: float = SHORTEST, longest: float = LONGEST
) -> Probed:
    """Look at the file, whatever its name says.

    Raises:
        Refused: media-empty, media-not-a-video, media-broken, media-unknown-codec,
            media-no-picture, media-no-sound, media-too-large, media-too-short,
            media-too-long, media-silent or media-too-heavy, the first that is found.
    """
    bounds = {"shortest": shortest, "longest": longest, "silent": SILENT}
    found = run("probe", BOUNDS, path=str(path), **bounds)
    found["thumbnail"] = b64decode(found["thumbnail"])
    return Probed(**found)
