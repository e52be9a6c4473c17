"""Results as one self-contained HTML page."""

from __future__ import annotations

from drafter.checks import Checked, coverage
from drafter.form import Form
from drafter.formats.html import page_template
from drafter.messages import say
from drafter.report import Filing


def findings_page(checked: Checked, filing: Filing, form: Form, language: str) -> str:
    """The findings of a report as a page that can be printed or sent."""
    return page_template("findings.html").render(
        language=language,
        title=filing.title or form.definition.name.zh,
        findings=[
            (finding, say(language, f"severity.{finding.severity.value}"), finding.message.in_language(language))
            for finding in checked.findings
        ],
        counts=coverage(checked.account),
        heading=say(language, "page.findings"),
        none=say(language, "page.none"),
        columns=[say(language, f"page.{name}") for name in ("severity", "rule", "message", "place", "source")],
        account=say(language, "summary.account", **coverage(checked.account)),
    )
