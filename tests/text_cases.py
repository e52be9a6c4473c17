"""One paragraph on requests against made-up figures: what the rules on statements of the text say of it."""

from __future__ import annotations

from drafter.checks import check_account
from drafter.checks.rules import Outcomes
from drafter.form import Form
from drafter.report.facts import facts_of
from drafter.report.filing import Block, Figures, Filing, blank_figures
from drafter.report.narrative import Narrative
from drafter.statements import bind

NOW = {
    "requests.new.natural_person": 96, "requests.new.business": 11, "requests.new.research": 1,
    "requests.new.social_organization": 0, "requests.new.legal_service": 3, "requests.new.other": 2,
    "requests.new.total": 113, "requests.carried_in.total": 6, "requests.carried_in.natural_person": 5,
    "requests.carried_in.business": 1, "requests.carried_in.research": 0, "requests.carried_in.social_organization": 0,
    "requests.carried_in.legal_service": 0, "requests.carried_in.other": 0,
    "requests.handled_total.total": 115, "requests.carried_out.total": 4, "requests.granted.total": 60,
    "requests.handled_total.natural_person": 98, "requests.handled_total.business": 11,
    "requests.handled_total.research": 1,
    "requests.handled_total.social_organization": 0, "requests.handled_total.legal_service": 3,
    "requests.handled_total.other": 2,
    "disputes.review.upheld": 4, "disputes.review.corrected": 1, "disputes.review.other": 2,
    "disputes.review.pending": 1, "disputes.review.total": 8,
    **dict.fromkeys(
        (
            f"disputes.litigation_{kind}.{result}"
            for kind in ("direct", "after_review")
            for result in ("upheld", "corrected", "other", "pending", "total")
        ),
        0,
    ),
    "proactive.fees.amount": 318,
}  # fmt: skip
LAST = {"requests.new.total": 100, "requests.carried_in.total": 4}


def judge(
    form: Form,
    *paragraphs: str,
    last: bool = True,
    section: str = "overview",
    year: int | None = 2024,
    **changed: int | None,
) -> Outcomes:
    """What the rules say of paragraphs on requests."""
    cells = {key.replace("__", "."): value for key, value in changed.items()}
    figures: Figures = {**blank_figures(form), **NOW, **cells}
    before = Filing(form.key, {**blank_figures(form), **LAST}) if last else None
    block = Block(paragraphs, None, "on_request" if section == "overview" else None)
    facts = facts_of(form, figures, organization="青禾县人民政府", year=year, last=before)
    return check_account(bind(Narrative({section: (block,)}, form), facts), facts)


def raised(found: Outcomes) -> list[str]:
    """Codes and weights of what was found."""
    return [f"{finding.rule} {finding.severity}" for finding in found.findings]
