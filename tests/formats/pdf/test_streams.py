"""Streams that unpack to more than any report has are refused before PDFium sees them, and others are not."""

from __future__ import annotations

import zlib

import pytest

from drafter.errors import SourceError
from drafter.formats.pdf import streams
from drafter.formats.pdf.streams import refuse_bombs
from tests.hostile_files import pdf_page, stream


@pytest.mark.parametrize("filters", [1, 2, 3])
def test_a_stream_that_unpacks_to_too_much_is_refused_however_often_it_is_packed(filters: int) -> None:
    with pytest.raises(SourceError, match="pdf_bomb"):
        refuse_bombs(pdf_page(b" " * 9 * 2**20, filters))


def test_a_usual_page_a_font_and_a_picture_are_not_refused() -> None:
    font = stream(b"\0\1\0\0" + b"a" * 9 * 2**20)
    picture = stream(b" " * 9 * 2**20, 1, b"/Subtype/Image")
    refuse_bombs(pdf_page(b"BT (5) Tj ET", 1, b"", font, picture))


def test_streams_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_MOST_TOGETHER", 2**20)
    half = stream(b" " * 600_000)
    refuse_bombs(pdf_page(b"", 1, b"", half))
    with pytest.raises(SourceError):
        refuse_bombs(pdf_page(b"", 1, b"", half, half))


def test_lengths_are_those_of_what_is_unpacked() -> None:
    runs = bytes([2]) + b"abc" + bytes([254]) + b"x" + bytes([128])
    assert streams._run_length(runs) == 6
    # 256 (clear), 45 258 258 65 259 66, 257 (end): the example of the PDF standard, nine bits each.
    codes = [256, 45, 258, 258, 65, 259, 66, 257]
    bits = "".join(f"{code:09b}" for code in codes)
    packed = int(bits, 2).to_bytes(len(bits) // 8, "big")
    assert streams._lzw_length(packed) == len(b"-----A---B")


def test_hexadecimals_around_deflated_bytes_hide_nothing() -> None:
    packed = zlib.compress(b" " * 9 * 2**20, 9).hex().encode() + b">"
    with pytest.raises(SourceError):
        refuse_bombs(b"1 0 obj<</Filter[/AHx/Fl]>>stream\n" + packed + b"\nendstream")
