"""A video written anew as every browser plays it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
from av.audio import AudioStream
from av.container import OutputContainer
from av.error import BlockingIOError, EOFError
from av.filter import Graph
from av.frame import Frame
from av.video import VideoFrame
from looking import seen
from opening import opened, too_long, tracks
from turning import fitted, turner

SHORT, LONG = 720, 1280  # pixels
RATE = 30  # pictures a second: phones' own rate wavers while they record
SOUND = 48_000
BLOCK = 1024  # samples that AAC takes at a time
OVER = 5  # seconds that a track may go on, whatever the header says
PICTURE = {"preset": "veryfast", "crf": "24", "maxrate": "4M", "bufsize": "8M"}
# Movie times differ by a track's start; what is missing of it is filled with silence.
EVEN = "async=1:first_pts=0"


class Way:
    """From frames to the output: through a graph, an encoder, and into its track."""

    def __init__(self, output: OutputContainer, track: Any, graph: Graph) -> None:
        self.output, self.track, self.graph = output, track, graph

    def take(self, frame: Any) -> None:
        """None ends it."""
        self.graph.push(frame)
        for made in _out_of(self.graph):
            self.output.mux(self.track.encode(made))
        if frame is None:
            self.output.mux(self.track.encode(None))


class Pictures(Way):
    """Each of one size, whatever the frame's own: some recorders change it midway."""

    def __init__(self, output: OutputContainer, first: VideoFrame) -> None:
        self.size = fitted(first, SHORT, LONG)
        graph = turner(self._small(first), ("fps", f"{RATE}:start_time=0"))
        track = output.add_stream("libx264", rate=RATE, options=PICTURE)
        track.width, track.height = self.size
        if abs(first.rotation) == 90:
            track.width, track.height = track.height, track.width
        track.pix_fmt = "yuv420p"
        track.codec_context.thread_count = 2
        super().__init__(output, track, graph)

    def take(self, frame: Any) -> None:
        super().take(frame and self._small(frame))

    def _small(self, frame: VideoFrame) -> VideoFrame:
        width, height = self.size
        return frame.reformat(width, height, "yuv420p")


class Sounds(Way):
    def __init__(self, output: OutputContainer, sound: AudioStream) -> None:
        graph = Graph()
        graph.link_nodes(
            graph.add_abuffer(template=sound),
            graph.add("aresample", EVEN),
            graph.add("aformat", f"fltp:{SOUND}:stereo"),
            graph.add("abuffersink"),
        ).configure()
        graph.set_audio_frame_size(BLOCK)
        track = output.add_stream("aac", rate=SOUND, layout="stereo")
        track.bit_rate = 128_000
        super().__init__(output, track, graph)


def render(*, path: str, target: str, longest: float) -> dict:
    with opened(Path(path)) as source:
        picture, sound = tracks(source)
        first = seen(source, picture, 0)
        source.seek(0)
        with av.open(target, "w", "mp4", options={"movflags": "+faststart"}) as output:
            ways: dict[Any, Way] = {
                picture: Pictures(output, first),
                sound: Sounds(output, sound),
            }
            for packet in source.demux(picture, sound):
                if (packet.pts or 0) * packet.time_base > longest + OVER:
                    raise too_long(longest)
                for frame in packet.decode():
                    ways[packet.stream].take(frame)
            for way in ways.values():
                way.take(None)
    return {}


def _out_of(graph: Graph) -> Iterator[Frame]:
    while True:
        try:
            yield graph.pull()
        except (BlockingIOError, EOFError):
            return
