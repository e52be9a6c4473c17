"""How well numbers in text are checked: false numbers that are found, and true sentences that are left alone.

Run as `python -m benchmarks.mutations`; prints counts by rule and kind of change. Every quantity that is bound in the
filings, and every cell that one of them states, is changed to seeded random values, written as figures, in Chinese
numerals and in ten thousands; a change still true on another base in use is left out. A change counts as caught when
an error stands on that very quantity. `paraphrases.toml` holds true sentences, none of which may raise an error.
"""

from __future__ import annotations

import random
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from drafter.checks import check_account
from drafter.checks.rules import Outcomes
from drafter.form import Form, load_form
from drafter.report.facts import facts_of
from drafter.report.filing import Block, Figures, Filing, blank_figures, complete, value_of
from drafter.report.findings import Finding, Severity
from drafter.report.narrative import Narrative
from drafter.report.quantities.chinese import QuantityKind
from drafter.statements import Account, Binding, Sense, State, bind
from drafter.statements.tolerance import agrees

HERE = Path(__file__).resolve().parent
ROUNDS = 6
"""Random values per quantity and way of writing."""
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Case:
    """A filing with last year's figures."""

    name: str
    filing: Filing
    last: Figures


def load(name: str, form: Form) -> Case:
    """The case in `filings/NAME.toml`, or the example of the project."""
    if name == "county":
        from drafter.recognition.files import read_report

        filing = read_report(HERE.parent / "examples" / "last-year.txt", form).filing
        return Case(name, replace(filing, figures=complete(filing.figures, form)[0]), {})
    data = tomllib.loads((HERE / "filings" / f"{name}.toml").read_text(encoding="utf-8"))
    narrative: dict[str, tuple[Block, ...]] = {}
    for part in data.get("narrative", ()):
        block = Block((part["text"],), None, part.get("topic"))
        narrative[part["section"]] = (*narrative.get(part["section"], ()), block)
    figures = _figures(data["figures"], form)
    filing = Filing(form.key, figures, narrative, data["organization"], data["year"])
    return Case(name, filing, _figures(data.get("last", {}), form))


def _figures(tables: Mapping[str, Mapping[str, Any]], form: Form) -> Figures:
    figures = blank_figures(form)
    for key, rows in tables.items():
        for row, values in rows.items():
            columns = list(form.tables[key].row_columns(row))
            given = values if isinstance(values, list) else [values]
            for column, value in zip(columns[-len(given) :], given, strict=True):
                figures[f"{key}.{row}.{column}"] = Decimal(str(value)) if isinstance(value, float) else value
    return figures


def checked(filing: Filing, last: Figures, form: Form) -> tuple[Account, Outcomes]:
    """A filing's account and every finding on its text."""
    before = Filing(form.key, last) if last else None
    facts = facts_of(form, filing.figures, organization=filing.organization, year=filing.year, last=before)
    account = bind(Narrative(filing.narrative, form), facts)
    return account, check_account(account, facts)


# --- changes ---------------------------------------------------------------------------------------------------------


def chinese(number: int) -> str:
    """A number below ten thousand in Chinese numerals."""
    text, zero = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + unit
            zero = False
        else:
            zero = True
    return (text.removeprefix("一") if text.startswith("一十") else text) or "零"


def written(value: int | Decimal, binding: Binding, way: str) -> str | None:
    """A value as a quantity's number is written one way; None where that way is not used for it."""
    kind = binding.quantity.kind
    if kind is QuantityKind.AMOUNT:
        return format(Decimal(value) / binding.quantity.scale, "f") if way == "figures" else None
    if kind is QuantityKind.PERCENT:
        return str(value) if way == "figures" else None
    if way == "figures":
        return str(value)
    if way == "chinese":
        return chinese(int(value)) if 0 < value < 10000 else None
    return f"{Decimal(value) / 10000:.2f}万" if value >= 20000 else None


def random_value(binding: Binding, rng: random.Random) -> int | Decimal:
    """Another value of about the size of a quantity's."""
    value = binding.quantity.value
    if binding.quantity.kind is QuantityKind.PERCENT:
        return Decimal(rng.randint(1, 999)) / 10
    if rng.random() < 0.4:
        return max(0, int(value) + rng.choice((-3, -2, -1, 1, 2, 3, 10, -10, 100, -100)))
    return rng.randint(0, max(9, 3 * int(value)))


def is_true(binding: Binding, filing: Filing, last: Figures, form: Form) -> bool:
    """Whether a changed quantity still states a value of one of the bases in use."""
    scale = 10000 if binding.quantity.kind is QuantityKind.AMOUNT else 1
    figures = last if binding.sense is Sense.BEFORE else filing.figures
    return any(agrees(binding.quantity, value_of(target, figures, form), scale) for target in binding.said)


def text_changes(case: Case, account: Account, rng: random.Random) -> Iterator[tuple[str, Binding, Filing]]:
    """Filings with one bound number changed."""
    for binding in account.bindings:
        if binding.state is not State.BOUND or binding.reference is None:
            continue
        for way in ("figures", "chinese", "ten thousands"):
            for _ in range(ROUNDS):
                number = written(random_value(binding, rng), binding, way)
                if number is not None:
                    yield way, binding, _with_number(case.filing, binding, number)


def _with_number(filing: Filing, binding: Binding, number: str) -> Filing:
    where, quantity = binding.where, binding.quantity
    assert where.section is not None and where.paragraph is not None
    blocks, ordinal = [], 0
    for block in filing.narrative[where.section]:
        texts = list(block.paragraphs)
        index = where.paragraph - ordinal
        if 0 <= index < len(texts):
            text = texts[index]
            end = quantity.number_end
            if quantity.kind is QuantityKind.COUNT and quantity.unit:
                end = text.index(quantity.unit[0], quantity.number_end)
            texts[index] = text[: quantity.number_start] + number + text[end:]
        ordinal += len(texts)
        blocks.append(replace(block, paragraphs=tuple(texts)))
    return replace(filing, narrative={**filing.narrative, where.section: tuple(blocks)})


def cell_changes(case: Case, account: Account, form: Form, rng: random.Random) -> Iterator[tuple[str, Binding, Filing]]:
    """Filings with one cell changed that a bound number states."""
    for binding in account.bindings:
        if binding.figure is None:
            continue
        for cell in form.sums.get(binding.figure, (binding.figure,)):
            for _ in range(ROUNDS):
                old = case.filing.figures[cell]
                assert old is not None and not isinstance(old, str)
                value = (
                    max(0, int(old) + rng.choice((-2, -1, 1, 2, 7, 30)))
                    if rng.random() < 0.5
                    else rng.randint(0, 3 * int(old) + 9)
                )
                if value != old:
                    yield "cell", binding, replace(case.filing, figures={**case.filing.figures, cell: value})


def measure(case: Case, form: Form, rng: random.Random) -> tuple[Counter[tuple[str, str, str]], list[str]]:
    """Counts of changes by rule, way and outcome, and those that were missed."""
    account, _ = checked(case.filing, case.last, form)
    counts: Counter[tuple[str, str, str]] = Counter()
    missed = []
    for way, binding, filing in (*text_changes(case, account, rng), *cell_changes(case, account, form, rng)):
        now, text = checked(filing, case.last, form)
        same = _same(now, binding)
        if same is None or _still_true(same, binding, filing, case, form, way):
            counts[_rule(binding), way, "still true"] += 1
            continue
        found = any(_on(finding, same) for finding in text.findings)
        counts[_rule(binding), way, "caught" if found else "missed"] += 1
        if not found:
            missed.append(f"{case.name} {way} {binding.reference} {same.quantity.text} {same.state.value}")
    return counts, missed


def _rule(binding: Binding) -> str:
    if binding.sense in (Sense.CHANGE, Sense.SHARE, Sense.BEFORE):
        return "T4"
    return "T9" if binding.quantity.kind is QuantityKind.AMOUNT else "T1"


def _same(account: Account, binding: Binding) -> Binding | None:
    """The changed quantity in the new account."""
    near = [one for one in account.bindings if one.where == binding.where]
    return next((one for one in near if one.quantity.number_start == binding.quantity.number_start), None)


def _still_true(same: Binding, before: Binding, filing: Filing, case: Case, form: Form, way: str) -> bool:
    if same.quantity.value == before.quantity.value and way != "cell":
        return True
    if before.sense in (Sense.CHANGE, Sense.SHARE):
        return same.state is State.BOUND
    return is_true(replace(same, said=before.said or same.said, sense=before.sense), filing, case.last, form)


def _on(finding: Finding, binding: Binding) -> bool:
    place, where = finding.place, binding.where
    there = (place.section, place.paragraph) == (where.section, where.paragraph)
    return finding.severity is Severity.ERROR and there and place.start == binding.quantity.start


# --- true sentences --------------------------------------------------------------------------------------------------


def paraphrases(form: Form) -> Iterator[tuple[str, str, tuple[Finding, ...], Account]]:
    """Every true sentence with its pattern, its findings and its account."""
    cases: dict[str, Case] = {}
    data = tomllib.loads((HERE / "paraphrases.toml").read_text(encoding="utf-8"))
    for group in data["set"]:
        case = cases.setdefault(group["base"], load(group["base"], form))
        for text in group["texts"]:
            block = Block((text,), None, group.get("topic") or None)
            filing = replace(case.filing, narrative={group.get("section", "overview"): (block,)})
            account, found = checked(filing, case.last, form)
            yield group["pattern"], text, found.findings, account


# --- report ----------------------------------------------------------------------------------------------------------


def report(seed: int = 20240) -> int:
    """Print everything; 1 when a goal is missed."""
    form = load_form("disclosure-2021")
    rng = random.Random(seed)
    total: Counter[tuple[str, str, str]] = Counter()
    missed: list[str] = []
    for name in ("county", "office", "city"):
        counts, lost = measure(load(name, form), form, rng)
        total += counts
        missed += lost
    print(f"changed numbers (seed {seed}, {ROUNDS} values each)")
    for rule, way in sorted({key[:2] for key in total}):
        caught, lost_count = total[rule, way, "caught"], total[rule, way, "missed"]
        still = total[rule, way, "still true"]
        share = 100 * caught / (caught + lost_count) if caught + lost_count else 100.0
        shown = f"caught {caught:5} of {caught + lost_count:5}  {share:6.2f} %"
        print(f"  {rule:4} {way:14} {shown}  (still true, left out: {still})")
    caught = sum(count for key, count in total.items() if key[2] == "caught")
    every = caught + sum(count for key, count in total.items() if key[2] == "missed")
    print(f"  all                 caught {caught:5} of {every:5}  {100 * caught / every:6.2f} %")
    for line, count in Counter(line.rsplit(" ", 2)[0] for line in missed).most_common():
        print(f"    missed {count:3}  {line}")
    wrong = _paraphrases(form)
    _timed(form)
    return 0 if caught >= 0.99 * every and not wrong else 1


def _paraphrases(form: Form) -> int:
    """Print what true sentences raised; the number of errors, or of warnings beyond the goal."""
    rows = list(paraphrases(form))
    patterns: dict[str, Counter[str]] = {}
    for pattern, text, findings, account in rows:
        count = patterns.setdefault(pattern, Counter())
        count["sentences"] += 1
        count["bound"] += account.count(State.BOUND)
        count["numbers"] += len(account.bindings)
        for finding in findings:
            count[finding.severity.value] += 1
            if finding.severity is not Severity.INFO:
                print(f"  {finding.severity.value} {finding.rule} {text} | {finding.message.zh}")
    print("true sentences")
    for pattern, count in patterns.items():
        sizes = f"{count['sentences']:3} sentences, {count['numbers']:3} numbers, {count['bound']:3} bound"
        print(f"  {pattern:40} {sizes}, errors {count['error']}, warnings {count['warning']}")
    errors = sum(count["error"] for count in patterns.values())
    warnings = sum(count["warning"] for count in patterns.values())
    print(f"  all: {len(rows)} sentences, errors {errors}, warnings {warnings} ({100 * warnings / len(rows):.2f} %)")
    return errors + max(0, warnings - len(rows) // 50)


def _timed(form: Form) -> None:
    """Print how long every text rule takes, by 2,500 characters, beside cutting the same text into words."""
    for name in ("county", "city"):
        case = load(name, form)
        texts = [text for blocks in case.filing.narrative.values() for block in blocks for text in block.paragraphs]
        size = sum(map(len, texts))
        numbers = len(checked(case.filing, case.last, form)[0].bindings)
        rules = _best(lambda case=case: checked(case.filing, case.last, form)) * 2500 / size
        print(f"{name}: {size} characters with {numbers} numbers; all text rules {rules:.2f} ms per 2,500 characters")
        try:
            import rjieba
        except ImportError:
            continue
        words = _best(lambda texts=texts: [rjieba.cut(text) for text in texts]) * 2500 / size
        print(f"  rjieba on the same text {words:.3f} ms; ratio {rules / words:.1f}")


def _best(work: Any) -> float:
    """The best of several runs, in milliseconds."""
    times = []
    for _ in range(30):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


if __name__ == "__main__":
    sys.exit(report())
