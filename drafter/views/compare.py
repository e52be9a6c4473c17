"""Two filings side by side as one self-contained HTML page: differences, findings, and what every number rests on."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from drafter.case.decisions import Judged
from drafter.checks import Checked
from drafter.comparison import Comparison
from drafter.form import Form
from drafter.formats.html import page_template
from drafter.messages import LANGUAGES, catalogue
from drafter.resources import folder
from drafter.views.compare_records import Grid, Row, TextPart
from drafter.views.compare_rows import changes, sections, title_row, view_of
from drafter.views.diff_text import summary_lines

FILTERS = ("changed", "wording", "open", "findings")
_PREFIX = "compare."


def compare_page(
    comparison: Comparison, checked: Checked, form: Form, language: str, judged: Sequence[Judged] = ()
) -> str:
    """The page; `checked` is the check of the new filing, `judged` says which of its findings are answered."""
    view = view_of(comparison, form, language, checked.findings, checked.account, judged)
    title, parts = title_row(view), tuple(sections(view))
    words = _words(language)
    script = (folder("data") / "page" / "compare.js").read_text(encoding="utf-8")
    return page_template("compare.html").render(
        language=language,
        text_language=form.definition.language,
        words=words,
        names=[side.title or words["untitled"] for side in (comparison.old, comparison.new)],
        years=[side.year or "" for side in (comparison.old, comparison.new)],
        summary=tuple(summary_lines(comparison, language)),
        title_row=title,
        parts=parts,
        totals=_totals(title, parts),
        changes=tuple(changes(title, parts, view)),
        script=script,
        digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _words(language: str) -> Mapping[str, str]:
    known = next(name for name in (*LANGUAGES, language) if name == language or name == LANGUAGES[-1])
    found = catalogue(known)
    return {key.removeprefix(_PREFIX): text for key, text in found.items() if key.startswith(_PREFIX)}


def _totals(title: Row, parts: Sequence[TextPart]) -> Mapping[str, int]:
    """How many lines each filter shows; for findings, how many findings there are."""
    shown: list[Row | Grid] = [title]
    notes = set[int]()
    for part in parts:
        shown += (*part.rows, *part.grids)
        notes |= {note.number for note in part.notes}
    flags = Counter(flag for item in shown for flag in item.flags)
    notes |= {note.number for item in shown for note in item.notes}
    return {name: flags[name] for name in FILTERS} | {"findings": len(notes)}
