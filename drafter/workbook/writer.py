"""Writing the workbook: known figures filled in, everything else blank."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook

from drafter.form import Form
from drafter.formats.undated import book_bytes
from drafter.report import Entry, Figures
from drafter.workbook.appearance import clean
from drafter.workbook.job import job_of
from drafter.workbook.other_sheets import entries_sheet, guide_sheet, meta_sheet
from drafter.workbook.table_sheet import table_sheet

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def write(
    form: Form,
    figures: Figures,
    last: Figures,
    entries: Sequence[Entry],
    *,
    uncertain: Mapping[str, str] | None = None,
    heading: str = "",
    language: str = "zh",
) -> bytes:
    """The workbook of a case; the same input gives the same bytes.

    `figures` are this year's as far as they are known, `last` those of last year's report; `uncertain` says of cells
    why their value is in doubt; `heading` names the organisation and the year.
    """
    job = job_of(form, figures, last, uncertain or {}, heading=heading, language=language)
    book = Workbook()
    del book[book.sheetnames[0]]
    guide_sheet(book, job)
    for table in job.layout.tables.values():
        table_sheet(book, job, table)
    entries_sheet(book, job, entries)
    meta_sheet(book, job)
    book.properties.title = clean(heading)
    return timeless(book_bytes(book))


def timeless(data: bytes) -> bytes:
    """The same package with fixed times."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", content)
                content = content.replace(b"openpyxl", b"drafter")
            target.writestr(zipfile.ZipInfo(member.filename, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
