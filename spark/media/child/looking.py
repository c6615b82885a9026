"""What a video is. Its sound is heard in full; of the picture one frame is seen."""

from base64 import b64encode
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio import AudioStream
from av.codec import CodecContext
from av.container import InputContainer
from av.error import BlockingIOError, EOFError
from av.video import VideoFrame, VideoStream
from opening import Refusal, opened, too_long, tracks
from turning import fitted, size, turner

WIDEST = 640  # pixels of the thumbnail
AT = 0.1  # of the length, where the thumbnail is taken
# Of what the header says, so much has to be there: less is a file cut off.
THERE = 0.95
LOUDNESS = "lavfi.r128.I"
FLOOR = -70.0  # of BS.1770, below which nothing counts


def probe(
    *, path: str, shortest: float, longest: float, silent: float
) -> dict[str, Any]:
    with opened(Path(path)) as container:
        picture, sound = tracks(container)
        said = float(container.duration or 0) / av.time_base
        if said > longest:
            raise too_long(longest)
        seconds, loudness = heard(container, picture, sound, longest)
        if seconds < said * THERE - 1:
            raise Refusal("media-broken")
        if seconds < shortest:
            least = f"{shortest:g}"
            raise Refusal("media-too-short", seconds=int(seconds), least=least)
        if loudness < silent:
            raise Refusal("media-silent", loudness=loudness, least=silent)
        frame = seen(container, picture, seconds * AT)
        return {
            **described(container, picture, sound),
            **dict(zip(("width", "height"), size(frame), strict=True)),
            "seconds": round(seconds, 2),
            "loudness": loudness,
            "thumbnail": b64encode(jpeg(frame)).decode(),
        }


def described(
    container: InputContainer, picture: VideoStream, sound: AudioStream
) -> dict[str, Any]:
    brand = container.metadata.get("major_brand", "").strip()
    mp4 = container.format.name == "mov" and brand not in ("", "qt")
    video = picture.codec_context.codec.canonical_name
    audio = sound.codec_context.codec.canonical_name
    plain = picture.codec_context.pix_fmt in ("yuv420p", "yuvj420p")
    return {
        "container": "mp4" if mp4 else container.format.name,
        "video": video,
        "audio": audio,
        "playable": mp4
        and plain
        and (video, audio) == ("h264", "aac")
        and not tells_place(container),
    }


def tells_place(container: InputContainer) -> bool:
    """Phones write where they were: `location`, `com.apple.quicktime.location...`."""
    tracks = [track.metadata for track in container.streams]
    names = {name.lower() for part in [container.metadata, *tracks] for name in part}
    return any("location" in name for name in names)


def heard(
    container: InputContainer, picture: VideoStream, sound: AudioStream, longest: float
) -> tuple[float, float]:
    """Where the last packet ends, and how loud the whole is, in seconds and LUFS."""
    graph = av.filter.Graph()
    graph.link_nodes(
        graph.add_abuffer(template=sound),
        graph.add("ebur128", "metadata=1"),
        graph.add("abuffersink"),
    ).configure()
    ends, loudness = Fraction(0), FLOOR
    start = Fraction(container.start_time or 0, av.time_base)
    for packet in container.demux(picture, sound):
        if packet.pts is not None:
            until = packet.pts + (packet.duration or 0)
            ends = max(ends, until * packet.time_base - start)
        if ends > longest + 1:
            raise too_long(longest)
        if packet.stream is sound:
            for frame in sound.decode(packet):
                graph.push(frame)
            loudness = _measured(graph, loudness)
    return float(ends), round(loudness, 1)


def _measured(graph: av.filter.Graph, loudness: float) -> float:
    """The measure so far: each frame out of the filter says it of all before."""
    while True:
        try:
            loudness = float(graph.pull().metadata.get(LOUDNESS, loudness))
        except (BlockingIOError, EOFError):
            return loudness


def seen(container: InputContainer, picture: VideoStream, at: float) -> VideoFrame:
    """The frame shown then, or the last one before."""
    container.seek(int(at * av.time_base))
    frame = None
    for frame in container.decode(picture):
        if frame.time is None or frame.time >= at:
            break
    if frame is None:
        raise Refusal("media-broken")
    return frame


def jpeg(frame: VideoFrame) -> bytes:
    width, height = fitted(frame, WIDEST, WIDEST)
    small = frame.reformat(width, height, format="yuvj420p")
    graph = turner(small)
    graph.push(small)
    shown = graph.pull()
    encoder = CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height = shown.width, shown.height
    encoder.pix_fmt, encoder.time_base = "yuvj420p", Fraction(1, 25)
    return b"".join(map(bytes, (*encoder.encode(shown), *encoder.encode(None))))
