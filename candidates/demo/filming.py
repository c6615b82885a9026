"""A short video with a moving picture and a tone, made on the spot."""

import io
from fractions import Fraction

import av
import numpy as np

SOUND = 16_000
WIDTH, HEIGHT = 180, 320


def film(
    seconds: int = 21, *, rate: int = 10, loud: float = 0.3, format: str = "mp4"
) -> bytes:
    """Upright, H.264 and AAC.

    Args:
        rate: pictures a second.
        loud: of what can be; 0 is silence.
    """
    made = io.BytesIO()
    with av.open(made, "w", format=format) as container:
        picture = container.add_stream("libx264", rate=rate)
        picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        picture.options = {"preset": "ultrafast"}
        sound = container.add_stream("aac", rate=SOUND, layout="mono")
        for place in range(seconds * rate):
            container.mux(picture.encode(_picture(place)))
        for place in range(seconds):
            container.mux(sound.encode(_tone(place, loud)))
        container.mux(picture.encode(None))
        container.mux(sound.encode(None))
    return made.getvalue()


def _picture(place: int) -> av.VideoFrame:
    """A bright bar that goes across."""
    pixels = np.full((HEIGHT, WIDTH, 3), (32, 40, 64), np.uint8)
    pixels[:, (4 * place) % WIDTH :][:, :24] = (255, 140, 60)
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
    frame.pts = place
    return frame


def _tone(second: int, loud: float) -> av.AudioFrame:
    moments = np.arange(SOUND) / SOUND
    wave = (loud * np.sin(2 * np.pi * 440 * moments)).astype(np.float32)
    frame = av.AudioFrame.from_ndarray(wave[None], format="fltp", layout="mono")
    frame.sample_rate, frame.pts = SOUND, second * SOUND
    frame.time_base = Fraction(1, SOUND)
    return frame
