"""Many files, long texts, slow models: how work grows, and what waiting costs."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.material import FORM, ROOT, filing, next_year, of_length, written
from benchmarks.measure import Line, by_turns, exponent
from drafter.checks import check
from drafter.comparison import compare
from drafter.llm import Message, ScriptedModel
from drafter.recognition.files import read_report
from drafter.report import facts_for
from drafter.report.recent import Recent
from drafter.views.compare import compare_page

SIZES = (2_500, 25_000, 250_000)
_SECONDS = 2.0
"""What a model takes for each answer."""


def one_file(path: str) -> tuple[int, float]:
    """Read and check a report in a process of its own: how many findings, and the most megabytes so far."""
    report = read_report(Path(path), FORM).filing
    found = check(report, facts_for(report, FORM)).findings
    return len(found), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 2**20)


def many_files(folder: Path, count: int) -> Iterator[Line]:
    """Files per second on two processes, and how much more memory one has at the end than after the first tenth."""
    data = written(filing(), "docx")
    paths = [str(folder / f"{number}.docx") for number in range(count)]
    for path in paths:
        Path(path).write_bytes(data)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(one_file, paths[:8]))
        begun = time.perf_counter()
        found = list(pool.map(one_file, paths, chunksize=8))
        seconds = time.perf_counter() - begun
    early, late = max(used for _, used in found[: count // 10]), max(used for _, used in found)
    yield Line(f"{count:,} .docx on two processes", (count / seconds,), "files/s", 160, at_least=True)
    yield Line("memory of a process at the end", (late,), "MB", 1.1, "after a tenth", (early,), relative=True)


def long_texts(rounds: int) -> Iterator[Line]:
    """Seconds for the longest text, and by which power time grows up to it."""
    reports = [of_length(size) for size in SIZES]
    later = [next_year(report) for report in reports]

    def check_of(index: int) -> Callable[[], object]:
        def checked() -> object:
            Recent.forget_all()
            return check(reports[index], facts_for(reports[index], FORM))

        return checked

    def page(index: int) -> Callable[[], object]:
        facts = facts_for(later[index], FORM, last=reports[index])

        def drawn() -> str:
            Recent.forget_all()
            checked = check(later[index], facts)
            return compare_page(compare(reports[index], later[index], FORM, checked.account), checked, FORM, "zh")

        return drawn

    for name, work, goal in (("check", check_of, 1.5), ("page of differences", page, 3.0)):
        taken = [min(by_turns({name: work(index)}, rounds if index < 2 else 1)[name]) for index in range(len(SIZES))]
        yield Line(f"{name}, {SIZES[-1]:,} characters", (taken[-1],), "s", goal)
        yield Line(f"growth of {name}", (exponent(SIZES, taken),), "power", 1.15)


def slow_model(*, again: bool) -> float:
    """Seconds on the clock of a draft by a model that takes two seconds for each answer."""
    from drafter.app.model_drafts import material_of
    from drafter.case.current import inputs_of
    from drafter.case.folder import open_folder
    from drafter.llm.writer import write_narrative
    from tests.llm.scripts import changed, honest, script

    false = "网站访问量居全国首位，增长9999%。"
    answer: dict[str, Any] = changed("overview.platform", "", false) if again else honest()
    reply = script(answer)

    def slowly(messages: Sequence[Message], schema: type[Any]) -> str:
        time.sleep(_SECONDS)
        return reply(messages, schema)

    case = open_folder(ROOT / "examples")
    material = material_of(case, inputs_of(case).facts)
    begun = time.perf_counter()
    write_narrative(material, ScriptedModel(slowly))
    return time.perf_counter() - begun


def waiting() -> Iterator[Line]:
    """What a user waits for beside the model itself."""
    rounds = {"a draft by a model of 2 s": (False, 1.3), "and with refused sentences": (True, 2.4)}
    for name, (again, goal) in rounds.items():
        yield Line(name, (slow_model(again=again),), "s", goal, "an answer", (_SECONDS,), relative=True)


def lines(folder: Path, rounds: int, count: int) -> Iterator[Line]:
    """All of it."""
    yield from many_files(folder, count)
    yield from long_texts(rounds)
    yield from waiting()
