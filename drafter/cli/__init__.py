"""The command line: parse, build, call one function, exit. Results on stdout, talk on stderr."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drafter import cache
from drafter.cli.batch import aggregate, batch
from drafter.cli.help import usage_error
from drafter.cli.language import LANGUAGE
from drafter.cli.language import SpokenCommand as _Command
from drafter.cli.language import SpokenGroup as _Group
from drafter.cli.language import help_text as _help
from drafter.errors import DrafterError, OutputError
from drafter.messages import LANGUAGES, error_text, say

if TYPE_CHECKING:
    from drafter.app.options import ReaderChoice, ReportOptions
    from drafter.case.results import CheckResult, DraftResult
    from drafter.form import Form

DEFAULT_FORM = "disclosure-2021"


class Output(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


class ReviewName(StrEnum):
    """The three reviews."""

    FIRST = "first"
    SECOND = "second"
    FINAL = "final"


class WriterName(StrEnum):
    """Who writes the narrative."""

    ROLLFORWARD = "rollforward"
    MODEL = "model"


app = typer.Typer(
    name="drafter",
    cls=_Group,
    help=_help("about"),
    epilog=_help("epilog"),
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

FormOption = Annotated[str, typer.Option("--form", help=_help("form"), metavar="KEY|DIR")]
LastOption = Annotated[Path | None, typer.Option("--last-year", help=_help("last_year"), metavar="FILE")]
NotesOption = Annotated[Path | None, typer.Option("--notes", help=_help("notes"), metavar="FILE")]
OrganizationOption = Annotated[str | None, typer.Option("--organization", help=_help("organization"), metavar="NAME")]
YearOption = Annotated[int | None, typer.Option("--year", help=_help("year"), metavar="N", min=1990, max=2999)]
ReaderOption = Annotated[str | None, typer.Option("--reader", help=_help("reader"), metavar="M")]
NoReaderOption = Annotated[bool, typer.Option("--no-reader", help=_help("no_reader"))]
ForceOption = Annotated[bool, typer.Option("--force", help=_help("force"))]
KindOption = Annotated[str | None, typer.Option("--kind", help=_help("kind"), metavar="K")]


@app.callback()
def _options(
    lang: Annotated[str | None, typer.Option("--lang", help=_help("lang"), metavar="zh|en")] = None,
    version: Annotated[bool, typer.Option("--version", help=_help("version"), is_eager=True)] = False,
) -> None:
    if lang not in (None, "zh", "en"):
        raise typer.BadParameter(say(LANGUAGE, "cli.bad_lang", value=lang))


@app.command(cls=_Command, help=_help("new"))
def new(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help=_help("new_dir"))],
    last_year: LastOption = None,
    year: YearOption = None,
    organization: OrganizationOption = None,
    kind: KindOption = None,
    form: FormOption = DEFAULT_FORM,
) -> None:
    from drafter.case.create import create
    from drafter.case.folder import NOTES, WORKBOOK
    from drafter.views.readings import notice_lines, reading_lines

    built = _form(form)
    _say("progress.reading", path=last_year) if last_year else None
    case, reading = create(
        directory, built, last_year=last_year, year=year, organization=organization, kind=kind, language=LANGUAGE
    )
    if reading:
        _talk(*notice_lines(reading.notices, LANGUAGE), *reading_lines(reading, built, LANGUAGE))
    print(
        say(LANGUAGE, "summary.new", folder=directory, organization=case.settings.organization, year=case.settings.year)
    )
    print(
        say(
            LANGUAGE,
            "summary.new_next",
            workbook=directory / WORKBOOK,
            notes=directory / NOTES,
            folder=shlex.quote(str(directory)),
        )
    )


@app.command(cls=_Command, help=_help("read"))
def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_help("file"))],
    format: Annotated[Output, typer.Option("--format", help=_help("format"), metavar="text|json|html")] = Output.TEXT,
    explain: Annotated[bool, typer.Option("--explain", help=_help("explain"))] = False,
    form: FormOption = DEFAULT_FORM,
) -> None:
    from drafter.recognition.files import read_report
    from drafter.views.readings import explained_lines, notice_lines, reading_lines

    built = _form(form)
    reading = read_report(file, built)
    _talk(*notice_lines(reading.notices, LANGUAGE))
    if format is Output.JSON:
        from drafter.report.json import dumps, filing_data
        from drafter.views.json import explained_data

        data = filing_data(reading.filing)
        print(dumps(data | explained_data(reading) if explain else data), end="")
    else:
        lines = [
            *reading_lines(reading, built, LANGUAGE),
            *(explained_lines(reading, built, LANGUAGE) if explain else ()),
        ]
        print("\n".join(lines))
    raise typer.Exit(1 if reading.filing.unread or reading.contradicted else 0)


@app.command(cls=_Command, help=_help("check"))
def check(
    targets: Annotated[list[Path] | None, typer.Argument(metavar="[FILE|DIR]...", help=_help("target"))] = None,
    last_year: LastOption = None,
    notes: NotesOption = None,
    organization: OrganizationOption = None,
    year: YearOption = None,
    kind: KindOption = None,
    reader: ReaderOption = None,
    no_reader: NoReaderOption = False,
    account: Annotated[bool, typer.Option("--account", help=_help("account"))] = False,
    vouching: Annotated[bool, typer.Option("--vouching", help=_help("vouching"))] = False,
    format: Annotated[Output, typer.Option("--format", help=_help("format"), metavar="text|json|html")] = Output.TEXT,
    form: FormOption = DEFAULT_FORM,
) -> None:
    from drafter.app.check import check_target
    from drafter.app.options import ReportOptions

    options = ReportOptions(form, last_year, notes, organization, year, kind)
    choice = _reader(reader, no_reader)
    if not targets or len(targets) == 1:
        result = check_target(targets[0] if targets else Path(), options, choice)
        _show_check(result, format, account=account, vouching=vouching)
        raise typer.Exit(1 if result.undecided_errors else 0)
    codes = [_check_one(target, options, choice, format, account=account, vouching=vouching) for target in targets]
    raise typer.Exit(max(codes))


def _reader(model: str | None, off: bool) -> ReaderChoice:  # noqa: FBT001 - as the command line has it
    """Who reads besides the program."""
    from drafter.app.options import ReaderChoice

    if model is not None and off:
        raise typer.BadParameter(say(LANGUAGE, "cli.reader_or_none"))
    return ReaderChoice(model, off, stream=sys.stderr, language=LANGUAGE)


def _check_one(
    target: Path, options: ReportOptions, choice: ReaderChoice, format: Output, *, account: bool, vouching: bool
) -> int:
    """Check one of several files; one that cannot be read is said, and the others are checked all the same."""
    from drafter.app.check import check_target

    print(f"== {target}", file=sys.stderr if format is Output.JSON else sys.stdout)
    try:
        result = check_target(target, options, choice)
    except DrafterError as error:
        _talk(error_text(LANGUAGE, error))
        return 2
    _show_check(result, format, account=account, vouching=vouching)
    return 1 if result.undecided_errors else 0


def _show_check(result: CheckResult, format: Output, *, account: bool, vouching: bool) -> None:
    from drafter.views.readings import notice_lines
    from drafter.views.terminal import account_lines, checked_lines, vouching_lines

    _talk(*notice_lines(result.notices, LANGUAGE), *result.lines)
    if format is Output.JSON:
        from drafter.report.json import dumps
        from drafter.views.json import checked_data

        print(dumps(checked_data(result.checked, result.form)), end="")
    elif format is Output.HTML:
        from drafter.views.findings_page import findings_page

        print(findings_page(result, LANGUAGE), end="")
    else:
        shown = [*(account_lines(result.checked, result.form, LANGUAGE) if account else ())]
        shown += vouching_lines(result.checked, LANGUAGE) if vouching else ()
        print("\n".join([*shown, *checked_lines(result, LANGUAGE)]))


@app.command(cls=_Command, help=_help("draft"))
def draft(
    directory: Annotated[Path | None, typer.Argument(metavar="[DIR]", help=_help("draft_dir"))] = None,
    last_year: LastOption = None,
    figures: Annotated[Path | None, typer.Option("--figures", help=_help("figures"), metavar="FILE")] = None,
    notes: NotesOption = None,
    organization: OrganizationOption = None,
    year: YearOption = None,
    kind: KindOption = None,
    writer: Annotated[
        WriterName, typer.Option("--writer", help=_help("writer"), metavar="rollforward|model")
    ] = WriterName.ROLLFORWARD,
    model: Annotated[str | None, typer.Option("--model", help=_help("model"), metavar="M")] = None,
    context: Annotated[int | None, typer.Option("--context", help=_help("context"), metavar="N", min=256)] = None,
    concurrency: Annotated[
        int | None, typer.Option("--concurrency", help=_help("concurrency"), metavar="N", min=1, max=64)
    ] = None,
    reader: ReaderOption = None,
    no_reader: NoReaderOption = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_help("dry_run"))] = False,
    explain: Annotated[bool, typer.Option("--explain", help=_help("draft_explain"))] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help=_help("fresh"))] = False,
    edited: Annotated[Path | None, typer.Option("--from", help=_help("from"), metavar="EDITED.docx")] = None,
    take_figures: Annotated[bool, typer.Option("--take-figures", help=_help("take_figures"))] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help=_help("output"), metavar="OUT")] = None,
    form: FormOption = DEFAULT_FORM,
    force: ForceOption = False,
) -> None:
    from drafter.app.draft import draft_case, draft_files
    from drafter.app.options import ReportOptions
    from drafter.case.folder import open_folder

    options = ReportOptions(form, last_year, notes, organization, year, kind, force)
    folder = directory or Path()
    if directory is not None and (figures or last_year):
        raise typer.BadParameter(say(LANGUAGE, "cli.dir_or_files"))
    if writer is WriterName.MODEL or dry_run:
        if figures is not None:
            raise typer.BadParameter(say(LANGUAGE, "cli.model_needs_case"))
        if edited is not None or take_figures:
            raise typer.BadParameter(say(LANGUAGE, "cli.model_takes_no_edits"))
        asked, choice = (model, context, concurrency), replace(_reader(reader, no_reader), context=context)
        if reader is None and not no_reader and model is not None:
            choice = replace(choice, model=model)
        _draft_by_model(folder, options, asked, choice, dry_run=dry_run, fresh=fresh, explain=explain, output=output)
        return
    if model is not None or reader is not None:
        raise typer.BadParameter(say(LANGUAGE, "cli.model_needs_writer"))
    case = open_folder(folder) if figures is None else None
    _say("progress.drafting")
    if case is not None:
        result = draft_case(case, options, fresh=fresh, edited=edited, output=output, take_figures=take_figures)
    elif figures is not None:
        result = draft_files(figures, options, output=output)
    _show_draft(result)


def _draft_by_model(
    folder: Path,
    options: ReportOptions,
    asked: tuple[str | None, int | None, int | None],
    reader: ReaderChoice,
    *,
    dry_run: bool,
    fresh: bool,
    explain: bool,
    output: Path | None,
) -> None:
    from drafter.app.model_drafts import Asked, draft_by_model
    from drafter.app.model_drafts import dry_run as shown
    from drafter.case.folder import open_folder
    from drafter.views.model_run import ProgressLines

    case = open_folder(folder)
    if dry_run:
        print("\n".join(shown(case, Asked(*asked), LANGUAGE)))
        return
    _say("progress.drafting")
    result = draft_by_model(
        case,
        options,
        Asked(*asked),
        fresh=fresh,
        output=output,
        language=LANGUAGE,
        progress=ProgressLines(sys.stderr, LANGUAGE),
        explain=explain,
        reader=reader,
    )
    _show_draft(result)


def _show_draft(result: DraftResult) -> None:
    from drafter.views.readings import notice_lines
    from drafter.views.terminal import drafted_lines

    if result.data is not None:
        sys.stdout.buffer.write(result.data)
    _talk(*notice_lines(result.notices, LANGUAGE))
    lines = drafted_lines(result, LANGUAGE)
    _talk(*lines) if result.data is not None else print("\n".join(lines))
    _talk(*result.lines)


@app.command(cls=_Command, help=_help("revise"))
def revise(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help=_help("draft_dir"))],
    instruction: Annotated[str, typer.Argument(metavar="INSTRUCTION", help=_help("revise_instruction"))],
    at: Annotated[str, typer.Option("--at", help=_help("revise_at"), metavar="PLACE")],
    model: Annotated[str | None, typer.Option("--model", help=_help("model"), metavar="M")] = None,
    yes: Annotated[bool, typer.Option("--yes", help=_help("revise_yes"))] = False,
) -> None:
    from drafter.app.model_drafts import Asked
    from drafter.app.options import ReportOptions
    from drafter.app.revise import propose, take
    from drafter.case.folder import open_folder
    from drafter.views.model_run import proposal_lines

    case = open_folder(directory)
    proposal = propose(case, at, instruction, Asked(model))
    revision = proposal.revision
    print("\n".join(proposal_lines(proposal.before, proposal.after, revision.lost, revision.gained, LANGUAGE)))
    if not yes and not sys.stdin.isatty():
        _say("summary.revise_needs_yes")
        raise typer.Exit(1)
    if not yes and input(say(LANGUAGE, "summary.revise_ask")).strip().lower() not in ("y", "yes"):
        _say("summary.revise_left")
        raise typer.Exit(1)
    _show_draft(take(proposal, ReportOptions(case.settings.form)))


@app.command(cls=_Command, help=_help("diff"))
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help=_help("diff_old"))],
    new: Annotated[Path | None, typer.Argument(metavar="[NEW]", help=_help("diff_new"))] = None,
    since: Annotated[str | None, typer.Option("--since", help=_help("since"), metavar="signed|N")] = None,
    format: Annotated[Output, typer.Option("--format", help=_help("format"), metavar="text|json|html")] = Output.TEXT,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=_help("diff_output"), metavar="page.html|redline.docx")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=_help("diff_all"))] = False,
    form: FormOption = DEFAULT_FORM,
    force: ForceOption = False,
) -> None:
    from drafter.app.diff import diff as compare
    from drafter.app.options import ReportOptions
    from drafter.report.json import dumps
    from drafter.views.diff_text import diff_data, diff_lines

    result = compare(old, new, ReportOptions(form), since=since)
    if output is not None:
        print(result.write(output, LANGUAGE, force=force))
    elif format is Output.JSON:
        print(dumps(diff_data(result.comparison, result.form)), end="")
    else:
        print("\n".join(diff_lines(result.comparison, result.form, LANGUAGE, whole=every)))


@app.command(cls=_Command, help=_help("decide"))
def decide(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help=_help("draft_dir"))],
    key: Annotated[str, typer.Argument(metavar="NUMBER|KEY", help=_help("decide_key"))],
    accept: Annotated[bool, typer.Option("--accept/--dismiss", help=_help("accept"))],
    reason: Annotated[str, typer.Option("--reason", help=_help("reason"), metavar="TEXT")],
    by: Annotated[str | None, typer.Option("--by", help=_help("by"), metavar="NAME")] = None,
) -> None:
    from drafter.app.review import decide as keep
    from drafter.case.decisions import Answer
    from drafter.case.folder import open_folder
    from drafter.views.names import key_named

    answer = Answer.ACCEPT if accept else Answer.DISMISS
    case = open_folder(directory)
    for decision in keep(case, key, answer, reason=reason, by=by):
        told = say(LANGUAGE, f"answers.{decision.answer.value}")
        named = key_named(decision.key, case.form, LANGUAGE)
        print(say(LANGUAGE, "summary.decided", key=named, answer=told, by=decision.by))


@app.command(cls=_Command, help=_help("sign"))
def sign(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help=_help("draft_dir"))],
    review: Annotated[ReviewName, typer.Option("--review", help=_help("review"), metavar="first|second|final")],
    by: Annotated[str | None, typer.Option("--by", help=_help("by"), metavar="NAME")] = None,
) -> None:
    from drafter.app.review import sign as keep
    from drafter.case.decisions import Review
    from drafter.case.folder import open_folder

    signed = keep(open_folder(directory), Review(review.value), by=by)
    print(
        say(
            LANGUAGE,
            "summary.signed",
            review=say(LANGUAGE, f"reviews.{review.value}"),
            by=signed.by,
            digest=signed.digest[:12],
        )
    )


@app.command(cls=_Command, help=_help("log"))
def log(directory: Annotated[Path, typer.Argument(metavar="DIR", help=_help("draft_dir"))]) -> None:
    from drafter.case.folder import open_folder
    from drafter.views.terminal import log_lines

    print("\n".join(log_lines(open_folder(directory), LANGUAGE)))


@app.command(cls=_Command, help=_help("export"))
def export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help=_help("draft_dir"))],
    output: Annotated[Path, typer.Option("-o", "--output", help=_help("export_output"), metavar="FINAL")],
    review: Annotated[bool, typer.Option("--review", help=_help("export_review"))] = False,
    force: ForceOption = False,
) -> None:
    from drafter.app.review import export as write
    from drafter.case.folder import open_folder
    from drafter.views.terminal import gate_lines

    result = write(open_folder(directory), output, review=review, language=LANGUAGE, force=force)
    _talk(*gate_lines(result.gate, LANGUAGE, result.names))
    if result.path is None:
        _say("summary.held_back", folder=shlex.quote(str(directory)))
        raise typer.Exit(1)
    print(result.path)


@app.command(cls=_Command, help=_help("serve"))
def serve(
    directory: Annotated[Path | None, typer.Argument(metavar="[DIR]", help=_help("draft_dir"))] = None,
    port: Annotated[int, typer.Option("--port", help=_help("serve_port"), metavar="N", min=0, max=65535)] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help=_help("no_browser"))] = False,
) -> None:
    try:
        from drafter.web.serve import serve as start
    except ModuleNotFoundError as error:
        raise OutputError("no_web") from error

    start(
        directory or Path(),
        port=port,
        browser=not no_browser,
        language=LANGUAGE,
        told=lambda address: print(say(LANGUAGE, "web.serving", address=address), flush=True),
    )


app.add_typer(batch)
app.command(cls=_Command, help=_help("aggregate"))(aggregate)


@app.command(cls=_Command, help=_help("forms"))
def forms(
    check: Annotated[str | None, typer.Option("--check", help=_help("forms_check"), metavar="KEY|DIR")] = None,
) -> None:
    from drafter.views.forms import form_lines, problem_lines

    if check is None:
        print("\n".join(form_lines(LANGUAGE)))
        return
    lines = list(problem_lines(check, LANGUAGE))
    print("\n".join(lines or [say(LANGUAGE, "form_problems.none", form=check)]))
    raise typer.Exit(1 if lines else 0)


@app.command(cls=_Command, help=_help("rules"))
def rules(
    format: Annotated[Output, typer.Option("--format", help=_help("format"), metavar="text|json|html")] = Output.TEXT,
    form: FormOption = DEFAULT_FORM,
) -> None:
    from drafter.checks.catalogue import rules_of
    from drafter.report.json import dumps

    found = rules_of(_form(form))
    if format is Output.JSON:
        data = [
            {"rule": r.code, "severity": r.severity.value, "zh": r.name.zh, "en": r.name.en, "source": r.source}
            for r in found
        ]
        print(dumps(data), end="")
        return
    for rule in found:
        severity = say(LANGUAGE, f"severity.{rule.severity.value}")
        print(f"{rule.code:<5}{severity}  {rule.name.in_language(LANGUAGE)}  [{rule.source}]")


def _form(name: str) -> Form:
    from drafter.form import load_form

    return load_form(name)


def _say(key: str, /, **values: object) -> None:
    print(say(LANGUAGE, key, **values), file=sys.stderr)


def _talk(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _prepare_streams() -> None:
    """UTF-8 always, or where the terminal cannot, characters replaced and never a crash."""
    for stream in (sys.stdout, sys.stderr):
        encoding: Any = None if stream.isatty() else "utf-8"
        stream.reconfigure(encoding=encoding, errors="replace")  # type: ignore[union-attr]


def main() -> None:
    """Run the command line; errors are one sentence and exit code 2."""
    _prepare_streams()
    if sys.argv[1:] == ["--version"]:
        from drafter import __version__

        print(__version__)
        return
    try:
        code = app(_without_language(sys.argv[1:]), prog_name="drafter", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except DrafterError as error:
        _talk(error_text(LANGUAGE, error))
        sys.exit(2)
    except BrokenPipeError:
        _close_output()
        sys.exit(2)
    except OSError as error:  # a full disk behind the output; files are written elsewhere, with errors of their own
        _close_output()
        _talk(error_text(LANGUAGE, OutputError("cannot_write", path="-", reason=error.strerror or error)))
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        _say("errors.interrupted")
        sys.exit(130)
    except _UsageError as error:
        _talk(usage_error(error, LANGUAGE))
        sys.exit(2)
    finally:
        cache.save()


def _close_output() -> None:
    """Let what is left of the output go nowhere, so that the interpreter does not try again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""What the parser of the command line raises, whatever is wrong with it."""


def _without_language(arguments: Sequence[str]) -> list[str]:
    """The arguments without `--lang`, which may stand before and after the command; a wrong one is left to be told."""
    kept: list[str] = []
    values = iter(arguments)
    for value in values:
        if value == "--":
            return [*kept, value, *values]
        if value == "--lang":
            told = next(values, "")
            kept[:0] = [] if told in LANGUAGES else [value, told]
        elif not (value.startswith("--lang=") and value.partition("=")[2] in LANGUAGES):
            kept.append(value)
    return kept
