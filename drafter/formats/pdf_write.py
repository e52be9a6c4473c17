"""PDF from the HTML of a report, by WeasyPrint (the extra `pdf`)."""

from __future__ import annotations

from drafter.errors import OutputError


def pdf_of(page: bytes) -> bytes:
    """The page as PDF; OutputError when the extra is not installed."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise OutputError("no_pdf_extra") from error
    data: bytes = weasyprint.HTML(string=page.decode(), url_fetcher=_nothing).write_pdf()
    return data


def _nothing(url: str) -> dict[str, object]:
    """Whatever a page refers to is not fetched."""
    return {"string": b"", "mime_type": "text/plain"}
