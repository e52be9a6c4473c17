"""All checks of one report, collected once and in a stable order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from drafter.checks.figures import Tally, cell_text, check_figures
from drafter.checks.last_year import check_powers, check_years
from drafter.checks.sections import check_account, check_sections
from drafter.checks.wording import WordingCheck, Words, check_wording
from drafter.form import Form
from drafter.form.wording import wording_of
from drafter.messages import both
from drafter.report.entries import Entry
from drafter.report.facts import facts_of
from drafter.report.filing import Figures, Filing, show
from drafter.report.findings import Finding, Place, Severity, in_order
from drafter.report.narrative import Narrative
from drafter.report.notes import Note
from drafter.statements import Account, State, bind


@dataclass(frozen=True, slots=True)
class Context:
    """What a report is checked against besides the form."""

    last: Filing | None = None
    notes: Sequence[Note] = ()
    entries: Sequence[Entry] = ()
    kind: str | None = None
    confirmed: Sequence[str] = ()
    """Differences from last year's report that the user has confirmed: "organization", "year"."""
    notices: Sequence[str] = ()
    """Local notices that apply: rules of others are off."""
    wording: Path | None = None
    """A user's own file of rules on words."""
    workbook: str | None = None
    """The title of the report for which the workbook was made."""
    edited: Figures = field(default_factory=dict)
    """Cells that a person changed in the tables of an edited draft, as they stand there."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Findings in order, the account of the narrative, and what each relation came to."""

    findings: tuple[Finding, ...]
    account: Account
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    text_tallies: Mapping[str, Tally] = field(default_factory=dict)
    """What each rule on numbers and claims of the text came to."""
    not_assessable: tuple[str, ...] = ()
    """Keys of rules on words that nobody can judge here: kind, year or name are not known."""

    def count(self, severity: Severity) -> int:
        """How many findings weigh this much."""
        return sum(finding.severity is severity for finding in self.findings)


def check(filing: Filing, form: Form, context: Context) -> Checked:
    """Every rule on a filing; narrative rules only where there is a narrative."""
    facts = facts_of(
        form,
        filing.figures,
        organization=filing.organization,
        year=filing.year,
        last=context.last,
        notes=context.notes,
        entries=context.entries,
    )
    last = facts.last.figures if facts.last else None
    figures = check_figures(filing.figures, form, last=last, unread=filing.unread)
    findings = [*figures.findings, *_same_report(filing, context)]
    findings += _edited_cells(facts.figures, form, context)
    if last is not None:
        findings += check_years(facts.figures, last, form)
    findings += check_powers(facts.figures, form, kind=context.kind, organization=filing.organization)
    account = Account((), ())
    tallies: dict[str, Tally] = {}
    if any(filing.narrative.values()):
        account = bind(Narrative(filing.narrative, form), facts)
        text = check_account(account, facts)
        findings += [*check_sections(filing, form), *text.findings]
        tallies = dict(text.tallies)
    words = _words(filing, form, context)
    found = in_order([*findings, *words.findings])
    return Checked(found, account, figures.tallies, tallies, words.not_assessable)


def _words(filing: Filing, form: Form, context: Context) -> WordingCheck:
    """The rules on words, where there are any words."""
    if not any(filing.narrative.values()):
        return WordingCheck(())
    wording = wording_of(form, context.wording)
    return check_wording(filing, form, Words(wording, context.kind, context.notices, context.last))


def _edited_cells(figures: Figures, form: Form, context: Context) -> Iterator[Finding]:
    """Cells edited in a draft's tables: the workbook stays the one source of figures."""
    for address, typed in context.edited.items():
        here, there = show(typed), show(figures.get(address))
        message = both("findings.edited_cell", cell=cell_text(address, form), edited=here or "-", workbook=there or "-")
        yield Finding("C4", Severity.ERROR, Place(cells=(address,)), message, there, here)


def _same_report(filing: Filing, context: Context) -> Iterator[Finding]:
    """Whether last year's report is this organisation's, of the year before, and the workbook this report's."""
    last = context.last
    if context.workbook and filing.title and context.workbook != filing.title and not context.confirmed:
        message = both("findings.other_workbook", found=context.workbook, expected=filing.title)
        yield Finding("C3", Severity.ERROR, Place(), message, filing.title, context.workbook)
    if last is None:
        return
    renamed = filing.organization and last.organization and filing.organization != last.organization
    if renamed and "organization" not in context.confirmed:
        message = both("findings.other_organization", now=filing.organization, before=last.organization)
        yield Finding("C1", Severity.ERROR, Place(), message, last.organization, filing.organization)
    if filing.year and last.year and filing.year != last.year + 1 and "year" not in context.confirmed:
        message = both("findings.year_gap", now=filing.year, before=last.year)
        yield Finding("C2", Severity.ERROR, Place(), message, str(last.year + 1), str(filing.year))


def coverage(account: Account) -> dict[str, int]:
    """How many quantities there are, and how many are in each state."""
    return {"quantities": len(account.bindings)} | {state.value: account.count(state) for state in State}
