"""Bytes to text: in the encoding that a file declares, or else the one in which its bytes make ordinary words."""

from __future__ import annotations

import codecs
import re
from functools import cache

from drafter.errors import SourceError

_HEAD = 1 << 14
"""The bytes at the beginning of a page that are searched for a declaration."""

_SAMPLE = 1 << 11
"""The bytes that are tried in every encoding, from the first one beyond ASCII on."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNICODE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_GUESSES = ("utf-8", "gb18030", *_UNICODE, "big5hkscs", "cp1252")
"""In order of preference: a later one must give clearly better text than an earlier one."""

_DECLARED = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "big5hkscs": "big5hkscs",
}
"""Declarations that are trusted, and the superset of each that pages really use."""

_DECLARATION = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,500}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_ENDINGS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]"
)
"""Controls and other invisible characters: soft hyphens, zero-width spaces, direction marks."""
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_DENSE = re.compile(rb"[\x80-\xff]{3}")

_FEW = 3
"""Fewer characters beyond ASCII do not outweigh a declaration or a preference."""

_MARGIN = 0.15
_ORDINARY_SHARE = 0.5
"""The share of everyday characters that a text needs in an encoding that was neither declared nor is usual."""

_BROKEN_COST = 20.0
_BROKEN_SHARE = 200
"""Up to one undecodable place in this many characters becomes U+FFFD; with more it is another encoding."""

_CONTROL_SHARE = 100
"""Up to one control character in this many is dropped; with more the file is not text."""


def decode(data: bytes, declared: str | None = None) -> str:
    r"""The text in `data` with "\n" as line ends; SourceError if it is not text or its encoding is not known.

    `declared` is the encoding that the source declares; a byte order mark and the evidence of the bytes outrank it. A
    character cut off by the end of the data becomes U+FFFD.
    """
    return _clean(raw_text(data, declared))


def raw_text(data: bytes, declared: str | None = None) -> str:
    """The same as `decode`, but with line ends and stray control characters kept; there is never a U+0000."""
    text = _text(data, _codec(declared))
    if "\0" in text:
        raise SourceError("not_text")
    return text


def utf8(data: bytes, declared: str | None = None) -> bytes:
    """The same as `raw_text`, encoded as UTF-8; `data` itself if it is that already."""
    sound = _codec(declared) in (None, "utf-8") and _sound_utf8(data) is not None
    return data if sound else raw_text(data, declared).encode()


def declared_charset(data: bytes) -> str | None:
    """The charset declared in the head of an HTML page, if any."""
    found = _DECLARATION.search(data, 0, _HEAD)
    return found[1].decode("ascii", "replace") if found else None


def _codec(label: str | None) -> str | None:
    """Python's name of a declared encoding; None if it is not one that is trusted."""
    try:
        return _DECLARED.get(codecs.lookup((label or "").lower().removeprefix("x-")).name)
    except (LookupError, ValueError):
        return None


def _text(data: bytes, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :], encoding)
    if declared in (None, "utf-8") and (text := _sound_utf8(data)) is not None:
        return text
    return _checked(data, _likeliest(_sample(data), declared))


def _sound_utf8(data: bytes) -> str | None:
    """The text if the bytes are sound UTF-8 without a byte order mark; else None."""
    try:
        return None if data.startswith(codecs.BOM_UTF8) or b"\0" in data else data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _sample(data: bytes) -> bytes:
    """The bytes from the first one beyond ASCII on, aligned so that a character begins there in every encoding."""
    found = _BEYOND_ASCII.search(data)
    start = found.start() // 4 * 4 if found else 0
    return data[start : start + _SAMPLE]


def _checked(data: bytes, encoding: str) -> str:
    """The text, with U+FFFD for undecodable places; SourceError if there are many."""
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    if broken and broken > text.endswith("\ufffd") + len(text) // _BROKEN_SHARE:
        raise _refusal(data)
    return text


def _likeliest(sample: bytes, declared: str | None) -> str:
    """The first candidate that no other clearly surpasses; SourceError if there is none."""
    fit: list[tuple[str, float, float]] = []
    for name in dict.fromkeys([declared, *_GUESSES] if declared else _GUESSES):
        if name == "cp1252" and _DENSE.search(sample):
            continue
        score, margin = _score(codecs.getincrementaldecoder(name)("replace").decode(sample))
        if score + margin >= 1.0 and score >= 0 and not fit:
            return name
        if score >= (0.0 if name in (declared, "utf-8", "gb18030") else _ORDINARY_SHARE):
            fit.append((name, score, margin))
    if not fit:
        raise _refusal(sample)
    best = max(score for _, score, _ in fit)
    return next(name for name, score, margin in fit if score + margin >= best)


def _refusal(data: bytes) -> SourceError:
    return SourceError("not_text" if _is_junk(data.decode("ascii", "replace")) else "undecodable")


def _score(text: str) -> tuple[float, float]:
    """How ordinary the text is (at most 1, below 0 if broken), and by how much a rival must surpass it."""
    telling = [char for char in text if char > "\x7f"]
    broken = text.count("\ufffd") + len(_CONTROLS.findall(text))
    good = sum(map(_ordinary().__contains__, telling)) if telling else 1
    score = (good - broken * _BROKEN_COST) / max(len(telling), 1)
    return score, _MARGIN if len(telling) >= _FEW else 1.0


@cache
def _ordinary() -> frozenset[str]:
    """Characters of everyday Chinese, simplified or traditional, and of Western typography."""
    simplified = _square(range(0xA1, 0xA4), "gb2312") + _square(range(0xB0, 0xD8), "gb2312")
    traditional = _square(range(0xA4, 0xC7), "big5")
    western = bytes((*range(0x91, 0x98), 0xA0, 0xA7, 0xA9, 0xB0, 0xB7, 0xE9)).decode("cp1252")
    return frozenset(simplified + traditional + western)


def _square(leads: range, encoding: str) -> str:
    return b"".join(bytes((lead, trail)) for lead in leads for trail in range(0x40, 0xFF)).decode(encoding, "ignore")


def _is_junk(text: str) -> bool:
    return "\0" in text or len(_CONTROLS.findall(text)) > 1 + len(text) // _CONTROL_SHARE


def visible(text: str) -> str:
    """`text` without invisible characters."""
    return text if text.isascii() or not _INVISIBLE.search(text) else _INVISIBLE.sub("", text)


def _clean(text: str) -> str:
    text = text.lstrip("\ufeff") if text.startswith("\ufeff") else text
    if not _UNCLEAN.search(text):
        return text
    if _is_junk(text):
        raise SourceError("not_text")
    return _INVISIBLE.sub("", _ENDINGS.sub("\n", text))
