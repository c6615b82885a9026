"""Opening a stranger's video: this one file, in one of two families of formats.

FFmpeg knows formats that are lists of other files and addresses (m3u8, concat, dash,
sdp), and guesses the format. Nothing is guessed here: two signatures are known, each
opened as what it is, with no way to any other file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
from av.audio import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video import VideoStream

BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}  # what may come first
MATROSKA = b"\x1a\x45\xdf\xa3"
VIDEO = {"h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg4", "h263"}
AUDIO = {
    *{"aac", "mp3", "mp3float", "opus", "libopus", "vorbis", "libvorbis", "alac"},
    *{"amrnb", "amrwb", "libopencore_amrnb", "libopencore_amrwb"},
    *{"pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_f32le", "pcm_f32be"},
}
LARGEST = 4096  # pixels of a side, of what phones record
TRACKS = 32  # a phone's have up to eight
PIXELS = str(LARGEST * LARGEST)


class Refusal(Exception):
    """What is wrong with the file: a code of `templates/refused/` and its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def too_long(longest: float) -> Refusal:
    return Refusal("media-too-long", most=f"{longest / 60:g}")


def kind_of(path: Path) -> str:
    """FFmpeg's name of the format, by what the file begins with."""
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise Refusal("media-empty")
    if head.startswith(MATROSKA):
        return "matroska"
    if head[4:] in BOXES:
        return "mov"
    raise Refusal("media-not-a-video")


def _no_other(url: str, flags: int, options: dict) -> Any:
    raise Refusal("media-not-a-video")


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    kind = kind_of(path)
    options = {
        "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm",
        "protocol_whitelist": "",
        "codec_whitelist": ",".join(sorted(VIDEO | AUDIO)),
        "max_streams": str(TRACKS),
        "max_pixels": PIXELS,
    }
    with (
        path.open("rb") as file,
        av.open(
            file,
            "r",
            format=kind,
            container_options=options,
            io_open=_no_other,
            buffer_size=1 << 20,
        ) as container,
    ):
        yield container


def tracks(container: InputContainer) -> tuple[VideoStream, AudioStream]:
    """Picture and sound, if both can be read.

    A cover picture of a song is no video.
    """
    pictures = [
        stream
        for stream in container.streams.video
        if not stream.disposition & Disposition.attached_pic
    ]
    if not pictures:
        raise Refusal("media-no-picture")
    if not container.streams.audio:
        raise Refusal("media-no-sound")
    picture, sound = pictures[0], container.streams.audio[0]
    _readable(picture, VIDEO)
    _readable(sound, AUDIO)
    width, height = picture.codec_context.width, picture.codec_context.height
    if max(width, height) > LARGEST:
        raise Refusal("media-too-large", width=width, height=height, most=LARGEST)
    if min(width, height) < 2:
        raise Refusal("media-broken")
    picture.codec_context.options = {"max_pixels": PIXELS}
    picture.thread_type = "AUTO"
    picture.codec_context.thread_count = 2
    return picture, sound


def _readable(stream: VideoStream | AudioStream, known: set[str]) -> None:
    """Refuse what no phone records: each decoder is another way in."""
    context = stream.codec_context
    if context is None or context.codec.name not in known:
        name = context.codec.canonical_name if context else ""
        raise Refusal("media-unknown-codec", codec=name)
