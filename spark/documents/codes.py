"""QR codes as documents and pages show them."""

import segno

# Every mask can be read. Trying all eight for the prettiest takes 4 ms a code, most of
# what a class of cards would cost; this one is the prettiest the most often.
MASK = 3


def qr(address: str) -> segno.QRCode:
    """Of error level M, or better if that costs no size: it stands some scratches."""
    return segno.make_qr(address, error="m", mask=MASK)
