"""A model at work for the page: asked in a thread of its own; what it writes is proposed, and taken by a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field, replace
from threading import Thread
from typing import TYPE_CHECKING

from drafter.case.current import current, inputs_of
from drafter.case.folder import CaseFolder
from drafter.comparison import BREAK, ComparedPassage, ComparedSentence, compare
from drafter.drafting.merge import PREFACE
from drafter.errors import CaseError, DrafterError, ModelError
from drafter.form import Form
from drafter.llm.settings import model_settings
from drafter.messages import Language, error_text
from drafter.records import dataclass
from drafter.report import Filing, Narrative
from drafter.web.page_data import Data

if TYPE_CHECKING:  # what writes is loaded when it is asked to
    from drafter.llm.writer import Progress


@dataclass(slots=True)
class _Job:
    """One thing that a model was asked for."""

    state: str = "running"
    """"running", "done", "failed" or "cancelled"."""
    heading: str = ""
    """Of the place that is being written."""
    characters: dict[str, int] = field(default_factory=dict)
    """That have come, by request."""
    error: str = ""
    written: Filing | None = None
    section: str | None = None
    """Only this section was asked for."""


class ModelDesk:
    """The model of a case, one job at a time; nothing that it writes is in the report before a person takes it."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.job: _Job | None = None

    def state(self, case: CaseFolder) -> Data:
        """Which model would be asked, where, and how far it is."""
        job = self.job
        return {
            "model": self._model(case),
            "state": job.state if job else None,
            "heading": job.heading if job else "",
            "characters": sum(job.characters.values()) if job else 0,
            "error": job.error if job else "",
            "proposals": list(_proposals(case, job)) if job and job.written else [],
        }

    def _model(self, case: CaseFolder) -> Data | None:
        """The model's name, and the address that a report is sent to (none for a file on this machine)."""
        try:
            settings = model_settings({}, case.settings.model)
        except (ModelError, CaseError):
            return None
        return {"name": settings.model, "server": None if settings.is_file else settings.base_url}

    def write(self, case: CaseFolder, section: str | None) -> None:
        """Have the whole text written, to propose all of it or one section."""
        facts = inputs_of(case).facts

        def work(job: _Job) -> Filing:
            from drafter.app.model_drafts import Asked, draft_with_model

            run = draft_with_model(case, facts, Asked(), fresh=False, progress=lambda told: _heard(job, told))
            return run.drafted.filing

        self._start(work, section)

    def revise(self, case: CaseFolder, section: str, paragraph: int, instruction: str) -> None:
        """Have a paragraph revised."""
        now = current(case)
        if now.drafted is None:
            raise CaseError("no_draft", folder=case.folder)
        text = _text_at(now.filing, case.form, section, paragraph)

        def work(job: _Job) -> Filing:
            from drafter.app.model_drafts import Asked
            from drafter.app.revise import propose

            proposal = propose(case, text, instruction, Asked())
            return _with_paragraph(now.filing, section, paragraph, proposal.after)

        self._start(work, section)

    def cancel(self) -> None:
        """Stop waiting; what comes later is not looked at."""
        if self.job is not None and self.job.state == "running":
            self.job.state = "cancelled"

    def leave(self) -> None:
        """Put what was proposed aside."""
        if self.job is not None and self.job.state != "running":
            self.job = None

    def _start(self, work: Callable[[_Job], Filing], section: str | None) -> None:
        if self.job is not None and self.job.state == "running":
            raise CaseError("model_at_work")
        job = self.job = _Job(section=section)
        Thread(target=self._run, args=(job, work), daemon=True).start()

    def _run(self, job: _Job, work: Callable[[_Job], Filing]) -> None:
        try:
            written = work(job)
        except DrafterError as error:
            job.error = error_text(self.language, error)
            job.state = "failed" if job.state == "running" else job.state
            return
        except Exception as error:  # a thread's death is otherwise told to nobody
            job.error, job.state = repr(error), "failed"
            raise
        if job.state == "running":
            job.written, job.state = written, "done"


def _heard(job: _Job, told: Progress) -> None:
    """Note how far the model is; CaseError once nobody waits for it any more."""
    if job.state == "cancelled":
        raise CaseError("model_cancelled")
    job.heading = told.place or told.heading
    job.characters[told.key] = told.characters


def _text_at(filing: Filing, form: Form, section: str, paragraph: int) -> str:
    found = [item.text for item in Narrative(filing.narrative, form).passages
             if (item.place.section, item.place.paragraph) == (section, paragraph)]  # fmt: skip
    if not found:
        raise CaseError("edited_elsewhere")
    return found[0]


def _with_paragraph(filing: Filing, section: str, paragraph: int, text: str) -> Filing:
    """The report with other words in a paragraph."""
    blocks, ordinal = [], 0
    for block in filing.narrative.get(section, ()):
        at, size = paragraph - ordinal, len(block.paragraphs)
        ordinal += size
        paragraphs = (*block.paragraphs[:at], text, *block.paragraphs[at + 1 :]) if 0 <= at < size else block.paragraphs
        blocks.append(replace(block, paragraphs=paragraphs))
    return replace(filing, narrative={**filing.narrative, section: tuple(blocks)})


# --- what is proposed ------------------------------------------------------------------------------------------------


def _proposals(case: CaseFolder, job: _Job) -> Iterator[Data]:
    """Every paragraph of now that the model would have otherwise, and new ones, each sentence apart."""
    now = current(case)
    assert job.written is not None
    headings = {section.key: section.heading for section in case.form.sections}
    for section in compare(now.filing, job.written, case.form).sections:
        if section.key == PREFACE or job.section not in (None, section.key):
            continue
        behind: int | None = None
        for passage in section.passages:
            if passage.heading:
                continue
            if not all(run.same for run in passage.runs()) and len(passage.old) <= 1:
                place = passage.old[0].ordinal if passage.old else behind
                if place is not None:
                    yield _proposal(section.key, place, headings[section.key], passage, now.filing, case.form)
            behind = passage.old[-1].ordinal if passage.old else behind


def _proposal(section: str, paragraph: int, heading: str, passage: ComparedPassage, filing: Filing, form: Form) -> Data:
    """A paragraph with its sentences; a new one goes behind the paragraph that is named."""
    return {
        "section": section,
        "paragraph": paragraph,
        "heading": heading,
        "before": _text_at(filing, form, section, paragraph),
        "added": not passage.old,
        "sentences": [_sentence(item, passage) for item in passage.sentences],
    }


def _sentence(item: ComparedSentence, passage: ComparedPassage) -> Data:
    return {
        "old": _lines(item.old),
        "new": _lines(item.new),
        "same": all(run.same for run in item.here()),
        "runs": [{"kind": run.kind.value, "old": _lines(run.old), "new": _lines(run.new)} for run in item.here()],
    }


def _lines(text: str | None) -> str:
    return (text or "").replace(BREAK, "\n")
