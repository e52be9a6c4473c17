"""Writes .docx files by hand, and documents to write."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import strategies as st
from lxml import etree

from drafter.document import Cell, Document, Picture, Role, Span, TableBlock, TextBlock, cell, paragraph
from drafter.errors import SourceError
from drafter.formats.docx import read, write
from drafter.formats.style import load_style

STYLE = load_style("gbt-9704")


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": W,
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


BLANK_FORM = Path(__file__).parents[4] / "shared/reports/blank-2021-format.docx"


def relations(**targets: str) -> str:
    items = (f'<Relationship Id="{k}" Type="{OFFICE}/{k}" Target="{target}"/>' for k, target in targets.items())
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(items)}</Relationships>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def package(body: str, **parts: str) -> bytes:
    """A .docx file made by hand; `parts` are the content of styles, numbering and comments."""
    inner = {name: f"<w:{name} {NAMESPACES}>{xml}</w:{name}>" for name, xml in parts.items()}
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/_rels/document.xml.rels": relations(**{name: f"{name}.xml" for name in parts}),
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
            **{f"word/{name}.xml": xml for name, xml in inner.items()},
        }
    )


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def tc(*content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(content) or p()}</w:tc>"


def tbl(*rows: str, columns: int = 2) -> str:
    grid = '<w:gridCol w:w="1000"/>' * columns
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def texts(body: str, **parts: str) -> list[str]:
    return [
        block.text if isinstance(block, TextBlock) else type(block).__name__.removesuffix("Block")
        for block in blocks(body, **parts)
    ]


def blocks(body: str, **parts: str) -> tuple[TextBlock | TableBlock | Picture, ...]:
    return read(package(body, **parts)).blocks


TEXT_BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>"
    f"<wps:txbx><w:txbxContent>{p(r('框内'))}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
    f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{p(r('框内'))}</w:txbxContent></v:textbox>"
    "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def rp(text: str, look: str) -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


def style(kind: str, name: str, look: str = "", based_on: str = "", more: str = "", default: str = "") -> str:
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    usual = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}"{usual} w:styleId="{name}">{based}{more}<w:rPr>{look}</w:rPr></w:style>'


WHITE, TINY = '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'


BLUE = '<w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>'


LOOKS = (
    style("character", "Gone", "<w:vanish/>")
    + style("character", "GoneToo", based_on="Gone")
    + style("character", "Back", '<w:vanish w:val="0"/>', based_on="Gone")
    + style("character", "Struck", "<w:strike/>")
    + style("character", "Double", "<w:dstrike/>")
    + style("character", "Mark", '<w:vertAlign w:val="superscript"/>')
    + style("character", "White", WHITE)
    + style("character", "Web", "<w:webHidden/>")
    + style("paragraph", "PGone", "<w:vanish/>")
    + style("paragraph", "PGoneToo", based_on="PGone")
    + style("paragraph", "PStruck", "<w:strike/>")
    + style("paragraph", "PWhite", WHITE)
    + style("paragraph", "PTiny", TINY)
    + style("paragraph", "PLoop", based_on="PLoop")
)


def as_style(name: str) -> str:
    return f'<w:rStyle w:val="{name}"/>'


def note_mark(kind: str, identity: int, more: str = "", look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:{kind}Reference{more} w:id="{identity}"/></w:r>'


def note(kind: str, identity: int, *paragraphs: str) -> str:
    return f'<w:{kind} w:id="{identity}">{"".join(paragraphs)}</w:{kind}>'


def box(data: str, result: str | None = None) -> str:
    def mark(kind: str, more: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{more}</w:fldChar></w:r>'

    shown = "" if result is None else mark("separate") + r(result)
    return mark("begin", f"<w:ffData>{data}</w:ffData>") + r(" FORM ", "instrText") + shown + mark("end")


CHOICES = '<w:listEntry w:val="3"/><w:listEntry w:val="12"/>'


def with_file(name: str, data: bytes) -> bytes:
    """A .docx file that takes in another one."""
    with zipfile.ZipFile(io.BytesIO(package(p(r("前")) + f"{TAKEN_IN}" + p(r("后"))))) as archive:
        parts = {member: archive.read(member) for member in archive.namelist()}
    parts["word/_rels/document.xml.rels"] = relations(aFChunk=name)
    return zipped({**parts, f"word/{name}": data})


TAKEN_IN = f'<w:altChunk r:id="aFChunk" xmlns:r="{OFFICE}"/>'


PAGE = "<html><body><p>网页</p><table><tr><td>规章</td><td>1</td></tr></table></body></html>".encode()


ARCHIVE = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n"


STYLES = """
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="X"><w:name w:val="Mine"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Y"><w:name w:val="Own"/><w:basedOn w:val="X"/></w:style>
<w:style w:type="paragraph" w:styleId="L"><w:name w:val="Loop"/><w:basedOn w:val="L"/></w:style>
<w:style w:type="paragraph" w:styleId="N"><w:name w:val="Listed"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""


def numbered(text: str, list_id: int, depth: int = 0) -> str:
    return p(r(text), properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(depth: int, form: str, text: str, more: str = "") -> str:
    content = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{content}</w:lvl>'


NUMBERING = f"""
<w:abstractNum w:abstractNumId="7">
{level(0, "chineseCountingThousand", "%1、", '<w:pStyle w:val="N"/>')}{level(1, "chineseCounting", "（%2）")}
{level(2, "decimal", "%3.")}{level(3, "decimal", "%1.%4", "<w:isLgl/>")}{level(4, "bullet", "•")}
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


def key_of(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read(data)
    return caught.value.key


SAMPLE_BODY = (
    p(r("总体"), properties='<w:pStyle w:val="1"/>')
    + numbered("甲", 1, 1)
    + p(TEXT_BOX, f"<w:del>{r('1')}</w:del>", f"<w:ins>{r('2')}</w:ins>")
    + tbl(tr(tc(p(r("甲")), properties='<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>')), tr(tc(), tc()))
)


SAMPLE = package(SAMPLE_BODY, styles=STYLES, numbering=NUMBERING, comments="<w:comment/>")


def reads_or_refuses(data: bytes) -> None:
    try:
        read(data)
    except SourceError:
        return


# Domain of the round trip: no control characters or surrogates, no text that is only white space, complete grids.
words = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=12).filter(str.strip)


lines = st.lists(words, min_size=1, max_size=3).map("\n".join)


roles = st.sampled_from([Role.PLAIN, Role.FIGURE, Role.OPEN, Role.HEADING, Role.INSERTED])


paragraphs = st.builds(
    TextBlock,
    st.lists(st.builds(Span, lines, roles), min_size=1, max_size=3).map(tuple),
    st.sampled_from([None, 0, 1, 2, 3, 9]),
)


@st.composite
def tables(draw: st.DrawFn) -> TableBlock:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    grid: list[tuple[Cell, ...]] = []
    for row in range(rows):
        begun: list[Cell] = []
        for column in range(columns):
            if (row, column) not in free:
                continue
            across = next(n for n in range(1, columns - column + 2) if (row, column + n) not in free)
            col_span, row_span = draw(st.integers(1, across)), draw(st.integers(1, rows - row))
            free -= {(row + down, column + right) for down in range(row_span) for right in range(col_span)}
            begun.append(
                cell(draw(st.just("") | lines), row_span=row_span, col_span=col_span, label=draw(st.booleans()))
            )
        grid.append(tuple(begun))
    return TableBlock(tuple(grid), draw(st.sampled_from([(), tuple(float(n + 1) for n in range(columns))])))


def seen(document: Document) -> list[object]:
    """What must come back: texts, levels and spans."""
    return [
        (block.text, block.level)
        if isinstance(block, TextBlock)
        else [[(item.text, item.row_span, item.col_span) for item in row] for row in block.rows]
        for block in document.blocks
        if not isinstance(block, Picture)
    ]


REPORT = Document(
    (
        paragraph("清河市档案局2025年政府信息公开工作年度报告", level=0),
        paragraph("一、总体情况", level=1),
        TextBlock(
            (
                Span("（一）主动公开。", Role.HEADING),
                Span("共"),
                Span("12", Role.FIGURE),
                Span("【待核：3】", Role.OPEN),
            )
        ),
        TableBlock(
            (
                (cell("项目", label=True), cell("数量", label=True)),
                (cell("规章", label=True), cell("96171.6")),
            ),
            (14.0, 1.0),
        ),
    )
)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xml(document: Document, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(parts(write(document, STYLE))[part])


def found(root: etree._Element, path: str) -> list[etree._Element]:
    # python-docx's own elements have another xpath.
    return etree.ElementBase.xpath(root, path, namespaces={"w": W})


def long_table(labelled_rows: set[int], rows: int = 20) -> TableBlock:
    return TableBlock(
        tuple((cell("项目", label=True), cell("数量", label=row in labelled_rows)) for row in range(rows)),
    )
