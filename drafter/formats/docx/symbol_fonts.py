"""Symbol fonts, whose codes do not show the usual characters: "2" may be an envelope."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.formats.docx.package import Element, W

UNKNOWN = "\ufffd"
"""For a symbol without a known character: neither a digit nor blank."""

_CIRCLED = (0x24EA, *range(0x2460, 0x246A), 0x24FF, *range(0x2776, 0x2780))
"""0 to 10 in circles, white ones and black ones."""
_AS_ELSEWHERE = "0123456789 !#%&()+,./:;<=>?[]_{|}"


def _codes(pairs: str) -> dict[int, int]:
    """A map from codes of a font to code points, from pairs of hexadecimal numbers."""
    numbers = [int(number, 16) for number in pairs.split()]
    return dict(zip(numbers[::2], numbers[1::2], strict=True))


_SYMBOL = {ord(char): ord(char) for char in _AS_ELSEWHERE} | _codes(
    "2D 2212 A3 2264 B0 B0 B1 B1 B3 2265 B4 D7 B7 2022 B8 F7 B9 2260 BB 2248"
)
_WINGDINGS = dict(enumerate(_CIRCLED, 0x80)) | _codes(
    "20 20 6C 25CF 6E 25A0 6F 25A1 71 2751 72 2752 75 25C6 76 2756 9F 2022 A1 25CB A7 25AA A8 25FB AB 2605"
    " D8 27A2 E0 2192 FB 2717 FC 2713 FD 2612 FE 2611"
)
_WINGDINGS_2 = dict(enumerate(_CIRCLED, 0x69)) | _codes("20 20 4F 2717 50 2713 51 2612 52 2611 53 2612 A2 25A0 A3 25A1")
_SPACE = _codes("20 20")
FONTS: Mapping[str, Mapping[int, int]] = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _SPACE,
    "webdings": _SPACE,
    "marlett": _SPACE,
}
"""The characters that the codes of each font look like, by the name of the font in small letters."""


def typed(text: str, font: str) -> str:
    """The characters that `text` looks like in a symbol font."""
    return "".join(_shown(ord(char), FONTS[font]) for char in text)


def symbol(element: Element) -> str:
    """The character of a w:sym, given by a font and a code in it."""
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return UNKNOWN
    font = FONTS.get(element.get(W + "font", "").lower())
    if font is not None:
        return _shown(code, font)
    return chr(code) if 0x20 <= code < 0xD800 else UNKNOWN


def _shown(code: int, font: Mapping[int, int]) -> str:
    own = code & 0xFF if 0xF000 <= code < 0xF100 else code
    if own < 0x100:
        return chr(font[own]) if own in font else UNKNOWN
    return chr(code) if code < 0xD800 else UNKNOWN
