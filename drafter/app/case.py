"""A case as one object: what the commands do, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from drafter.app.check import check_current
from drafter.app.draft import draft_case
from drafter.app.options import ReportOptions
from drafter.app.review import ExportResult, decide, export, sign
from drafter.case.create import create
from drafter.case.current import Current, current
from drafter.case.decisions import Answer, Decision, Judged, Review, Signature
from drafter.case.folder import CaseFolder, open_folder
from drafter.case.results import CheckResult, DraftResult
from drafter.form import Form, load_form
from drafter.messages import Language, language_in_use


class Case:
    """The folder for one report: `Case.open("case").draft()`. Errors are `DrafterError`s that say their sentence."""

    def __init__(self, folder: CaseFolder) -> None:
        self.folder = folder

    @classmethod
    def open(cls, path: str | Path) -> Case:
        """The case in a folder."""
        return cls(open_folder(Path(path)))

    @classmethod
    def new(
        cls,
        path: str | Path,
        *,
        last_year: str | Path | None = None,
        form: str | Form = "disclosure-2021",
        year: int | None = None,
        organization: str | None = None,
        kind: str | None = None,
        language: Language | None = None,
    ) -> Case:
        """A new case in an empty or missing folder, from last year's report or for a named organisation and year."""
        built = load_form(form) if isinstance(form, str) else form
        source = Path(last_year) if last_year is not None else None
        told = language or language_in_use()
        folder, _ = create(
            Path(path), built, last_year=source, year=year, organization=organization, kind=kind, language=told
        )
        return cls(folder)

    @property
    def path(self) -> Path:
        return self.folder.folder

    @property
    def form(self) -> Form:
        return self.folder.form

    def current(self) -> Current:
        """The report as it stands: the last draft with what a person changed in its file, and the figures of now."""
        return current(self.folder)

    def check(self, *, kind: str | None = None) -> CheckResult:
        """Every rule on the report as it stands."""
        return check_current(self.current(), self._options(kind))

    def draft(
        self, *, fresh: bool = False, edited: str | Path | None = None, take_figures: bool = False
    ) -> DraftResult:
        """Write the next draft: last year rolled forward first or when `fresh`, else the wording of the last one."""
        source = Path(edited) if edited is not None else None
        return draft_case(self.folder, self._options(), fresh=fresh, edited=source, take_figures=take_figures)

    def judged(self) -> Sequence[Judged]:
        """The findings with the decisions that stand."""
        return self.check().judged

    def decide(self, key: str, answer: Answer, *, reason: str, by: str | None = None) -> Decision:
        """Keep an answer to the finding or waiting sentence with a number or a key (or the only key that begins so).

        A list of numbers ("3,5-8") or the code of a rule answers several at once; the last decision is given back.
        """
        return decide(self.folder, key, answer, reason=reason, by=by)[-1]

    def sign(self, review: Review, *, by: str | None = None) -> Signature:
        """Sign the report as it stands."""
        return sign(self.folder, review, by=by)

    def export(
        self, path: str | Path, *, review: bool = False, language: Language | None = None, force: bool = False
    ) -> ExportResult:
        """Write the final text when nothing holds it back, or a copy for review at once."""
        return export(self.folder, Path(path), review=review, language=language or language_in_use(), force=force)

    def _options(self, kind: str | None = None) -> ReportOptions:
        return ReportOptions(self.form.key, kind=kind)
