"""A picture for people to send."""

import struct
import zlib


def picture(width: int, height: int) -> bytes:
    """A PNG of a calm evening sky."""
    sky = ((60 + 150 * y // height, 90 + 70 * y // height, 160 - 40 * y // height) for y in range(height))
    rows = b"".join(b"\0" + bytes(colour) * width for colour in sky)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
