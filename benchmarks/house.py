"""The shape of the code, measured: `python benchmarks/house.py [FOLDER]`, a row of numbers per line.

FOLDER is a checkout (this one without it): its package `drafter` and its `tests` are read, not run, so that any earlier
state can be measured the same way.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean, median

LONG, COMPLEX = 40, 10
"""Lines of a body, and branches of a function, from which on they are counted."""
_BRANCHES = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.comprehension, ast.Assert)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Package:
    """The modules of a package, by dotted name."""

    root: Path
    trees: Mapping[str, ast.Module]

    @classmethod
    def read(cls, root: Path, name: str = "drafter") -> Package:
        paths = sorted((root / name).rglob("*.py"))
        return cls(root, {module_name(path, root): ast.parse(path.read_text(encoding="utf-8")) for path in paths})

    def functions(self) -> Iterator[Function]:
        for tree in self.trees.values():
            yield from (node for node in ast.walk(tree) if isinstance(node, Function))

    def imports(self, name: str) -> tuple[set[str], int]:
        """Modules of the package that a module imports when it is loaded, and how many names it takes from them."""
        modules, names = set(), 0
        for node in at_load(self.trees[name]):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "drafter":
                names += len(node.names)
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    modules.add(whole if whole in self.trees else node.module or "")
            elif isinstance(node, ast.Import):
                own = [alias.name for alias in node.names if alias.name in self.trees]
                modules |= set(own)
                names += len(own)
        return modules & set(self.trees) - {name}, names


def module_name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def at_load(tree: ast.AST) -> Iterator[ast.stmt]:
    """Statements that run when a module is loaded: none of functions, none for type checkers only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.stmt) and not isinstance(node, Function):
            yield node
            yield from at_load(node)


def cycles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Groups of modules that import each other (strongly connected, by Tarjan's algorithm)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in sorted(graph[name]):
            if other not in order:
                visit(other)
            if other in stack:
                low[name] = min(low[name], low[other])
        if low[name] == order[name]:
            at = stack.index(name)
            if len(stack) - at > 1:
                found.append(stack[at:])
            del stack[at:]

    for name in graph:
        if name not in order:
            visit(name)
    return found


def longest_chain(graph: Mapping[str, set[str]]) -> list[str]:
    """The longest row of modules of which each imports the next; only where there is no cycle."""

    @cache
    def chain(name: str) -> tuple[str, ...]:
        return (name, *max((chain(other) for other in sorted(graph[name])), key=len, default=()))

    return list(max(map(chain, graph), key=len))


def body_lines(function: Function) -> int:
    return (function.end_lineno or 0) - function.body[0].lineno + 1


def complexity(function: Function) -> int:
    """Paths through a function, as McCabe counts them; those of functions inside it are their own."""
    count, waiting = 1, list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, (*Function.__args__, ast.ClassDef)):
            continue
        count += isinstance(node, _BRANCHES)
        count += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
        count += len(node.ifs) if isinstance(node, ast.comprehension) else 0
        count += sum(not _is_rest(case) for case in node.cases) if isinstance(node, ast.Match) else 0
        waiting += ast.iter_child_nodes(node)
    return count


def _is_rest(case: ast.match_case) -> bool:
    return isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and case.guard is None


def shared_class_names(package: Package) -> dict[str, list[str]]:
    """Class names that more than one module defines, with the modules."""
    places: dict[str, list[str]] = {}
    for module, tree in package.trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(module)
    return {name: modules for name, modules in sorted(places.items()) if len(modules) > 1}


def lines(paths: Iterable[Path]) -> int:
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)


def rows(root: Path) -> Iterator[tuple[str, str]]:
    """What is measured, and what came out."""
    package = Package.read(root)
    imports = {name: package.imports(name) for name in package.trees}
    graph = {name: modules for name, (modules, _) in imports.items()}
    found = cycles(graph)
    bodies = [body_lines(function) for function in package.functions()]
    paths = [complexity(function) for function in package.functions()]
    shared = shared_class_names(package)
    code, tests = lines((root / "drafter").rglob("*.py")), lines((root / "tests").rglob("*.py"))
    floors = tomllib.loads((root / "tests" / "floors.toml").read_text(encoding="utf-8"))["floors"]
    yield "modules / lines", f"{len(graph)} / {code:,}"
    yield "import cycles", str(len(found))
    yield "longest chain of modules", "-" if found else str(len(longest_chain(graph)))
    yield f"functions over {LONG} lines; longest body", f"{sum(body > LONG for body in bodies)}; {max(bodies)}"
    share = 100 * sum(path > COMPLEX for path in paths) / len(paths)
    yield f"complexity over {COMPLEX}; most", f"{share:.1f} %; {max(paths)}"
    yield "project names imported per module, median", f"{median(names for _, names in imports.values()):g}"
    yield "modules imported per module, mean", f"{mean(map(len, graph.values())):.1f}"
    yield "tests : code, in lines", f"{tests / code:.2f}"
    classes = sum(map(len, shared.values()))
    yield "class names for several things", f"{len(shared)} for {classes} classes" if shared else "0"
    wings = Counter(name.split(".")[1] for name in graph if name.count(".") > 1)
    yield "wings / floors", f"{len(wings)} / {len(floors)}"


def main() -> None:
    """Print the table, and below it the class names that stand for several things."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1]
    for name, value in rows(root):
        print(f"{name:<44}{value}")
    for name, modules in shared_class_names(Package.read(root)).items():
        print(f"  {name}: {' '.join(modules)}")


if __name__ == "__main__":
    main()
