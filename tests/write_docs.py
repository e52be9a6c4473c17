"""Write what the documentation quotes anew: sessions in the READMEs, docs/forms.md, docs/rules.md. `make docs`."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def rules_page() -> str:
    """The page on rules with its catalogue written anew."""
    from drafter.checks.catalogue import rules_of
    from drafter.form import load_form

    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    header = "| rule | severity | 中文 | English | source |"
    lines = [page.partition(header)[0] + header, "| --- | --- | --- | --- | --- |"]
    for rule in rules_of(load_form("disclosure-2021")):
        cells = (rule.code, rule.severity.value, rule.name.zh, rule.name.en, rule.source)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def with_real_output(text: str) -> str:
    """A README with every console session run anew in a fresh folder."""
    from tests.test_docs import run

    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(ROOT / "examples", Path(name) / "examples", ignore=shutil.ignore_patterns("drafts"))

        def session(match: re.Match[str]) -> str:
            commands = re.findall(r"^\$ (.*)$", match.group(1), re.MULTILINE)
            shown = "".join(f"$ {command}\n{run(command, Path(name), 900)}" for command in commands)
            return f"```console\n{shown}```"

        return re.sub(r"```console\n(.*?)```", session, text, flags=re.DOTALL)


def main() -> None:
    """Write everything."""
    from tests.test_docs import walked_through

    (ROOT / "docs" / "rules.md").write_text(rules_page(), encoding="utf-8")
    for name in ("README.md", "README.zh-CN.md"):
        path = ROOT / name
        path.write_text(with_real_output(path.read_text(encoding="utf-8")), encoding="utf-8")
    page = ROOT / "docs" / "forms.md"
    with tempfile.TemporaryDirectory() as name:
        page.write_text(walked_through(page.read_text(encoding="utf-8"), Path(name)), encoding="utf-8")


if __name__ == "__main__":
    main()
