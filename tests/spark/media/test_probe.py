"""What a video is said to be, and what is refused, whatever its name says."""

from functools import partial
from io import BytesIO
from pathlib import Path

import av
import pytest

from spark.errors import Refused
from spark.media import probe, probing, running
from tests.spark.media.films import SIZE, film, held_upright, hum, write

SHORT = partial(probe, shortest=2)
PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:30\n#EXTINF:30,\n{}\n#EXT-X-ENDLIST\n"


def refusal(path: Path, **options: float) -> Refused:
    with pytest.raises(Refused) as refused:
        probe(path, **{"shortest": 2, **options})
    return refused.value


@pytest.mark.parametrize(
    ("name", "container", "video", "audio", "playable"),
    [
        ("mp4", "mp4", "h264", "aac", True),
        ("first", "mp4", "h264", "aac", True),
        ("mov", "mov", "hevc", "aac", False),
        ("webm", "matroska", "vp9", "opus", False),
    ],
)
def test_a_video_is_described(films, name, container, video, audio, playable):
    found = SHORT(films[name])
    assert (found.container, found.video, found.audio) == (container, video, audio)
    assert (found.width, found.height) == SIZE
    assert found.playable is playable
    assert found.seconds == pytest.approx(3, abs=0.1)
    # A sine of 0.3: -10.5 dBFS of peaks, 3 dB less of power, one channel of BS.1770.
    assert found.loudness == pytest.approx(-14.2, abs=0.5)


def test_its_name_says_nothing(films, tmp_path):
    renamed = tmp_path / "clip.txt"
    renamed.write_bytes(films["webm"].read_bytes())
    assert SHORT(renamed).container == "matroska"


def test_the_thumbnail_is_a_small_jpeg(tmp_path):
    wide = film(tmp_path / "wide.mp4", size=(1280, 96))
    with av.open(BytesIO(SHORT(wide).thumbnail), format="jpeg_pipe") as picture:
        (frame,) = picture.decode(video=0)
    assert (frame.width, frame.height) == (640, 48)


def test_a_phone_held_upright_is_shown_upright(films, tmp_path):
    found = SHORT(held_upright(films["mp4"], tmp_path / "upright.mp4"))
    assert (found.width, found.height) == SIZE[::-1]
    with av.open(BytesIO(found.thumbnail), format="jpeg_pipe") as picture:
        (frame,) = picture.decode(video=0)
    grey = frame.to_ndarray(format="gray")
    assert grey.shape == SIZE  # rows first
    assert grey[:, 0].mean() > 150 > 60 > grey[:, -1].mean()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "media-empty"),
        (b"WPS\n" * 99, "media-not-a-video"),
        (b"\x89PNG\r\n\x1a\n" * 9, "media-not-a-video"),
        (b"RIFF\x00\x00\x00\x00AVI LIST" * 9, "media-not-a-video"),
        (b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 99, "media-broken"),
        (b"\x00\x00\x00\x08ftyp\xff\xff\xff\xffmoov" + b"\xff" * 999, "media-broken"),
        (b"\x1a\x45\xdf\xa3" + b"\xff" * 999, "media-broken"),
    ],
)
def test_what_is_no_video_is_refused(tmp_path, content, code):
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    assert refusal(path).code == code


@pytest.mark.parametrize("name", ["mp4", "first", "mov", "webm"])
def test_a_video_cut_off_is_broken(films, tmp_path, name):
    content = films[name].read_bytes()
    path = tmp_path / "clip.mp4"
    path.write_bytes(content[: len(content) // 2])
    assert refusal(path).code == "media-broken"


@pytest.mark.parametrize(
    ("made", "code"),
    [
        ({"video": ""}, "media-no-picture"),
        ({"audio": ""}, "media-no-sound"),
        ({"volume": 0}, "media-silent"),
        ({"volume": 0.0003}, "media-silent"),
        ({"video": "mpeg2video"}, "media-unknown-codec"),
        ({"size": (4098, 16)}, "media-too-large"),
        ({"seconds": 1}, "media-too-short"),
    ],
)
def test_a_video_that_is_of_no_use_is_refused(tmp_path, made, code):
    refused = refusal(film(tmp_path / "clip.mp4", **made))
    assert (refused.code, refused.status) == (code, 422)


def test_a_song_with_a_cover_has_no_picture(tmp_path):
    path = tmp_path / "song.mp4"
    with av.open(str(path), "w") as output:
        cover = output.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 64, 48, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        sound = output.add_stream("aac", rate=48_000, layout="mono")
        frame = av.VideoFrame(64, 48, "yuvj420p")
        write(output, cover, iter([frame]))
        write(output, sound, hum(3, 1024, 0.3))
    assert refusal(path).code == "media-no-picture"


def test_how_long_it_has_to_be_is_said(films):
    with pytest.raises(Refused) as refused:
        probe(films["mp4"])
    assert refused.value.facts == {"seconds": 3, "least": "20"}
    assert refusal(films["webm"], longest=1.5).facts == {"most": "0.025"}


@pytest.mark.parametrize("name", ["mp4", "mov", "m3u8", "webm"])
def test_a_list_of_other_files_opens_none(films, tmp_path, name):
    path = tmp_path / f"clip.{name}"
    path.write_text(PLAYLIST.format(films["mp4"]))
    assert refusal(path).code == "media-not-a-video"
    path.write_text(f"ffconcat version 1.0\nfile '{films['mp4']}'\n")
    assert refusal(path).code == "media-not-a-video"


def test_a_movie_of_which_the_tracks_are_elsewhere_opens_none(films, tmp_path):
    """A reference to another file in place of the content's own."""
    own = b"url \x00\x00\x00\x01"
    content = films["mov"].read_bytes()
    assert own in content
    path = tmp_path / "clip.mov"
    path.write_bytes(content.replace(own, b"url \x00\x00\x00\x00"))
    assert SHORT(path).video == "hevc"  # read from the file itself all the same


def test_a_thousand_tracks_are_refused(tmp_path):
    path = tmp_path / "clip.mp4"
    with av.open(str(path), "w") as output:
        for _ in range(40):
            sound = output.add_stream("aac", rate=48_000, layout="mono")
            sound.codec_context.open()
        for sound in output.streams:
            write(output, sound, hum(0.1, 1024, 0.3))
    assert refusal(path).code == "media-too-heavy"


@pytest.mark.parametrize(
    "bounds", [running.Bounds(wall=0, cpu=9), running.Bounds(wall=9, cpu=0)]
)
def test_a_video_that_takes_too_long_is_given_up(films, monkeypatch, bounds):
    monkeypatch.setattr(probing, "BOUNDS", bounds)
    assert refusal(films["mp4"]).code == "media-too-heavy"


def test_a_video_that_takes_too_much_memory_is_given_up(films, monkeypatch):
    """FFmpeg may crash where there is none, which looks like a broken file."""
    bounds = running.Bounds(wall=9, cpu=9, memory=0)
    monkeypatch.setattr(probing, "BOUNDS", bounds)
    assert refusal(films["mp4"]).code in {"media-too-heavy", "media-broken"}


def test_a_fault_of_ours_is_told(tmp_path):
    with pytest.raises(RuntimeError, match="No such file"):
        probe(tmp_path / "gone.mp4")
