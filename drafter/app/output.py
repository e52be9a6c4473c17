"""A filing as bytes of a file, in any format that is written."""

from __future__ import annotations

from drafter.drafting.merge import Spans, merge
from drafter.drafting.revise import Drafted
from drafter.form import Form
from drafter.formats import FORMATS, writer_for
from drafter.formats.style import load_style
from drafter.report import json as filing_codec
from drafter.report.filing import Filing


def bytes_of(filing: Filing, form: Form, suffix: str, spans: Spans | None = None) -> bytes:
    """A filing in the format of a suffix; OutputError when there is none."""
    if suffix == ".json":
        return filing_codec.write(filing)
    if suffix == ".pdf":
        from drafter.formats.pdf.writer import pdf_of

        return pdf_of(bytes_of(filing, form, ".html", spans))
    return writer_for(suffix).write(merge(filing, form, spans), load_style(form.definition.style))


def files_of(drafted: Drafted, form: Form) -> dict[str, bytes]:
    """A draft in every format that is written, by suffix."""
    document = merge(drafted.filing, form, drafted.rendered.spans)
    style = load_style(form.definition.style)
    files = {item.suffix: item.write(document, style) for item in FORMATS.values() if item.writes}
    return files | {".json": filing_codec.write(drafted.filing)}
