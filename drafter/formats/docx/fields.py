"""Fields: an instruction and its result, and what a box of a form shows that has no result in the text."""

from __future__ import annotations

from dataclasses import dataclass

from drafter.formats.docx.package import Element, W
from drafter.formats.docx.styles import is_on, number, value

_TICKED, _EMPTY = "\N{BALLOT BOX WITH X}", "\N{BALLOT BOX}"
_DATA, _LIST, _BOX = W + "ffData", W + "ddList", W + "checkBox"


@dataclass(slots=True)
class Field:
    """A field that is open: while `instruction`, its text is not shown; `start` is where its result begins."""

    shown: str = ""
    default: str = ""
    instruction: bool = True
    start: int = 0

    @classmethod
    def of(cls, mark: Element) -> Field:
        """The field that this w:fldChar begins: the choice of a list and a tick are in no result."""
        data = mark.find(_DATA)
        if data is None:
            return cls()
        return cls(_choice(data.find(_LIST)) + _tick(data.find(_BOX)), value(data, "textInput/default") or "")


def _choice(choices: Element | None) -> str:
    if choices is None:
        return ""
    entries = [entry.get(W + "val", "") for entry in choices.iterfind(W + "listEntry")]
    chosen = number(value(choices, "result") or value(choices, "default"), 0)
    return entries[chosen] if chosen < len(entries) else ""


def _tick(box: Element | None) -> str:
    if box is None:
        return ""
    states = [state for name in ("checked", "default") if (state := box.find(W + name)) is not None]
    return _TICKED if states and is_on(states[0]) else _EMPTY
