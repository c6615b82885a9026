"""Videos as phones and browsers record them, made once."""

from pathlib import Path

import pytest

from tests.spark.media.films import film


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("films")
    return {
        "mp4": film(folder / "a.mp4"),
        "first": film(folder / "b.mp4", movflags="+faststart"),
        "mov": film(folder / "c.mov", video="libx265"),
        "webm": film(folder / "d.webm", video="libvpx-vp9", audio="libopus"),
    }
