"""Measures the diff and the redlined .docx beside other tools: `python benchmarks/diffs.py`.

Word diff of a section of 1,234 characters (goal: at most 0.25 of difflib on the same tokens, and 0.5 ms), how many
characters each tool marks as changed and how many numbers it cuts in two, the whole diff of two reports of six pages,
and the redlined file (goal: at most 0.25 of python-redlines). A tool that is not installed is said to be missing.
"""

from __future__ import annotations

import difflib
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "tests")]

from report_pairs import FORM, reports  # noqa: E402

from drafter.checks import check  # noqa: E402
from drafter.comparison import compare  # noqa: E402
from drafter.comparison.words import compare as compare_tokens  # noqa: E402
from drafter.comparison.words import tokens, words  # noqa: E402
from drafter.drafting.merge import merge  # noqa: E402
from drafter.formats import FORMATS  # noqa: E402
from drafter.formats.style import load_style  # noqa: E402
from drafter.report.facts import facts_for  # noqa: E402
from drafter.report.filing import Block, Filing  # noqa: E402
from drafter.views.compare import compare_page  # noqa: E402
from drafter.views.redline import redline  # noqa: E402

SIZE = 1234
NUMBER = re.compile(r"[0-9][0-9.,]*[%]?")
Marked = Iterator[tuple[str, str]]
"""Stretches of the old and the new text; equal sides stayed."""


def section() -> tuple[str, str]:
    """A section of 1,234 characters and its next year's wording."""
    old_filing, new_filing = reports()
    old, new = ("".join(_texts(filing)) for filing in (old_filing, new_filing))
    longer_old, longer_new = (text * (SIZE // len(text) + 1) for text in (old, new))
    return longer_old[:SIZE], longer_new[:SIZE]


def _texts(filing: Filing) -> Iterator[str]:
    for blocks in filing.narrative.values():
        for block in blocks:
            yield from block.paragraphs


def six_pages(filing: Filing) -> Filing:
    """The report with as much text as fills six pages."""
    blocks = filing.narrative["overview"]
    more = tuple(
        Block(tuple(f"{text}（{part}）" for text in block.paragraphs), block.heading, block.topic, block.run_in)
        for part in range(6)
        for block in blocks
    )
    narrative = {**filing.narrative, "overview": more}
    return Filing(filing.form, filing.figures, narrative, filing.organization, filing.year, filing.title)


def milliseconds(call: Callable[[], object], rounds: int = 30) -> float:
    """The median of several rounds after one that warms up."""
    call()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return 1000 * statistics.median(taken)


def ours(old: str, new: str) -> Marked:
    return ((run.old, run.new) for run in words(old, new))


def with_difflib(old: str, new: str) -> Marked:
    left, right = ([token.text for token in tokens(text)] for text in (old, new))
    for _, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        yield "".join(left[a:b]), "".join(right[c:d])


def with_difflib_by_character(old: str, new: str) -> Marked:
    for _, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield old[a:b], new[c:d]


def with_patch(old: str, new: str) -> Marked:
    from diff_match_patch import diff_match_patch

    tool = diff_match_patch()
    parts = tool.diff_main(old, new)
    tool.diff_cleanupSemantic(parts)
    for side, text in parts:
        yield (text, text) if side == 0 else (text, "") if side < 0 else ("", text)


def judged(marked: Marked, old: str, new: str) -> tuple[int, int]:
    """Characters marked as changed, and numbers of both texts through which an edge of a change goes."""
    changed, edges = 0, (set[int](), set[int]())
    positions = [0, 0]
    for pair in marked:
        changed += 0 if pair[0] == pair[1] else len(pair[0]) + len(pair[1])
        for index, text in enumerate(pair):
            positions[index] += len(text)
            edges[index].add(positions[index])
    cut = 0
    for text, at in zip((old, new), edges, strict=True):
        cut += sum(any(match.start() < edge < match.end() for edge in at) for match in NUMBER.finditer(text))
    return changed, cut


def word_diff() -> None:
    old, new = section()
    left, right = tokens(old), tokens(new)
    plain = [[token.text for token in side] for side in (left, right)]
    print(f"word diff, {len(old)} characters ({len(left)} and {len(right)} tokens)")
    own = milliseconds(lambda: compare_tokens(left, right))
    base = milliseconds(lambda: difflib.SequenceMatcher(None, *plain, autojunk=False).get_opcodes())
    print(f"  ours, tokens given          {own:8.3f} ms   {own / base:.2f} of difflib (goal 0.25, 0.5 ms)")
    print(f"  difflib, the same tokens    {base:8.3f} ms")
    print(f"  ours with tokenising        {milliseconds(lambda: words(old, new)):8.3f} ms")
    tools = {
        "ours": ours,
        "difflib by token": with_difflib,
        "difflib by character": with_difflib_by_character,
        "diff-match-patch": with_patch,
    }
    print(f"  {'':28}{'ms':>8}  {'changed characters':>18}  {'numbers cut':>11}")
    for name, tool in tools.items():
        try:
            changed, cut = judged(tool(old, new), old, new)
        except ImportError:
            print(f"  {name:28}not installed")
            continue
        spent = milliseconds(lambda tool=tool: list(tool(old, new)), 10)
        print(f"  {name:28}{spent:8.3f}  {changed:18}  {cut:11}")


def whole_reports() -> None:
    old, new = map(six_pages, reports())
    checked = check(new, facts_for(new, FORM, last=old))
    comparison = compare(old, new, FORM, checked.account)
    length = sum(map(len, _texts(new)))
    print(f"two reports of six pages ({length} characters, {len(FORM.cells)} cells)")
    print(f"  diff                        {milliseconds(lambda: compare(old, new, FORM, checked.account)):8.1f} ms")
    page = milliseconds(lambda: compare_page(comparison, checked, FORM, "zh"), 5)
    print(f"  page                        {page:8.1f} ms")
    own = milliseconds(lambda: redline(compare(old, new, FORM, checked.account), FORM, language="zh"), 5)
    print(f"  redlined .docx with diff    {own:8.1f} ms")
    style = load_style(FORM.definition.style)
    files = [FORMATS["docx"].write(merge(filing, FORM), style) for filing in (old, new)]
    other = with_python_redlines(files[0], files[1])
    if other is not None:
        print(f"  python-redlines             {other:8.1f} ms   ours {own / other:.2f} of it (goal 0.25)")


def with_python_redlines(old: bytes, new: bytes) -> float | None:
    """The time python-redlines takes for its redline of the same two files; None when it cannot be used."""
    try:
        from python_redlines.engines import DocxodusEngine as Engine
    except ImportError:
        print("  python-redlines             not installed")
        return None
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name) / "old.docx", Path(name) / "new.docx"]
        for path, data in zip(paths, (old, new), strict=True):
            path.write_bytes(data)
        try:
            engine = Engine()
            return milliseconds(lambda: engine.run_redline("drafter", *paths), 3)
        except Exception as error:  # whatever stops a foreign engine is only said
            print(f"  python-redlines             does not run here: {type(error).__name__}: {str(error)[:200]}")
            return None


if __name__ == "__main__":
    word_diff()
    whole_reports()
