"""Pictures as they are shown: phones keep how they were held beside the picture."""

from av.filter import Graph
from av.video import VideoFrame

# By the angle against the clock that the frame asks for.
TURNS: dict[int, tuple[tuple[str, str | None], ...]] = {
    90: (("transpose", "cclock"),),
    -90: (("transpose", "clock"),),
    180: (("hflip", None), ("vflip", None)),
    -180: (("hflip", None), ("vflip", None)),
}


def size(frame: VideoFrame) -> tuple[int, int]:
    """Width and height as shown."""
    if abs(frame.rotation) == 90:
        return frame.height, frame.width
    return frame.width, frame.height


def fitted(frame: VideoFrame, short: int, long: int) -> tuple[int, int]:
    """The frame's own size, unturned, made to fit whichever way it lies, even."""
    width, height = frame.width, frame.height
    share = min(1, short / min(width, height), long / max(width, height))
    return max(2, int(width * share) // 2 * 2), max(2, int(height * share) // 2 * 2)


def turner(frame: VideoFrame, *more: tuple[str, str | None]) -> Graph:
    """A graph that takes frames like this one, turns them, and does more."""
    graph = Graph()
    filters = (*TURNS.get(frame.rotation, ()), *more)
    graph.link_nodes(
        graph.add_buffer(
            width=frame.width,
            height=frame.height,
            format=frame.format,
            time_base=frame.time_base,
        ),
        *(graph.add(name, args) for name, args in filters),
        graph.add("buffersink"),
    ).configure()
    return graph
