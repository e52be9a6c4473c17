"""Draft a statutory annual report from last year's report and this year's figures, and check every number in it.

    import drafter

    reading = drafter.read("last-year.docx")
    checked = drafter.check("report.docx", last_year="last-year.docx")
    case = drafter.Case.new("case", last_year="last-year.docx")
    drafter.diff("old.docx", "new.docx").write("redline.docx")

Paths are `str` or `Path`. Whatever goes wrong is a `DrafterError`, and `str(error)` is the sentence a person reads, in
the language of the locale or of `use_language`. What is named here is stable; modules below may change.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from drafter.app.case import Case
    from drafter.app.library import check, diff, read
    from drafter.errors import DrafterError
    from drafter.form import Form, load_form
    from drafter.messages import use_language
    from drafter.recognition import Reading
    from drafter.report import Filing, Finding, Severity

_HOME = {
    "Case": "drafter.app.case",
    "DrafterError": "drafter.errors",
    "Filing": "drafter.report.filing",
    "Finding": "drafter.report.findings",
    "Form": "drafter.form",
    "Reading": "drafter.recognition",
    "Severity": "drafter.report.findings",
    "check": "drafter.app.library",
    "diff": "drafter.app.library",
    "load_form": "drafter.form",
    "read": "drafter.app.library",
    "use_language": "drafter.messages",
}
"""Where each public name lives: a module is loaded when its name is first used."""

__all__ = [
    "Case",
    "DrafterError",
    "Filing",
    "Finding",
    "Form",
    "Reading",
    "Severity",
    "__version__",
    "check",
    "diff",
    "load_form",
    "read",
    "use_language",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import_module("drafter.messages")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
