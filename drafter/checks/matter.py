"""What rules look at: a report as it was read, its facts, the account of its text, and what the user says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property
from pathlib import Path

from drafter.checks.passages import Manuscript, manuscript
from drafter.form import Form
from drafter.form.phrases import Phrases
from drafter.form.wording import Wording
from drafter.formats.comments import Comment
from drafter.records import dataclass
from drafter.report import Facts, Figures, Filing, Place
from drafter.statements import Account, Binding
from drafter.statements.second import SecondReading
from drafter.vouching import Vouching

_NO_ACCOUNT = Account((), ())
_NO_WORDING = Wording((), (), (), {})


@dataclass(frozen=True, slots=True)
class Context:
    """What the user says of a report besides its facts."""

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
    own: Sequence[Place] = ()
    """Sentences that a person wrote into an edited draft."""
    comments: Sequence[tuple[Place, Comment]] = ()
    """What people wrote as comments into a draft's file, each with its place in the text."""
    is_draft: bool = False
    """Whether the text is a draft, in which every sentence needs something or somebody to vouch for it."""
    second: SecondReading | None = None
    """What a second reader says of the text."""


@dataclass(frozen=True, eq=False)
class Matter:
    """Everything that a rule may look at; rules that need a text are not asked where there is none."""

    facts: Facts
    filing: Filing
    account: Account = _NO_ACCOUNT
    context: Context = Context()
    wording: Wording = _NO_WORDING
    """The rules on words of the form and of the user."""
    vouching: Vouching = Vouching()

    @property
    def form(self) -> Form:
        """The form of the report."""
        return self.facts.form

    @property
    def year(self) -> int | None:
        """The year of the report, or else the one that its text names most."""
        return self.facts.year or self.account.year

    @property
    def phrases(self) -> Phrases:
        """How the form's figures are said."""
        return self.facts.phrases

    @cached_property
    def by_paragraph(self) -> Mapping[Place, Sequence[Binding]]:
        """The quantities of the text by the place of their paragraph."""
        return self.account.by_paragraph()

    @cached_property
    def script(self) -> Manuscript:
        """All words of the report as one text."""
        return manuscript(self.filing, self.form, self.wording)
