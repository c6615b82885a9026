"""Videos made by the tests: tiny pictures, a hum, and a few seconds of both."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer

SIZE = (64, 48)
RATE, SOUND = 5, 48_000
OPTIONS = {
    "libx264": {"preset": "ultrafast"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"},
    "libvpx-vp9": {"cpu-used": "8", "deadline": "realtime"},
}


def film(
    path: Path,
    *,
    seconds: float = 3,
    size: tuple[int, int] = SIZE,
    video: str = "libx264",
    audio: str = "aac",
    volume: float = 0.3,
    form: str = "",
    told: dict[str, str] | None = None,
    **options: str,
) -> Path:
    """Write one; a track without a codec is left out.

    Args:
        form: FFmpeg's name of the format, if not by the path's.
        told: what it says of itself.
        options: of the format.
    """
    with av.open(str(path), "w", form or None, options=options) as output:
        output.metadata.update(told or {})
        tracks = []
        if video:
            track = output.add_stream(video, rate=RATE, options=OPTIONS.get(video, {}))
            (track.width, track.height), track.pix_fmt = size, "yuv420p"
            tracks.append((track, pictures(size, seconds)))
        if audio:
            track = output.add_stream(audio, rate=SOUND, layout="mono")
            track.codec_context.open(strict=False)
            samples = track.codec_context.frame_size or 960
            tracks.append((track, hum(seconds, samples, volume)))
        for track, frames in tracks:
            write(output, track, frames)
    return path


def write(output: OutputContainer, track: av.stream.Stream, frames: Iterator) -> None:
    for frame in frames:
        output.mux(track.encode(frame))
    output.mux(track.encode(None))


def pictures(size: tuple[int, int], seconds: float) -> Iterator[av.VideoFrame]:
    """Dark above, light below, getting lighter: so that a turn can be seen."""
    for number in range(int(seconds * RATE)):
        frame = av.VideoFrame(*size, "yuv420p")
        for plane in frame.planes:
            plane.update(bytes([128]) * plane.buffer_size)
        light = frame.planes[0]
        half = light.buffer_size // 2
        light.update(bytes([20 + number]) * half + bytes([200]) * half)
        frame.pts, frame.time_base = number, Fraction(1, RATE)
        yield frame


def hum(seconds: float, samples: int, volume: float) -> Iterator[av.AudioFrame]:
    times = np.arange(int(seconds * SOUND)) / SOUND
    wave = (volume * np.sin(2 * np.pi * 440 * times)).astype("f4")
    for begin in range(0, len(wave) - samples + 1, samples):
        part = wave[None, begin : begin + samples]
        frame = av.AudioFrame.from_ndarray(part, "fltp", "mono")
        frame.sample_rate, frame.pts = SOUND, begin
        frame.time_base = Fraction(1, SOUND)
        yield frame


AS_IT_IS = bytes.fromhex("00010000 00000000 00000000 00000000 00010000")
TURNED = bytes.fromhex("00000000 00010000 00000000 ffff0000 00000000")


def held_upright(lying: Path, path: Path) -> Path:
    """The same with the matrix of a phone that was held upright."""
    content = lying.read_bytes()
    at = content.index(AS_IT_IS, content.index(b"tkhd"))
    path.write_bytes(content[:at] + TURNED + content[at + len(TURNED) :])
    return path
