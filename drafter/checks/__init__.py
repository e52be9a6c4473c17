"""All checks of one report, collected once and in a stable order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from drafter.checks import comments, vouched
from drafter.checks.catalogue import STATEMENT_RULES, figure_rules, text_rules
from drafter.checks.matter import Context, Matter
from drafter.checks.rules import Outcomes, Tally, apply
from drafter.form.wording import wording_of
from drafter.records import dataclass
from drafter.report import Facts, Filing, Finding, Narrative, Severity, in_order
from drafter.statements import Account, State, bind
from drafter.statements.second import SecondReading
from drafter.vouching import Vouching, vouch, with_second

_NO_CONTEXT = Context()

__all__ = ["Checked", "Context", "check", "check_account", "coverage"]


@dataclass(frozen=True, slots=True)
class Checked:
    """Findings in order, the account of the narrative, and what each relation came to."""

    findings: tuple[Finding, ...]
    account: Account
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    text_tallies: Mapping[str, Tally] = field(default_factory=dict)
    """What each rule on numbers and claims of the text came to."""
    not_assessable: tuple[str, ...] = ()
    """Codes of rules on words that nobody can judge here: kind, year or name are not known."""
    vouching: Vouching = Vouching()
    waiting: tuple[Finding, ...] = ()
    """Sentences of a draft that wait for a person, unless a finding says what is wrong with them."""
    comments: tuple[Finding, ...] = ()
    """Comments of people in a draft's file."""
    doubted: frozenset[str] = frozenset()
    """Keys of findings about such sentences: also those that are warnings want an answer."""
    second: SecondReading | None = None
    """What a second reader said of the text; what was dropped of it stands in the account and in the vouching."""

    def count(self, severity: Severity) -> int:
        """How many findings weigh this much."""
        return sum(finding.severity is severity for finding in self.findings)


def check(filing: Filing, facts: Facts, context: Context = _NO_CONTEXT) -> Checked:
    """Every rule on a filing, held against its facts; rules on the text only where there is one."""
    form = facts.form
    narrative = Narrative(filing.narrative, form)
    matter = Matter(facts, filing, context=context)
    text = (Outcomes(), Outcomes(), Outcomes())
    if any(filing.narrative.values()):
        wording = wording_of(form, context.wording)
        statements = context.second.statements if context.second else ()
        matter = Matter(facts, filing, bind(narrative, facts, statements), context, wording)
        sections, stated, words = (apply(rules, matter) for rules in text_rules(wording))
        text = (sections, stated, words)
    figures = apply(figure_rules(form), matter)
    found = in_order(finding for outcomes in (figures, *text) for finding in outcomes.findings)
    relations = {relation.rule for relation in form.definition.relations}
    tallies = {rule: tally for rule, tally in figures.tallies.items() if rule in relations}
    vouching = vouch(narrative, facts, matter.account, own=context.own)
    if context.second is not None:
        vouching = with_second(vouching, context.second.sentences, matter.account)
    matter = replace(matter, vouching=vouching)
    waiting, doubted = _waiting(matter, found)
    told = in_order(apply(comments.RULES, matter).findings)
    unknown = text[2].not_assessable
    return Checked(
        found,
        matter.account,
        tallies,
        text[1].tallies,
        unknown,
        matter.vouching,
        waiting,
        told,
        doubted,
        context.second,
    )


def _waiting(matter: Matter, found: Sequence[Finding]) -> tuple[tuple[Finding, ...], frozenset[str]]:
    """Sentences of a draft that wait for a person, and keys of findings that tell so already of contradicted ones."""
    if not matter.context.is_draft:
        return (), frozenset()
    sentences = apply(vouched.RULES, matter).findings
    wrong = vouched.SentencesAt(item for item in sentences if item.rule == vouched.CONTRADICTED.code)
    around = [(item, wrong.around(item)) for item in found if item.severity is not Severity.INFO]
    told = [item for item, contradicted in around if contradicted]
    known = {id(sentence) for _, contradicted in around for sentence in contradicted}
    rest = (item for item in sentences if id(item) not in known)
    return in_order(rest), frozenset(item.key for item in told)


def check_account(account: Account, facts: Facts) -> Outcomes:
    """Every rule on what a text states against the figures, and against itself."""
    return apply(STATEMENT_RULES, Matter(facts, Filing(facts.form.key, facts.figures), account))


def coverage(account: Account) -> dict[str, int]:
    """How many quantities there are, and how many are in each state."""
    return {"quantities": len(account.bindings)} | {state.value: account.count(state) for state in State}
