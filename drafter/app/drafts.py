"""What the commands do, without the command line: from paths and options to results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from drafter.app.model_drafts import Asked, draft_with_model, keep_record, would_send
from drafter.case import SETTINGS, Case, Given, open_case, read_figures, read_notes, write_file
from drafter.case.results import CheckResult, DraftResult
from drafter.checks import Context, check
from drafter.document import Notice
from drafter.drafting.merge import Spans, merge
from drafter.drafting.revise import Brief, Drafted, draft_again, draft_anew
from drafter.errors import CaseError
from drafter.form import Form, load_form
from drafter.formats import FORMATS, writer_for
from drafter.formats.style import load_style
from drafter.llm.writer import Progress
from drafter.recognition.files import kind_of, load, read_report
from drafter.report import json as filing_codec
from drafter.report.entries import Entry
from drafter.report.filing import Figures, Filing, complete
from drafter.views.model_run import hidden_notices, used_notice


@dataclass(frozen=True, slots=True)
class Options:
    """What several commands take."""

    form: str
    last_year: Path | None = None
    notes: Path | None = None
    organization: str | None = None
    year: int | None = None
    kind: str | None = None

    @property
    def confirmed(self) -> tuple[str, ...]:
        """Differences from last year's report that the user has confirmed by saying what holds."""
        return tuple(name for name in ("organization", "year") if getattr(self, name) is not None)


def check_target(target: Path, options: Options) -> CheckResult:
    """Check a case, a report in any format that is read, a workbook, or a filing as JSON."""
    if (target / SETTINGS).is_file():
        return _check_case(open_case(target), options)
    if target.is_dir():
        raise CaseError("no_case", folder=target, settings=SETTINGS)
    form = load_form(options.form)
    last = read_report(options.last_year, form).filing if options.last_year else None
    filing, notices = _filing(target, form)
    filing = _told(filing, options)
    notes = read_notes(options.notes, form) if options.notes else ()
    context = Context(last, notes, (), _kind(options.kind, form), options.confirmed)
    return CheckResult(form, filing, check(filing, form, context), notices)


def _kind(kind: str | None, form: Form) -> str | None:
    if kind is not None and form.traits_of(kind) is None:
        raise CaseError("no_kind", kind=kind, known=" ".join(item.key for item in form.definition.kinds))
    return kind


def _filing(path: Path, form: Form) -> tuple[Filing, tuple[Notice, ...]]:
    if kind_of(load(path), path.name) == "xlsx":
        given = read_figures(path, form)
        return Filing(form.key, given.figures), given.notices
    reading = read_report(path, form)
    return reading.filing, reading.notices


def _told(filing: Filing, options: Options) -> Filing:
    return replace(filing, organization=options.organization or filing.organization, year=options.year or filing.year)


def _check_case(case: Case, options: Options) -> CheckResult:
    brief, given = case.brief()
    numbers = case.numbers()
    if not numbers:
        figures, _ = complete(given.figures, case.form)
        filing = Filing(case.form.key, figures, {}, brief.organization, brief.year)
        context = _context(case, brief, (), options, given)
        return CheckResult(case.form, filing, check(filing, case.form, context), given.notices)
    kept = case.draft(numbers[-1])
    source = case.edited(numbers[-1], kept)
    edited = read_report(source, case.form).filing if source else None
    drafted = draft_again(brief, kept, edited=edited, number=numbers[-1])
    context = _context(case, brief, drafted.kept.entries, options, given)
    context = replace(context, edited=_changed_cells(case, None))
    notices = (*given.notices, *((Notice("checked_edited", (("path", source.name),)),) if source else ()))
    return CheckResult(case.form, drafted.filing, check(drafted.filing, case.form, context), notices)


def _context(case: Case, brief: Brief, entries: Sequence[Entry], options: Options, given: Given) -> Context:
    confirmed = (*case.settings.confirmed, *options.confirmed)
    kind = options.kind or case.settings.kind
    wording = case.folder / case.settings.wording if case.settings.wording else None
    return Context(
        brief.last, brief.notes, entries, kind, confirmed, case.settings.notices, wording, workbook=given.heading
    )


def draft_case(
    folder: Path,
    options: Options,
    *,
    fresh: bool,
    edited: Path | None,
    output: Path | None,
    take_figures: bool = False,
) -> DraftResult:
    """The next draft of a case: last year rolled forward, or the last draft's wording with the figures of now."""
    case = open_case(folder)
    changed = _changed_cells(case, edited) if not fresh else {}
    if take_figures and changed:
        case.take_figures(changed)
        changed = {}
    brief, given = case.brief()
    numbers = case.numbers()
    notices = [*given.notices, *case.notes_notices()]
    drafted = draft_anew(brief) if fresh or not numbers else _again(case, brief, numbers[-1], edited, notices)
    notices += _entries_left_open(drafted.kept.entries, brief.values)
    context = replace(_context(case, brief, drafted.kept.entries, options, given), edited=changed)
    return _kept(case, drafted, context, notices, output)


def _kept(
    case: Case, drafted: Drafted, context: Context, notices: Sequence[Notice], output: Path | None
) -> DraftResult:
    """Check a draft, write it in every format and keep it."""
    checked = check(drafted.filing, case.form, context)
    number, paths = case.keep(drafted, written(drafted, case.form))
    data = _extra(drafted, case.form, output, paths)
    return DraftResult(case.form, drafted, checked, paths, number, tuple(notices), data)


def draft_by_model(
    folder: Path,
    options: Options,
    asked: Asked,
    *,
    fresh: bool,
    output: Path | None,
    language: str,
    progress: Callable[[Progress], None],
) -> DraftResult:
    """The next draft of a case, its narrative written by a model."""
    case = open_case(folder)
    brief, given = case.brief()
    drafted, narrative = draft_with_model(case, brief, asked, fresh=fresh, progress=progress)
    notices = [*given.notices, *case.notes_notices(), *_entries_left_open(drafted.kept.entries, brief.values)]
    notices += [*_edits_left_aside(case), *hidden_notices(narrative.masked, narrative.withheld), used_notice(narrative)]
    result = _kept(case, drafted, _context(case, brief, drafted.kept.entries, options, given), notices, output)
    assert result.number is not None
    record = keep_record(case, result.number, narrative, language)
    return replace(result, paths={**result.paths, ".model.json": record})


def _edits_left_aside(case: Case) -> Iterator[Notice]:
    """A model writes from last year's report: what a person has changed in the last draft is not in the new one."""
    numbers = case.numbers()
    with suppress(CaseError):
        changed = case.edited(numbers[-1], case.draft(numbers[-1])) if numbers else None
        if changed is not None:
            yield Notice("edits_left_aside", (("path", changed),))


def dry_run(folder: Path, asked: Asked, language: str) -> Iterable[str]:
    """What a draft by a model would send, to the letter."""
    case = open_case(folder)
    brief, _ = case.brief()
    return would_send(case, brief, asked, language)


def _again(case: Case, brief: Brief, last: int, edited: Path | None, notices: list[Notice]) -> Drafted:
    """The next draft after one that is there, with the wording of whichever file was edited."""
    source = edited or case.edited(last, case.draft(last))
    if source is None:
        older = case.edited_earlier()
        if older:
            notices.append(Notice("older_edited", (("path", older.name), ("last", str(last)))))
        return draft_again(brief, case.draft(last), edited=None, number=last)
    reading = read_report(source, case.form)
    number = case.base_of(source, reading.filing) or last
    kept = case.draft(number)
    values = (("path", source.name), ("number", str(number)))
    notices += [Notice("edited", values), *reading.notices]
    return draft_again(brief, kept, edited=reading.filing, number=number)


def _entries_left_open(entries: Sequence[Entry], values: Mapping[str, str | None]) -> list[Notice]:
    """Entries for which something was typed that is no number."""
    wrong = [(entry, values.get(entry.id)) for entry in entries if values.get(entry.id) and not entry.value]
    return [Notice("entry_no_number", (("typed", str(typed)), ("sentence", entry.sentence))) for entry, typed in wrong]


def _changed_cells(case: Case, edited: Path | None) -> Figures:
    """Cells of an edited draft that are not as they were written into it."""
    numbers = case.numbers()
    source = (edited or case.edited(numbers[-1], case.draft(numbers[-1]))) if numbers else None
    if source is None:
        return {}
    filing = read_report(source, case.form).filing
    base = case.draft(case.base_of(source, filing) or numbers[-1]).figures
    unread = {item.cell for item in filing.unread}
    return {cell: value for cell, value in filing.figures.items() if cell not in unread and value != base.get(cell)}


def draft_files(figures: Path, options: Options, *, output: Path | None) -> DraftResult:
    """A draft from bare files; nothing is kept but the output."""
    form = load_form(options.form)
    given = read_figures(figures, form)
    last = read_report(options.last_year, form) if options.last_year else None
    brief = _brief(form, given, last.filing if last else None, options)
    drafted = draft_anew(brief)
    kind = _kind(options.kind, form)
    context = Context(brief.last, brief.notes, drafted.kept.entries, kind, options.confirmed, workbook=given.heading)
    checked = check(drafted.filing, form, context)
    notices = (*given.notices, *(last.notices if last else ()))
    paths: dict[str, Path] = {}
    data = _extra(drafted, form, output or Path("draft.docx"), paths)
    return DraftResult(form, drafted, checked, paths, None, notices, data)


def _brief(form: Form, given: Given, last: Filing | None, options: Options) -> Brief:
    organization = options.organization or (last.organization if last else None)
    year = options.year or (last.year + 1 if last and last.year else None)
    if organization is None:
        raise CaseError("no_organization")
    if year is None:
        raise CaseError("no_year")
    notes = read_notes(options.notes, form) if options.notes else ()
    return Brief(form, organization, year, given.figures, last, notes, given.entries)


def _extra(drafted: Drafted, form: Form, output: Path | None, paths: dict[str, Path]) -> bytes | None:
    """Write the draft to `output` too; "-" gives the bytes back for standard output (Markdown)."""
    if output is None:
        return None
    if str(output) == "-":
        return bytes_of(drafted.filing, form, ".md", drafted.rendered.spans)
    write_file(output, bytes_of(drafted.filing, form, output.suffix, drafted.rendered.spans))
    paths[f"{output}"] = output
    return None


def bytes_of(filing: Filing, form: Form, suffix: str, spans: Spans | None = None) -> bytes:
    """A filing in the format of a suffix; OutputError when there is none."""
    if suffix == ".json":
        return filing_codec.write(filing)
    document = merge(filing, form, spans)
    return writer_for(suffix).write(document, load_style(form.definition.style))


def written(drafted: Drafted, form: Form) -> dict[str, bytes]:
    """A draft in every format that is written, by suffix."""
    document = merge(drafted.filing, form, drafted.rendered.spans)
    style = load_style(form.definition.style)
    files = {item.suffix: item.write(document, style) for item in FORMATS.values() if item.writes}
    return files | {".json": filing_codec.write(drafted.filing)}
