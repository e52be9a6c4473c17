"""A filing as bytes of a file, in any format that is written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from drafter.case.create import FORM
from drafter.case.files import write_file
from drafter.case.folder import DECISIONS, FIGURES_JSON, LAST, NOTES, WORKBOOK
from drafter.case.settings import SETTINGS
from drafter.drafting.merge import Spans, merge
from drafter.drafting.remarks import Remark, with_comments
from drafter.drafting.revise import WrittenDraft
from drafter.errors import OutputError
from drafter.form import Form
from drafter.formats import FORMATS, writer_for
from drafter.formats.comments import Comment
from drafter.formats.reviewed import WrittenComment
from drafter.formats.style import load_style
from drafter.report import Filing
from drafter.report import json as filing_codec

_REVIEWED = (".docx", ".html")
"""Formats that show comments."""


def write_output(path: Path, data: bytes, *, force: bool, sources: Collection[Path] = ()) -> None:
    """Write what `-o` asks for: never over a file that was read or that belongs to a case; over others with `force`."""
    place = path.resolve()
    if any(place == source.resolve() for source in sources):
        raise OutputError("over_source", path=path)
    case = next((folder for folder in place.parents if (folder / SETTINGS).is_file()), None)
    if case is not None and _belongs(place.relative_to(case)):
        raise OutputError("over_case", path=path, case=case.name)
    if place.exists() and not force:
        raise OutputError("file_exists", path=path)
    write_file(path, data)


def _belongs(name: Path) -> bool:
    """Whether a file of this name, from the folder of a case, is one of the case's own."""
    own = (SETTINGS, WORKBOOK, FIGURES_JSON, NOTES, DECISIONS)
    return (
        name.parts[0] in ("drafts", FORM) or str(name) in own or name.name.startswith((f"{LAST}.", "figures.before-"))
    )


def bytes_of(filing: Filing, form: Form, suffix: str, spans: Spans | None = None) -> bytes:
    """A filing in the format of a suffix; OutputError when there is none."""
    if suffix == ".json":
        return filing_codec.write(filing)
    if suffix == ".pdf":
        from drafter.formats.pdf.writer import pdf_of

        return pdf_of(bytes_of(filing, form, ".html", spans))
    return writer_for(suffix).write(merge(filing, form, spans), load_style(form.definition.style))


def files_of(
    drafted: WrittenDraft,
    form: Form,
    comments: Sequence[tuple[Comment, WrittenComment]] = (),
    remarks: Sequence[Remark] = (),
) -> dict[str, bytes]:
    """A draft in every format that is written, by suffix; the Word file and the page with comments and remarks."""
    document = merge(drafted.filing, form, drafted.rendered.spans)
    reviewed = with_comments(document, comments, remarks)
    style = load_style(form.definition.style)
    written = {item.suffixes[0]: item for item in FORMATS.values() if item.writes}
    files = {
        suffix: item.write(reviewed if suffix in _REVIEWED else document, style) for suffix, item in written.items()
    }
    return files | {".json": filing_codec.write(drafted.filing)}
