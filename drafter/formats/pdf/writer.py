"""PDF from the HTML of a report, by WeasyPrint (the extra `pdf`)."""

from __future__ import annotations

import shutil
import subprocess

from drafter.errors import OutputError


def pdf_of(page: bytes) -> bytes:
    """The page as PDF; OutputError when the extra is not installed."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise OutputError("no_pdf_extra") from error
    _require_chinese_font()
    data: bytes = weasyprint.HTML(string=page.decode(), url_fetcher=_nothing).write_pdf()
    return data


def _require_chinese_font() -> None:
    """OutputError where fontconfig knows no font for Chinese: the text would come out as empty boxes."""
    program = shutil.which("fc-list")
    if program is None:
        return
    found = subprocess.run([program, ":lang=zh", "family"], capture_output=True, timeout=30, check=False)
    if not found.stdout.strip():
        raise OutputError("no_chinese_font")


def _nothing(url: str) -> dict[str, object]:
    """Whatever a page refers to is not fetched."""
    return {"string": b"", "mime_type": "text/plain"}
