"""What the streams of a PDF unpack to, looked at before PDFium does it: a few KB can hold gigabytes.

No document is taken apart here. Every stream is unpacked as far as a bound, whatever its dictionary says of it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from drafter.errors import SourceError

_MOST_DRAWN, _MOST = 8 * 2**20, 64 * 2**20
"""Bytes of a stream that may draw a page (one of a published report has 0.04 MB at most), and of a font."""
_MOST_TOGETHER = 128 * 2**20
_MOST_FILTERS = 4
_BEGIN = re.compile(rb"stream\r?\n")
_FONTS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"%!", b"\1\0\4")
"""How a font file begins."""
_RUN = re.compile(rb"/(?:RunLengthDecode|RL)\b")
_LZW = re.compile(rb"/(?:LZWDecode|LZW)\b")
_HEX = re.compile(rb"[\s0-9A-Fa-f]+>?\s*")
_NO_DIGIT = re.compile(rb"[^0-9A-Fa-f]+")
_DICTIONARY = 2048
"""Bytes before a stream in which its dictionary is looked for."""


def refuse_bombs(data: bytes) -> None:
    """SourceError if a stream of the file unpacks to more than any report has; pictures are not unpacked here."""
    together = 0
    for head, content in _streams(data):
        if b"/Image" in head:
            continue
        for unpacked in _unpackings(head, content):
            is_file = unpacked.startswith(_FONTS) or b"/ObjStm" in head or b"/XRef" in head
            together += len(unpacked)
            if len(unpacked) > (_MOST if is_file else _MOST_DRAWN) or together > _MOST_TOGETHER:
                raise SourceError("pdf_bomb", limit=_MOST_DRAWN // 2**20)


def _streams(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every stream with what stands before it, its dictionary at the end."""
    position = 0
    while found := _BEGIN.search(data, position):
        end = data.find(b"endstream", found.end())
        end = len(data) if end < 0 else end
        head = data[max(position, found.start() - _DICTIONARY) : found.start()]
        yield head[head.rfind(b" obj") + 1 :], data[found.end() : end]
        position = end + len(b"endstream")


def _unpackings(head: bytes, content: bytes) -> Iterator[bytes]:
    """What a stream is after each of its filters, each up to the bound and a byte."""
    for _ in range(_MOST_FILTERS):
        unpacked = _inflated(content)
        if unpacked is None and _HEX.fullmatch(content):
            digits = _NO_DIGIT.sub(b"", content).decode()
            unpacked = bytes.fromhex(digits[: len(digits) // 2 * 2])
        if unpacked is None:
            break
        yield unpacked
        content = unpacked
    if _RUN.search(head):
        yield b" " * _run_length(content)
    if _LZW.search(head):
        yield b" " * _lzw_length(content)


def _inflated(content: bytes) -> bytes | None:
    """What deflated bytes hold, up to the bound and a byte; None if they are not deflated."""
    unpacker = zlib.decompressobj()
    try:
        return unpacker.decompress(content, _MOST + 1)
    except zlib.error:
        return None


def _run_length(content: bytes) -> int:
    """How many bytes run lengths stand for, up to the bound and one."""
    length = at = 0
    while at < len(content) and content[at] != 128 and length <= _MOST:
        count = content[at]
        length += count + 1 if count < 128 else 257 - count
        at += count + 2 if count < 128 else 2
    return min(length, _MOST + 1)


def _lzw_length(content: bytes) -> int:
    """How many bytes LZW codes stand for, up to the bound and one."""
    bits, width, length = int.from_bytes(content[: _MOST // 1000], "big"), 9, 0
    left, lengths, last = 8 * len(content[: _MOST // 1000]), [1] * 258, 0
    while left >= width and length <= _MOST:
        left -= width
        code = bits >> left & (1 << width) - 1
        if code == 257:
            break
        if code == 256:
            lengths, width, last = [1] * 258, 9, 0
            continue
        size = lengths[code] if code < len(lengths) else last + 1
        if last and len(lengths) < 4096:
            lengths.append(last + 1)
        width = 9 + (len(lengths) >= 511) + (len(lengths) >= 1023) + (len(lengths) >= 2047)
        length, last = length + size, size
    return min(length, _MOST + 1)
