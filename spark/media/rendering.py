"""A video as every browser plays it."""

from contextlib import suppress
from pathlib import Path

from spark.errors import Refused
from spark.media.probing import LONGEST
from spark.media.running import Bounds, run

# Less time than jobs have (spark/celery.py). LONGEST of 720p comes to 300 MB at most.
BOUNDS = Bounds(wall=420, cpu=840, written=512 * 1024**2)


def render(path: Path, target: Path, *, longest: float = LONGEST) -> None:
    """Write it as MP4 with H.264 and AAC, 720p at most, playing before it has all come.

    Nothing else of the file comes along: no place, no name of a phone, no other track.
    What is there at `target` is replaced; after a refusal nothing is.

    Raises:
        Refused: as `probe` does.
    """
    try:
        run("render", BOUNDS, path=str(path), target=str(target), longest=longest)
    except (Refused, RuntimeError):
        with suppress(FileNotFoundError):
            target.unlink()
        raise
