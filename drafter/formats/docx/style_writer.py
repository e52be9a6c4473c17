"""A style as elements of a .docx file: styles, settings, fonts, page and page numbers."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.formats.docx.package import Element
from drafter.formats.docx.table_writer import STYLE as TABLE
from drafter.formats.docx.xml import RUN_IN, face_properties, first_line, fonts, hint, sizes, text_element, twips, w
from drafter.formats.style import Face, Style

TITLE, BODY, FOOTER = "Title", "BodyText", "Footer"
"""The identities of styles; `heading` gives those of headings."""

_DEEPEST = 9
"""The heading levels that word processors have."""


def heading(level: int) -> str:
    """The identity of the style of headings of `level`, 1 for section headings."""
    return f"Heading{min(level, _DEEPEST)}"


def style_elements(style: Style) -> list[Element]:
    """The children of w:styles."""
    return [_defaults(style), _normal(style), *_other_defaults(), *_text_styles(style), *_heading_styles(style)]


def _defaults(style: Style) -> Element:
    language = w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    properties = w("rPr", fonts(style.body), *sizes(style.body.size), language)
    return w("docDefaults", w("rPrDefault", properties), w("pPrDefault", w("pPr")))


def _normal(style: Style) -> Element:
    properties = w("pPr", _exact(style.line_spacing), w("jc", val="both"))
    parts = (w("name", val="Normal"), w("qFormat"), properties, face_properties(style.body))
    return w("style", *parts, type="paragraph", default=1, styleId="Normal")


def _other_defaults() -> Iterator[Element]:
    """Default styles that some programs need to open a file."""
    no_margins = w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))
    table = w("tblPr", w("tblInd", w=0, type="dxa"), no_margins)
    for kind, name, properties in (
        ("character", "Default Paragraph Font", None),
        ("table", "Normal Table", table),
        ("numbering", "No List", None),
    ):
        parts = (w("name", val=name), w("uiPriority", val=99), w("semiHidden"), w("unhideWhenUsed"), properties)
        yield w("style", *parts, type=kind, default=1, styleId=name.replace(" ", ""))


def _text_styles(style: Style) -> Iterator[Element]:
    indent = first_line(style.first_line_indent, style.body)
    title_line = max(style.line_spacing, style.title.size * 1.5)
    centred = w("jc", val="center")
    title = w("pPr", w("keepNext"), _exact(title_line, after=style.line_spacing), centred, w("outlineLvl", val=9))
    yield _paragraph_style(TITLE, "Title", title, style.title, following=BODY)
    yield _paragraph_style(BODY, "Body Text", w("pPr", indent), style.body)
    yield _paragraph_style(FOOTER, "footer", w("pPr", _single()), style.page_number)
    table = w("pPr", _single(), w("jc", val="center"))
    yield _paragraph_style(TABLE, "Table Text", table, style.table, customStyle=1)
    run_in = (w("name", val="Run-in Heading"), w("qFormat"), face_properties(_heading_face(style, 2)))
    yield w("style", *run_in, type="character", styleId=RUN_IN, customStyle=1)


def _heading_styles(style: Style) -> Iterator[Element]:
    for level in range(1, _DEEPEST + 1):
        face = _heading_face(style, level)
        indent = first_line(style.first_line_indent, face)
        properties = w("pPr", w("keepNext"), w("keepLines"), indent, w("outlineLvl", val=level - 1))
        yield _paragraph_style(heading(level), f"heading {level}", properties, face, following=BODY)


def _heading_face(style: Style, level: int) -> Face:
    """The face of a heading; below the levels of the style it is that of body text."""
    return style.headings[level - 1] if level <= len(style.headings) else style.body


def _paragraph_style(
    identity: str, name: str, properties: Element, face: Face, following: str | None = None, **more: object
) -> Element:
    parts = (
        w("name", val=name),
        w("basedOn", val="Normal"),
        w("next", val=following) if following else None,
        w("qFormat"),
        properties,
        face_properties(face),
    )
    return w("style", *parts, type="paragraph", styleId=identity, **more)


def _exact(points: float, after: float = 0) -> Element:
    return w("spacing", before=0, after=round(after * 20), line=round(points * 20), lineRule="exact")


def _single() -> Element:
    return w("spacing", before=0, after=0, line=240, lineRule="auto")


def setting_elements() -> list[Element]:
    """The children of w:settings."""
    modes = {
        "compatibilityMode": 15,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
    }
    uri = "http://schemas.microsoft.com/office/word"
    # Without the first of these a line break would stretch its line over the whole width.
    compat = w(
        "compat", w("doNotExpandShiftReturn"), *(w("compatSetting", name=n, uri=uri, val=v) for n, v in modes.items())
    )
    return [
        w("zoom", percent=100),
        w("evenAndOddHeaders"),
        w("characterSpacingControl", val="compressPunctuation"),
        compat,
        w("themeFontLang", val="en-US", eastAsia="zh-CN"),
    ]


def font_elements(style: Style) -> list[Element]:
    """The children of w:fonts: the substitute for each font that may not be installed."""
    return [w("font", w("altName", val=other), name=name) for name, other in style.fallbacks.items()]


def section_elements(style: Style) -> list[Element]:
    """Paper and margins; no w:docGrid, since the line spacing is exact."""
    page = style.page
    footer = page.bottom - style.page_number_gap - style.page_number.size / 72 * 25.4
    margins = {side: twips(getattr(page, side)) for side in ("top", "right", "bottom", "left")}
    return [
        w("pgSz", w=twips(page.width), h=twips(page.height)),
        w("pgMar", **margins, header=twips(page.top / 2), footer=twips(footer), gutter=0),
    ]


def text_width(style: Style) -> int:
    """Between the margins, twips."""
    page = style.page
    return twips(page.width) - twips(page.left) - twips(page.right)


def page_number(style: Style, side: str) -> Element:
    """The paragraph with the page number, one character in from the `side` of the page ("left" or "right")."""
    before, after = style.page_number_format.format(number="\0").split("\0")
    indent = w("ind", **{f"{side}Chars": 100, side: round(style.page_number.size * 20)})
    properties = w("pPr", w("pStyle", val=FOOTER), indent, w("jc", val=side))
    field = (
        w("r", w("fldChar", fldCharType="begin")),
        w("r", text_element("instrText", " PAGE ")),
        w("r", w("fldChar", fldCharType="separate")),
        w("r", text_element("t", "1")),
        w("r", w("fldChar", fldCharType="end")),
    )
    return w(
        "p", properties, w("r", hint(), text_element("t", before)), *field, w("r", hint(), text_element("t", after))
    )
