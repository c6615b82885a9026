"""What is made of a video plays everywhere, and says nothing of its maker."""

from pathlib import Path

import av
import pytest

from spark.errors import Refused
from spark.media import probe, render, rendering, running
from tests.spark.media.films import SIZE, film, held_upright


def boxes(path: Path) -> list[bytes]:
    """Kinds of the boxes that an MP4 is made of, in their order."""
    content, found, at = path.read_bytes(), [], 0
    while at < len(content):
        found.append(content[at + 4 : at + 8])
        at += int.from_bytes(content[at : at + 4])
    return found


def test_where_a_phone_was_is_told_to_nobody(tmp_path):
    told = {"location": "+30.2741+120.1551/"}
    sent = film(tmp_path / "sent.mp4", told=told, movflags="use_metadata_tags")
    with av.open(str(sent)) as container:
        assert container.metadata["location"] == told["location"]
    assert not probe(sent, shortest=2).playable
    target = tmp_path / "made.mp4"
    render(sent, target)
    assert probe(target, shortest=2).playable
    assert b"30.2741" not in target.read_bytes()


@pytest.mark.parametrize("name", ["mp4", "mov", "webm"])
def test_it_plays_everywhere_from_its_beginning(films, tmp_path, name):
    target = tmp_path / "made.mp4"
    render(films[name], target)
    found, before = probe(target, shortest=2), probe(films[name], shortest=2)
    assert found.playable
    assert found.seconds == pytest.approx(before.seconds, abs=0.2)
    assert found.loudness == pytest.approx(before.loudness, abs=0.5)
    order = boxes(target)
    assert order.index(b"moov") < order.index(b"mdat")


@pytest.mark.parametrize(
    ("size", "made"), [((1920, 1080), (1280, 720)), ((90, 1600), (72, 1280))]
)
def test_it_is_made_smaller_and_never_larger(tmp_path, size, made):
    target = tmp_path / "made.mp4"
    render(film(tmp_path / "a.mp4", size=size, seconds=1), target)
    found = probe(target, shortest=0)
    assert (found.width, found.height) == made


def test_what_was_held_upright_needs_no_turning_any_more(films, tmp_path):
    target = tmp_path / "made.mp4"
    render(held_upright(films["mov"], tmp_path / "upright.mov"), target)
    with av.open(str(target)) as made:
        frame = next(made.decode(video=0))
    assert (frame.height, frame.width, frame.rotation) == (*SIZE, 0)


def test_nothing_else_of_the_file_comes_along(tmp_path):
    path, target = tmp_path / "a.mov", tmp_path / "made.mp4"
    film(path, seconds=1)
    with av.open(str(path)) as source, av.open(str(tmp_path / "b.mov"), "w") as output:
        output.metadata.update({"location": "+30.2741+120.1551/", "title": "我的视频"})
        tracks = {
            track: output.add_stream_from_template(track) for track in source.streams
        }
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = tracks[packet.stream]
                output.mux(packet)
    assert b"+30.2741" in (tmp_path / "b.mov").read_bytes()
    render(tmp_path / "b.mov", target)
    assert b"+30.2741" not in target.read_bytes()
    with av.open(str(target)) as made:
        assert not {"location", "title"} & set(made.metadata)
        assert [track.type for track in made.streams] == ["video", "audio"]


def test_after_a_refusal_nothing_is_left(films, tmp_path, monkeypatch):
    target, broken = tmp_path / "made.mp4", tmp_path / "broken.mp4"
    broken.write_bytes(films["mp4"].read_bytes()[:5000])
    with pytest.raises(Refused, match="media-broken"):
        render(broken, target)
    monkeypatch.setattr(
        rendering, "BOUNDS", running.Bounds(wall=20, cpu=20, written=99)
    )
    with pytest.raises(Refused, match="media-too-heavy"):
        render(films["mp4"], target)
    assert not target.exists()


def test_what_goes_on_for_longer_than_may_be_is_given_up(tmp_path):
    path = film(tmp_path / "a.mp4", seconds=8)
    with pytest.raises(Refused, match="media-too-long"):
        render(path, tmp_path / "made.mp4", longest=1)
