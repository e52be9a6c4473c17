"""Style sheets inside a page, as far as they hide or strike out numbers in its tables.

Their declarations are written into the style attributes of the elements. Linked sheets are not fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import cssselect
import tinycss2
from lxml import etree

from drafter.formats.html.visibility import TELLING

Element = Any
"""An lxml element."""

_PROPERTIES = frozenset(
    "display visibility opacity text-decoration text-decoration-line vertical-align mso-hide clip clip-path".split()  # noqa: SIM905
)
"""Properties with which a rule can show what another one hides; others matter only if they hide."""
_SCREENS = frozenset(("", "all", "screen"))
_MOST_CHARACTERS = 200_000
"""Longer sheets belong to a framework, which does not concern single numbers."""
_MOST_WORK = 4_000_000
"""The most rules times elements of a page."""
_LONGEST_SELECTOR = 200
_CELLFUL = 60
"""The most characters of a hidden element; longer ones are parts of the page, which a script may show."""

_SIGNS = (
    *("display", "visibility", "mso-hide", "opacity", "font-size", "text-indent", "line-through", "vertical-align"),
    *("left", "top", "clip", "color"),
)
"""The beginnings of declarations that decide how text is shown."""
_NAMES = re.compile(r"[.#]([\w-]+)")

_named = etree.XPath("//@class | //@id", smart_strings=False)
_INLINE = (1000, 0, 0)
"""The specificity of a style attribute, above that of any selector."""


class _Declaration(NamedTuple):
    """The value of a property, and its weight: importance, specificity and order."""

    weight: tuple[bool, tuple[int, int, int], int]
    name: str
    value: str


def apply_sheets(root: Element) -> None:
    """Write the declarations of the page's own sheets into the elements in its tables, except those with long text."""
    sheet = "\n".join(["".join(element.itertext()) for element in root.iter("style")])
    if len(sheet) > _MOST_CHARACTERS or not _concerns(root, sheet):
        return
    for element, declarations in _declared(root, sheet).items():
        inside = next(element.iterancestors("table"), None) is not None
        if inside and len("".join(element.itertext())) <= _CELLFUL:
            own = _declarations(tinycss2.parse_blocks_contents(element.get("style", "")), _INLINE, 0)
            won = {name: value for _, name, value in sorted([*declarations, *own])}
            element.set("style", ";".join(f"{name}:{value}" for name, value in won.items()))


def _concerns(root: Element, sheet: str) -> bool:
    """True if the sheet decides for a class or identity on the page how its text is shown."""
    lower = sheet.lower()
    telling = (at for word in _SIGNS for at in _places(word, lower) if TELLING.match(lower, at))
    selectors = (sheet[sheet.rfind("}", 0, at) + 1 : max(sheet.rfind("{", 0, at), 0)] for at in telling)
    named = {name for selector in selectors for name in _NAMES.findall(selector)}
    return bool(named) and any(not named.isdisjoint(text.split()) for text in _named(root))


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _declared(root: Element, sheet: str) -> dict[Element, list[_Declaration]]:
    """The declarations of rules for screens, by element; rules that do not concern text are skipped."""
    found: dict[Element, list[_Declaration]] = {}
    rules = (rule for rule in _rules(sheet) if _decides(rule))
    for order, rule in enumerate(islice(rules, _MOST_WORK // sum(1 for _ in root.iter()))):
        content = tinycss2.parse_blocks_contents(rule.content)
        for path, specificity in _paths(tinycss2.serialize(rule.prelude)):
            declarations = _declarations(content, specificity, order)
            for element in root.xpath(path):
                found.setdefault(element, []).extend(declarations)
    return found


def _rules(sheet: str) -> Iterator[Any]:
    """The rules of a sheet that apply to screens."""
    nodes = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    for node in nodes:
        if node.type == "qualified-rule":
            yield node
        elif node.type == "at-rule" and _is_for_screens(node):
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield from (rule for rule in inner if rule.type == "qualified-rule")


def _is_for_screens(node: Any) -> bool:
    media = tinycss2.serialize(node.prelude).strip().lower()
    return node.lower_at_keyword == "media" and media in _SCREENS and node.content is not None


def _decides(rule: Any) -> bool:
    """True if a rule may decide how text is shown."""
    names = {token.lower_value for token in rule.content if token.type == "ident"}
    return not names.isdisjoint(_PROPERTIES) or TELLING.search(tinycss2.serialize(rule.content)) is not None


def _paths(selectors: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """An XPath and the specificity of each selector, except unknown ones and pseudo-elements."""
    if len(selectors) > _LONGEST_SELECTOR:
        return
    try:
        for selector in cssselect.parse(selectors):
            if selector.pseudo_element is None:
                yield cssselect.HTMLTranslator().selector_to_xpath(selector), selector.specificity()
    except cssselect.SelectorError:
        return


def _declarations(content: Sequence[Any], specificity: tuple[int, int, int], order: int) -> list[_Declaration]:
    return [
        _Declaration((item.important, specificity, order), item.lower_name, tinycss2.serialize(item.value).strip())
        for item in content
        if item.type == "declaration"
    ]
