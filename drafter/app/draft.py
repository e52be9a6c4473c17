"""Drafting: the next draft of a case, or one from bare files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from drafter.app.check import judged, second_read
from drafter.app.options import ReaderChoice, ReportOptions
from drafter.app.output import bytes_of, files_of, write_output
from drafter.case.current import Current, current, inputs_of
from drafter.case.decisions import Decision, Judged, Ledger, judge_all
from drafter.case.folder import CaseFolder, DraftsNow
from drafter.case.inputs import Given, read_figures, read_notes
from drafter.case.results import DraftResult
from drafter.case.settings import known_kind
from drafter.checks import Context, check
from drafter.document import Notice
from drafter.drafting.merge import merge
from drafter.drafting.remarks import Remark, moved_on, written_as
from drafter.drafting.revise import WrittenDraft, draft_anew
from drafter.errors import CaseError
from drafter.form import Form, load_form
from drafter.formats.comments import Comment
from drafter.formats.reviewed import WrittenComment
from drafter.messages import say
from drafter.recognition.files import read_report
from drafter.report import Entry, Facts, Filing, Narrative, Severity, facts_of
from drafter.views.redline import comment_of

_ATTEMPTS = 5
"""How often a draft is written anew because somebody edits at the same time; an edit takes a tenth of the time."""


def draft_case(
    case: CaseFolder,
    options: ReportOptions,
    *,
    fresh: bool = False,
    edited: Path | None = None,
    output: Path | None = None,
    take_figures: bool = False,
) -> DraftResult:
    """The next draft of a case: last year rolled forward, or the last draft's wording with the figures of now.

    When somebody edits the last draft meanwhile, it is written anew with that edit.
    """
    for left in reversed(range(_ATTEMPTS)):
        seen = case.drafts_now()
        now = inputs_of(case) if fresh else current(case, edited, take_figures=take_figures)
        try:
            return _draft_as_it_is(case, now, options, output, None if fresh else seen)
        except CaseError as error:
            if error.key != "edited_meanwhile" or not left:
                raise
    raise AssertionError("unreachable")


def _draft_as_it_is(
    case: CaseFolder, now: Current, options: ReportOptions, output: Path | None, seen: DraftsNow | None
) -> DraftResult:
    drafted = now.drafted or draft_anew(now.facts)
    notices = [*now.given.notices, *case.notices(), *_edits_taken(now)]
    notices += entries_left_open(drafted.kept.entries, now.facts.typed)
    return keep(replace(now, drafted=drafted), options, notices, output, seen=seen)


def _edits_taken(now: Current) -> Iterator[Notice]:
    """Whose wording was taken, and which edits were not."""
    yield from now.notices
    if now.drafted is None:
        return
    base = now.drafted.kept.based_on
    if now.source is not None:
        yield Notice("edited", (("path", now.source.name), ("number", str(base))))
        if base != now.number:
            yield Notice("later_left_aside", (("number", str(base)), ("last", str(now.number))))
    elif older := now.case.edited_earlier(now.drafted.kept.adopted):
        yield Notice("older_edited", (("path", older.name), ("last", str(now.number))))


def keep(
    now: Current,
    options: ReportOptions,
    notices: Sequence[Notice],
    output: Path | None,
    reader: ReaderChoice | None = None,
    *,
    seen: DraftsNow | None = None,
) -> DraftResult:
    """Check a draft, write it in every format and keep it.

    With what was `seen` of the drafts, no draft is kept that is the last one again, and none over an edit that was made
    meanwhile (CaseError). What a second reader has read of it counts, and `reader` reads the rest.
    """
    case, drafted = now.case, now.drafted
    assert drafted is not None
    read = second_read(now, reader)
    context = replace(now.context(known_kind(options.kind, case.form), options.confirmed), second=read.second)
    checked = check(drafted.filing, drafted.facts, context)
    answers = judged(case, checked)
    files = files_of(drafted, case.form, _answered(answers, now), _remarks(answers, drafted, case.form))
    told, before = (*notices, *read.notices), None
    kept = _unchanged(now, files) if seen is not None else None
    if kept is not None:
        number, paths = kept
        told = (*told, Notice("unchanged", (("number", str(number)),)))
    else:
        before = None if now.number is None else (now.number, case.filing(now.number))
        number, paths = case.keep(_comments_moved(drafted, case.form), files, seen)
    data = _extra(drafted, case.form, output, paths, force=options.force)
    return DraftResult(
        case.form, drafted, checked, paths, number, told, data, answers, read.lines, now.given.names, before
    )


def _unchanged(now: Current, files: Mapping[str, bytes]) -> tuple[int, dict[str, Path]] | None:
    """The last draft and its files, if the next one would be the same in every byte and takes nothing over."""
    if now.number is None or now.kept is None or now.drafted is None or now.source is not None or now.taken:
        return None
    paths = {suffix: now.case.drafts / f"{now.number:03}{suffix}" for suffix in files}
    same = all(path.is_file() and path.read_bytes() == files[suffix] for suffix, path in paths.items())
    return (now.number, paths) if same and now.drafted.kept.pending == now.kept.pending else None


def _comments_moved(drafted: WrittenDraft, form: Form) -> WrittenDraft:
    """The draft with its comments on the paragraphs as they are now."""
    document = merge(drafted.filing, form)
    return replace(drafted, kept=replace(drafted.kept, comments=tuple(moved_on(drafted.kept.comments, document))))


def _answered(judged: Sequence[Judged], now: Current) -> list[tuple[Comment, WrittenComment]]:
    """People's comments as they go into the next file, each with the answer that it was given."""
    decisions = [item.decision for item in judged if item.is_comment]
    language = now.case.form.definition.language
    return [
        (comment, written_as(comment, [_answer(decision, language)] if decision else ()))
        for (_, comment), decision in zip(now.comments, decisions, strict=True)
    ]


def _remarks(judged: Sequence[Judged], drafted: WrittenDraft, form: Form) -> list[Remark]:
    """Errors, warnings and sentences without a source as remarks at their place, each with the answer it was given."""
    language = form.definition.language
    passages = Narrative(drafted.filing.narrative, form).passages
    texts = {(item.place.section, item.place.paragraph): item.text for item in passages}
    remarks = []
    for item in judged:
        place = item.finding.place
        if item.is_comment or item.finding.severity is Severity.INFO:
            continue
        said = comment_of(item.finding, language, item.number)
        if item.is_decided and item.decision:
            said = replace(said, paragraphs=(*said.paragraphs, _answer(item.decision, language)))
        section = next((one for one in form.sections if one.key == place.section and place.paragraph is None), None)
        text = section.heading if section else texts.get((place.section, place.paragraph), "")
        remarks.append(Remark(said, text, text[place.start : place.end], place.cells if not text else ()))
    return remarks


def _answer(decision: Decision, language: str) -> str:
    told = say(language, "comments.answer", reason=decision.reason, by=decision.by, date=decision.date)
    return say(language, "comments.answer_mark") + told


def entries_left_open(entries: Sequence[Entry], values: Mapping[str, str | None]) -> Iterator[Notice]:
    """Entries for which something was typed that is no number."""
    for entry in entries:
        typed = values.get(entry.id)
        if typed and not entry.value:
            yield Notice("entry_no_number", (("typed", typed), ("sentence", entry.sentence)))


def draft_files(figures: Path, options: ReportOptions, *, output: Path | None) -> DraftResult:
    """A draft from bare files; nothing is kept but the output."""
    form = load_form(options.form)
    given = read_figures(figures, form)
    last = read_report(options.last_year, form) if options.last_year else None
    facts = _facts(form, given, last.filing if last else None, options)
    drafted = draft_anew(facts)
    kind = known_kind(options.kind, form)
    context = Context(kind, options.confirmed, workbook=given.heading, is_draft=True)
    checked = check(drafted.filing, drafted.facts, context)
    notices = (*given.notices, *(last.notices if last else ()))
    paths: dict[str, Path] = {}
    sources = [path for path in (figures, options.last_year, options.notes) if path]
    data = _extra(drafted, form, output or Path("draft.docx"), paths, force=options.force, sources=sources)
    return DraftResult(form, drafted, checked, paths, None, notices, data, judge_all(checked, Ledger()))


def _facts(form: Form, given: Given, last: Filing | None, options: ReportOptions) -> Facts:
    organization = options.organization or (last.organization if last else None)
    year = options.year or (last.year + 1 if last and last.year else None)
    if organization is None:
        raise CaseError("no_organization")
    if year is None:
        raise CaseError("no_year")
    notes = read_notes(options.notes, form) if options.notes else ()
    return facts_of(
        form,
        given.figures,
        organization=organization,
        year=year,
        last=last,
        notes=notes,
        typed=given.entries,
    )


def _extra(
    drafted: WrittenDraft,
    form: Form,
    output: Path | None,
    paths: dict[str, Path],
    *,
    force: bool,
    sources: Collection[Path] = (),
) -> bytes | None:
    """Write the draft to `output` too; "-" gives the bytes back for standard output (Markdown)."""
    if output is None:
        return None
    if str(output) == "-":
        return bytes_of(drafted.filing, form, ".md", drafted.rendered.spans)
    data = bytes_of(drafted.filing, form, output.suffix.lower(), drafted.rendered.spans)
    write_output(output, data, force=force, sources=sources)
    paths[f"{output}"] = output
    return None
