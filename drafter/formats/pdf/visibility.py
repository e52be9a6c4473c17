"""Which text of a page is visible: not without ink, white on white, off the page, or under an opaque area."""

from __future__ import annotations

import ctypes
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Any

import pypdfium2.raw as raw

from drafter.formats.pdf.page import Frame, Glyph, Matrix, PageView
from drafter.records import dataclass

_NO_INK = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_WHITE = 245
"""The least red, green and blue of a colour that cannot be told from white."""
_AREA = 4.0
"""The greatest thickness of a filled area that counts as a line."""
_BAND = 20.0
_LONGEST = 14400.0
"""The height of a page that is examined, more than any program writes."""
_MOST_COVERS, _MOST_GROUNDS = 32, 256
"""In one band of the page; of more covers the last ones count, with more grounds all text counts as on one."""
_MOST_CLIPS = 8
_WHOLE = 0.7
"""The share of the page that the picture of a scanned page covers."""

Bands = defaultdict[int, deque[tuple[int, Frame]]]


def _bands(most: int) -> Bands:
    return defaultdict(lambda: deque(maxlen=most))


@dataclass(frozen=True, slots=True)
class Seen:
    """Visible and hidden characters, and whether the visible ones are a text layer behind a picture."""

    glyphs: list[Glyph]
    hidden: list[Glyph]
    layer: bool


@dataclass(slots=True)
class Visibility:
    """What is drawn on a page in which order, as far as it decides whether text is visible."""

    view: PageView
    rank: int = 0
    inkless: set[int] = field(default_factory=set)
    white: set[int] = field(default_factory=set)
    texts: list[tuple[Any, int]] = field(default_factory=list)
    """Text objects with their position in the order of drawing."""
    ranks: dict[int, int] = field(default_factory=dict)
    """The same positions by address, filled on first use."""
    covers: Bands = field(default_factory=lambda: _bands(_MOST_COVERS))
    grounds: Bands = field(default_factory=lambda: _bands(_MOST_GROUNDS))
    shaded: bool = False
    """True if there is something behind the text that was not examined."""
    layer: bool = False
    colour: tuple[ctypes.c_uint, ...] = field(default_factory=lambda: tuple(ctypes.c_uint() for _ in range(4)))

    def text(self, item: Any) -> None:
        """Add a text object."""
        self.rank += 1
        self.texts.append((item, self.rank))
        found = _colour(item, self.colour)
        if raw.FPDFTextObj_GetTextRenderMode(item) in _NO_INK or (found and not found[3]):
            self.inkless.add(_address(item))
        elif found and min(found) >= _WHITE:
            self.white.add(_address(item))

    def area(self, item: Any, frames: Sequence[Frame], corners: int, around: Matrix) -> None:
        """Add a filled area, which may cover text if it is one rectangle (`corners`: those of its first outline)."""
        self.rank += 1
        found = _colour(item, self.colour)
        if found is None or min(found[:3]) < _WHITE:
            for frame in frames:  # thin ones too: a ground that fades is drawn in strips
                self._put(self.grounds, frame)
        if self.texts and len(frames) == 1 and corners == _RECTANGLE and found is not None and found[3] == _OPAQUE:
            thin = min(frames[0].x1 - frames[0].x0, frames[0].bottom - frames[0].top) <= _AREA
            shown = None if thin or raw.FPDFPageObj_HasTransparency(item) else _clipped(item, frames[0], around)
            if shown is not None:
                self._put(self.covers, shown)

    def picture(self, frame: Frame) -> None:
        """Add a picture: white text may be visible on it, and text below it may be a text layer."""
        self.rank += 1
        self._put(self.grounds, frame)
        part = (frame.x1 - frame.x0) * (frame.bottom - frame.top)
        if self.texts and part >= _WHOLE * self.view.width * self.view.height:
            self.layer = True

    def _put(self, bands: Bands, frame: Frame) -> None:
        top, bottom = max(frame.top, 0.0), min(frame.bottom, self.view.height, _LONGEST)
        if top <= bottom:
            for band in range(int(top / _BAND), int(bottom / _BAND) + 1):
                bands[band].append((self.rank, frame))

    def sort(self, text: Any, glyphs: list[Glyph], outside: list[Glyph]) -> Seen:
        """The characters of the page, divided into visible and hidden; `outside` are off the page."""
        if not (self.inkless or self.white or self.covers):
            return Seen(glyphs, outside, self.layer)
        doubted = glyphs if self.inkless or self.white else [glyph for glyph in glyphs if self._over(glyph)]
        drawn = [(glyph, _address(raw.FPDFText_GetTextObject(text, glyph.order))) for glyph in doubted]
        self.ranks = {_address(item): rank for item, rank in self.texts} if doubted else {}
        inkless = {glyph for glyph, item in drawn if item in self.inkless}
        # If most text has no ink, it is a layer behind a scan or behind drawn letters.
        layer = 2 * len(inkless) > len(glyphs)
        gone = {glyph for glyph, item in drawn if self._is_lost(glyph, item)} | (set() if layer else inkless)
        hidden = [*outside, *(glyph for glyph in glyphs if glyph in gone)]
        seen = [glyph for glyph in glyphs if glyph not in gone] if gone else glyphs
        return Seen(seen, hidden, layer or self.layer)

    def _is_lost(self, glyph: Glyph, item: int) -> bool:
        """True if it is white on white, or under an opaque area."""
        if item in self.white and not self.shaded:
            behind = self.grounds.get(_band(glyph), ())
            x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
            if len(behind) < _MOST_GROUNDS and not any(_holds(frame, x, y) for _, frame in behind):
                return True
        return self._over(glyph) > self.ranks.get(item, self.rank)

    def _over(self, glyph: Glyph) -> int:
        """The position in the order of drawing of the last opaque area over a character, 0 without one."""
        return max((rank for rank, frame in self.covers.get(_band(glyph), ()) if _covers(frame, glyph)), default=0)


_RECTANGLE = 4
_OPAQUE = 255


def _band(glyph: Glyph) -> int:
    return int(max(glyph.middle, 0.0) / _BAND)


def _address(item: Any) -> int:
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _colour(item: Any, parts: Sequence[ctypes.c_uint]) -> tuple[int, int, int, int] | None:
    """Red, green, blue and opacity of the fill, None for a pattern; `parts` are buffers."""
    red, green, blue, opacity = parts
    if not raw.FPDFPageObj_GetFillColor(item, red, green, blue, opacity):
        return None
    return red.value, green.value, blue.value, opacity.value


def _holds(frame: Frame, x: float, y: float) -> bool:
    return frame.x0 <= x <= frame.x1 and frame.top <= y <= frame.bottom


def _covers(frame: Frame, glyph: Glyph) -> bool:
    """True if the frame covers the character, edges apart."""
    edge = 0.15 * glyph.size
    across = frame.x0 - edge <= glyph.x0 and glyph.x1 <= frame.x1 + edge
    return across and frame.top <= glyph.base - 0.7 * glyph.size + edge and glyph.base - edge <= frame.bottom


def _clipped(item: Any, frame: Frame, around: Matrix) -> Frame | None:
    """What the clip paths, taken as rectangles, leave of a frame; None if nothing, or if there are too many paths."""
    clip = raw.FPDFPageObj_GetClipPath(item)
    count = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    if count > _MOST_CLIPS:
        return None
    for number in range(max(count, 0)):
        points = list(_corners(clip, number, around))
        if points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            frame = Frame(
                max(frame.x0, min(xs)), max(frame.top, min(ys)), min(frame.x1, max(xs)), min(frame.bottom, max(ys))
            )
    return frame if frame.x0 < frame.x1 and frame.top < frame.bottom else None


def _corners(clip: Any, number: int, around: Matrix) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(max(raw.FPDFClipPath_CountPathSegments(clip, number), 0)):
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, number, index), x, y)
        yield around.apply(x.value, y.value)
