"""Writes small PDF files by hand, so that a test can say where each character and each line stands.

The font is not embedded: its character map says which character each code is, which is all that reading needs.
Lengths are points, y grows upwards from the lower edge of an A4 page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import md5

PASSWORD_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def text(x: float, y: float, words: str, *, size: float = 12) -> str:
    """Characters from (x, y) on: ideographs as wide as they are high, ASCII half as wide."""
    return f"BT /F {size} Tf {x:.2f} {y:.2f} Td <{words.encode('utf-16-be').hex()}> Tj ET\n"


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """A thin straight line."""
    return f"0.5 w {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S\n"


def table(xs: Sequence[float], top: float, rows: Sequence[tuple[float, Sequence[str]]], *, size: float = 12) -> str:
    """A ruled table without spans: for each row its height, and the text of each cell, "\\n" between its lines."""
    drawn, y = rule(xs[0], top, xs[-1], top), top
    for height, cells in rows:
        for x, content in zip(xs, cells, strict=False):
            for number, line in enumerate(content.split("\n")):
                drawn += text(x + 3, y - (number + 1) * size, line, size=size) if line else ""
        drawn += "".join(rule(x, y, x, y - height) for x in xs) + rule(xs[0], y - height, xs[-1], y - height)
        y -= height
    return drawn


PICTURE = "q 400 0 0 500 90 200 cm /I Do Q\n"


def pdf(*pages: str, lock: bytes | None = None, repeat: int = 1, annotations: str = "") -> bytes:
    """A file with these pages, all of them `repeat` times; `lock` is the password that opening it needs.

    `annotations` lie on every page.
    """
    kids = [5 + 2 * number for number in range(len(pages))] * repeat
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        "/DW 1000/W[1 95 500]>>]>>",
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>",
    ]
    streams: dict[int, bytes] = {4: b"\x80"}
    for page in pages:
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>/XObject<</I 4 0 R>>>>"
            f"/Annots[{annotations}]/Contents {len(objects) + 2} 0 R>>"
        )
        streams[len(objects) + 1] = page.encode()
        objects.append(f"<</Length {len(page.encode())}>>")
    return _assembled(objects, streams, lock)


def _assembled(objects: Sequence[str], streams: dict[int, bytes], lock: bytes | None) -> bytes:
    key, trailer = _lock(lock) if lock is not None else (None, "")
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\n".encode()
        if (stream := streams.get(number)) is not None:
            own = md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10] if key else b""
            data += b"stream\n" + (rc4(own, stream) if key else stream) + b"\nendstream\n"
        data += b"endobj\n"
    table_at = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    return data + f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{table_at}\n%%EOF".encode()


def _lock(password: bytes) -> tuple[bytes, str]:
    """The key of the oldest encryption and what the trailer says about it."""
    identity, owner = b"0123456789abcdef", b"O" * 32
    padded = (password + PASSWORD_PADDING)[:32]
    key = md5(padded + owner + (0xFFFFFFFC).to_bytes(4, "little") + identity).digest()[:5]
    user = rc4(key, PASSWORD_PADDING).hex()
    entry = f"<</Filter/Standard/V 1/R 2/O<{owner.hex()}>/U<{user}>/P -4>>"
    return key, f"/Encrypt {entry}/ID[<{identity.hex()}><{identity.hex()}>]"


def rc4(key: bytes, data: bytes) -> bytes:
    """The data with the key applied; applying it again gives the data back."""
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i, j, out = 0, 0, bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def lines(start: float, words: Iterable[str], *, x: float = 60, step: float = 20) -> str:
    """Lines of text one under the other."""
    return "".join(text(x, start - number * step, line) for number, line in enumerate(words))
