"""Fields: an instruction and its result, and the value of form fields, which have no result in the text."""

from __future__ import annotations

from drafter.formats.docx.elements import is_on, number, value
from drafter.formats.docx.package import Element, W
from drafter.records import dataclass

_TICKED, _EMPTY = "\N{BALLOT BOX WITH X}", "\N{BALLOT BOX}"
_DATA, _LIST, _BOX = W + "ffData", W + "ddList", W + "checkBox"


@dataclass(slots=True)
class Field:
    """A field being read: its text is hidden while `instruction` is true; `start` is where its result begins."""

    shown: str = ""
    default: str = ""
    instruction: bool = True
    start: int = 0

    @classmethod
    def of(cls, mark: Element) -> Field:
        """The field that this w:fldChar begins; list choices and ticks of boxes are stored here, not in a result."""
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
