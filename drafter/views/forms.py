"""The forms there are, and what is wrong with one, as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from drafter.form import form_keys, load_form
from drafter.form.files import form_folder
from drafter.form.problems import problems_of
from drafter.messages import say


def form_lines(language: str) -> Iterator[str]:
    """The built-in forms, with the kinds of organisation of each."""
    for key in form_keys():
        form = load_form(key)
        name = form.definition.name.in_language(language)
        yield say(language, "summary.form", key=key, name=name, tables=len(form.tables), cells=len(form.cells))
        yield from (f"  --kind {item.key:<24}{item.name.in_language(language)}" for item in form.definition.kinds)


def problem_lines(name: str, language: str) -> Iterator[str]:
    """All that is wrong with a form, by key or folder; FormError if there is no such folder."""
    where = Path(name) if Path(name).is_dir() else form_folder(name)
    for problem in problems_of(where):
        place = f"{problem.file}: {problem.key}" if problem.key else problem.file
        yield say(language, "form_problems.line", place=place, reason=problem.reason.in_language(language))
        if problem.example:
            yield say(language, "form_problems.example", example=problem.example)
