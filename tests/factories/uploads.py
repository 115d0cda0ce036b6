"""Files that people and attackers upload: disguised, damaged, hiding something."""

import io
import zipfile

from PIL import Image


def jpeg(*, size: tuple[int, int] = (320, 240)) -> bytes:
    """Return a picture with camera data and a place."""
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    drawn = io.BytesIO()
    Image.new("RGB", size, "#1D3F72").save(drawn, "JPEG", exif=exif)
    return drawn.getvalue()


def png(size: tuple[int, int]) -> bytes:
    """Return a picture of one colour, which packs small whatever its size."""
    drawn = io.BytesIO()
    Image.new("1", size).save(drawn, "PNG")
    return drawn.getvalue()


def gif() -> bytes:
    """Return the smallest picture that is also a script to some readers."""
    drawn = io.BytesIO()
    Image.new("P", (8, 8)).save(drawn, "GIF")
    return drawn.getvalue()


def archive() -> bytes:
    """Return a small archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        opened.writestr("x.html", "<script>alert(1)</script>")
    return packed.getvalue()


REFUSED = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "pdf-and-zip": b"%PDF-1.7\n%%EOF\n" + archive(),
    "html": b"<!DOCTYPE html><script>alert(1)</script>",
    "text": "Đây không phải ảnh".encode(),
    "empty": b"",
    "truncated": jpeg()[:300],
    "bomb": png((30_000, 30_000)),
    "bmp": b"BM" + b"\x00" * 100,
}
"""What no room takes for a picture."""
MENDED = {
    "camera-data": jpeg(),
    "trailing-page": jpeg() + b"<script>alert('STOWAWAY')</script>",
    "gif-and-script": gif() + b"/*STOWAWAY*/alert(1)",
    "picture-and-archive": jpeg() + archive(),
}
"""Pictures that are taken in without what hid in them."""
SPOOFED = "Sa\u0302\u0301y\u200b to\u0309i \u202eoảđ\u2066\u0000\u00ad"
SEEN = "Sấy tỏi oảđ"
