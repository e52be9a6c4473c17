"""Files made to do harm: bombs, deep nesting, giant texts, broken containers, traps for patterns.

`REPORTS` and `WORKBOOKS` are single files, `CASES` what lies in a folder of a case, by its name there. All are made
when they are asked for, from the fictional example.
"""

# ruff: noqa: E501 - pieces of XML stand on one line each

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from drafter.form import load_form
from drafter.formats import FORMATS
from drafter.formats.style import load_style
from drafter.recognition.files import read_report

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = (ROOT / "examples" / "last-year.txt").read_text()
WORKBOOK = (ROOT / "examples" / "figures.xlsx").read_bytes()

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")

Maker = Callable[[], bytes]


def many(text: str, size: int) -> str:
    """`text` again and again, up to `size` characters."""
    return text * (size // len(text))


def numbered(pattern: str, count: int) -> str:
    """The pattern with the numbers from 0 on in place of "#"."""
    return "".join(pattern.replace("#", str(number)) for number in range(count))


# Texts of a whole report


def report(text: str, where: str = "（二）依申请公开情况\n") -> str:
    """The example with a text in its first section, behind a heading."""
    assert where in EXAMPLE
    return EXAMPLE.replace(where, where + text + "\n", 1)


def text(body: str, where: str = "（二）依申请公开情况\n") -> bytes:
    """The same as a text file."""
    return report(body, where).encode()


# Containers


def zipped(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relations(*items: tuple[str, str, str]) -> str:
    """A part of relations: identity, the last word of the type, target."""
    inner = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in items)
    return f'<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>'


def docx(
    body: str, parts: Mapping[str, str | bytes] | None = None, near: tuple[tuple[str, str, str], ...] = ()
) -> bytes:
    """A .docx of a body, with other parts and relations to them."""
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    members: dict[str, str | bytes] = {
        "_rels/.rels": relations(("d", "officeDocument", "word/document.xml")),
        "word/document.xml": document,
        **(parts or {}),
    }
    if near:
        members["word/_rels/document.xml.rels"] = relations(*near)
    return zipped(members)


def par(inner: str) -> str:
    """A paragraph of runs."""
    return f"<w:p>{inner}</w:p>"


def run(words: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


@cache
def written(suffix: str) -> bytes:
    """The example as a file of a format."""
    from drafter.drafting.merge import merge

    form = load_form("disclosure-2021")
    filing = read_report(ROOT / "examples" / "last-year.txt", form).filing
    return FORMATS[suffix].write(merge(filing, form), load_style("gbt-9704"))


def within_docx(body: str, part: str = "word/document.xml") -> bytes:
    """The example as .docx with more in front of its second heading."""
    source = zipfile.ZipFile(io.BytesIO(written("docx")))
    members = {name: source.read(name) for name in source.namelist()}
    whole = members[part].decode()
    at = whole.rindex("<w:p>", 0, whole.index("主动公开情况")) if "<w:p>" in whole else whole.index("<w:p ")
    members[part] = (whole[:at] + body + whole[at:]).encode()
    return zipped(members)


def html(body: str) -> bytes:
    """A page."""
    return f"<html><body>{body}</body></html>".encode()


def within_html(body: str) -> bytes:
    """The example as a page, with more behind its first heading."""
    lines = "".join(f"<p>{line}</p>" for line in EXAMPLE.splitlines())
    return html(lines.replace("<p>（二）依申请公开情况</p>", f"<p>（二）依申请公开情况</p>{body}", 1))


def pdf(*objects: bytes, trailer: bytes = b"<</Root 1 0 R>>") -> bytes:
    """A PDF of numbered objects, the first of which is its catalogue."""
    data, places = bytearray(b"%PDF-1.7\n"), list[int]()
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(data) + table + b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % len(data)


def stream(content: bytes, filters: int = 1, more: bytes = b"") -> bytes:
    """A stream, packed once or more."""
    for _ in range(filters):
        content = zlib.compress(content, 9)
    names = b"/FlateDecode" * filters
    return b"<</Length %d/Filter[%s]%s>>stream\n" % (len(content), names, more) + content + b"\nendstream"


_PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf_page(content: bytes, filters: int = 1, resources: bytes = b"", *others: bytes) -> bytes:
    """A PDF of one page with this content."""
    return pdf(*_PAGES, _PAGE % resources, stream(content, filters), _FONT, *others)


def zeros(size: int, times: int) -> bytes:
    """White space packed until little is left of it."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * 2**20) for _ in range(size // 2**20)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return b"<</Length %d/Filter[%s]>>stream\n" % (len(data), b"/FlateDecode" * times) + data + b"\nendstream"


def xlsx(sheet: str, parts: Mapping[str, str | bytes] | None = None, strings: str = "") -> bytes:
    """A workbook of one sheet, given as the XML between <worksheet> and its end."""
    book = f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="表" sheetId="1" r:id="s"/></sheets></workbook>'
    override = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for name, kind in (("workbook", "sheet.main"), ("sheet1", "worksheet"), ("strings", "sharedStrings"))
    )
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{kinds}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{override}</Types>',
            "_rels/.rels": relations(("d", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": relations(
                ("s", "worksheet", "sheet1.xml"), ("t", "sharedStrings", "strings.xml")
            ),
            "xl/sheet1.xml": f'<worksheet xmlns="{_SHEET}">{sheet}</worksheet>',
            "xl/strings.xml": f'<sst xmlns="{_SHEET}">{strings}</sst>',
            **(parts or {}),
        }
    )


def within_xlsx(part: str, old: str, new: str, count: int = 1) -> bytes:
    """The example's workbook with something else in one of its parts."""
    source = zipfile.ZipFile(io.BytesIO(WORKBOOK))
    members = {name: source.read(name) for name in source.namelist()}
    whole = members[part].decode()
    assert old in whole, part
    members[part] = whole.replace(old, new, count).encode()
    return zipped(members)


def cells(rows: int, columns: int, cell: str) -> str:
    """A sheet full of one cell."""
    return "<sheetData>" + f"<row>{cell * columns}</row>" * rows + "</sheetData>"


def rtf(body: str) -> bytes:
    """Rich text."""
    return f"{{\\rtf1\\ansi {body}}}".encode()


def odt(content: str) -> bytes:
    """An OpenDocument text."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<office:document-content xmlns:office="{space}office:1.0" xmlns:text="{space}text:1.0" xmlns:table="{space}table:1.0"><office:body><office:text>{content}</office:text></office:body></office:document-content>',
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{space}manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/></manifest:manifest>',
        }
    )


def mht(body: bytes, headers: bytes = b"") -> bytes:
    """A page as a message."""
    return b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n" + headers + b"\r\n--x\r\n" + body


# Traps that many formats share

_HEADING = "三、收到和处理政府信息公开申请情况\n"
_ROW = "规章 | 0 | 0 | 0 |\n"
_LONG = "全年新收政府信息公开申请113件，办结111件，"

TEXTS: dict[str, Maker] = {
    # giant texts
    "text of 64 MB and more": lambda: b"1" * (64 * 2**20 + 1),
    "text of as many characters as are read": lambda: ("规" * 1_999_000 + "\n").encode(),
    "text of empty lines": lambda: b"\n" * 1_999_000,
    "text of one-letter lines": lambda: text("甲\n" * 900_000),
    "a paragraph of 5 MB": lambda: text(many("全县推进政务公开，", 1_700_000)),
    "a paragraph of 5 MB without stops": lambda: text(many("推进政务公开", 1_700_000)),
    "a paragraph of 200,000 numbers": lambda: text(numbered("公开#条，", 200_000)),
    "200,000 numbers without words": lambda: text(numbered("#，", 200_000)),
    "200,000 equal numbers": lambda: text("113件，" * 200_000),
    "50,000 sentences with figures": lambda: text("新收申请113件，办结111件。" * 50_000),
    "20,000 paragraphs with figures": lambda: text("新收申请113件，办结111件。\n" * 20_000),
    "20,000 different paragraphs": lambda: text(numbered("第#组公开信息#条，占全部的#%。\n", 20_000)),
    "a clause of 100,000 names": lambda: text("、".join(["自然人", "商业企业", "科研机构"] * 33_000) + "113件。"),
    "a list of 50,000 numbers": lambda: text("其中" + "、".join(f"{n}件" for n in range(50_000)) + "。"),
    "50,000 marks": lambda: text(numbered("【待核：上年#】件，", 50_000)),
    "50,000 marks that are not closed": lambda: text("【待核：" * 50_000),
    "50,000 brackets": lambda: text("（" * 50_000 + "）" * 50_000),
    "50,000 open brackets": lambda: text("（其中5件" * 50_000),
    "50,000 quotes": lambda: text("“政务”" * 50_000),
    "200,000 opening quotes": lambda: text("“" * 200_000),
    "100,000 book titles": lambda: text(numbered("《第#号规定》", 100_000)),
    "100,000 laws": lambda: text("《中华人民共和国政府信息公开条例》第二十条第（一）项" * 60_000),
    "a number of a million digits": lambda: text("公开" + "9" * 1_000_000 + "条。"),
    "20,000 numbers of 60 digits": lambda: text(("9" * 60 + "件，") * 20_000),
    "a number with 100,000 commas": lambda: text("公开" + "1,234" * 100_000 + "条。"),
    "a Chinese number of a million signs": lambda: text("公开" + "一亿" * 500_000 + "条。"),
    "Chinese numbers of zeros": lambda: text("公开" + "零" * 500_000 + "条。"),
    "50,000 percentages": lambda: text(numbered("占#.5%，", 50_000)),
    "50,000 comparisons": lambda: text("较上年增长5.3%，" * 50_000),
    "50,000 dates": lambda: text(numbered("2024年#月1日至12月31日，", 50_000)),
    "50,000 identity numbers": lambda: text("联系人张三，电话13800138000，身份证110101199003070017。" * 50_000),
    "50,000 addresses of mail": lambda: text("a" * 100_000 + "@" + "b." * 100_000),
    "50,000 web addresses": lambda: text("http://a.gov.cn/" * 50_000),
    "a million spaces": lambda: text("公开" + " " * 1_000_000 + "5件。"),
    "a million full-width spaces": lambda: text("公开" + "\u3000" * 500_000 + "5件。"),
    "a million dots": lambda: text("公开" + "." * 1_000_000 + "5件。"),
    "a million dashes": lambda: text("公开" + "—" * 500_000 + "5件。"),
    "a million zeros and points": lambda: text("公开" + "0." * 500_000 + "5件。"),
    "a million commas": lambda: text("公开" + "，" * 500_000 + "5件。"),
    "a million stops": lambda: text("公开" + "。" * 500_000 + "5件。"),
    "enumerated without end": lambda: text(numbered("一是公开#条；", 50_000), "五、存在的主要问题及改进情况\n"),
    "headings without end": lambda: text(numbered("（一）主动公开情况\n公开#条。\n", 20_000)),
    "20,000 topic headings": lambda: text(numbered("（五）第#方面情况\n略。\n", 20_000)),
    "sections without end": lambda: ("一、总体情况\n略\n二、主动公开政府信息情况\n略\n" * 20_000).encode(),
    "reports without end": lambda: (EXAMPLE * 250).encode(),
    "table rows without end": lambda: (EXAMPLE + _ROW * 60_000).encode(),
    "tables without end": lambda: (_HEADING + (EXAMPLE.split(_HEADING)[1].split("四、政府")[0]) * 150).encode(),
    "labels without values": lambda: (EXAMPLE + "规章\n" * 300_000).encode(),
    "values without labels": lambda: (EXAMPLE + "0\n" * 600_000).encode(),
    "bars without end": lambda: (EXAMPLE + "|" * 1_500_000).encode(),
    "a line of 100,000 cells": lambda: (EXAMPLE + "0 | " * 100_000).encode(),
    "tabs without end": lambda: (EXAMPLE + "\t" * 1_500_000).encode(),
    "filled up rows": lambda: (_HEADING + "第二十条第（一）项 |\n|||\n规章 |\n0 |\n" * 20_000).encode(),
    "links above a heading": lambda: ("甲县2024年政府信息公开链接\n" * 60_000 + "一、总体情况\n略\n").encode(),
    "titles": lambda: ("一、总体情况\n" + numbered("甲#县2024年政府信息公开工作年度报告\n", 60_000)).encode(),
    "a title of a million characters": lambda: ("青" * 1_000_000 + EXAMPLE).encode(),
    "form feeds": lambda: text("1\f" * 300_000),
    # unicode
    "combining marks": lambda: text("公\u0301" + "\u0301" * 500_000 + "开5件。"),
    "direction marks": lambda: text("\u202e公开5件\u202c" * 100_000),
    "joiners": lambda: text("👨\u200d👩\u200d👧" * 100_000),
    "compatibility characters": lambda: text("㈠①⑴Ⅷ㊈㎡ﷺ" * 100_000),
    "full-width digits": lambda: text("１２３，" * 200_000),
    "digits of other scripts": lambda: text("公开٣٤٥件，७८९件，𝟙𝟚𝟛件。" * 30_000),
    "fractions": lambda: text("½¼¾⅓²³₁₂" * 100_000),
    "private characters": lambda: text("\ue000\uf8ff\U000f0000" * 100_000),
    "unassigned characters": lambda: text("\U0003fffd\u0378" * 100_000),
    "variation selectors": lambda: text("公\ufe00开\U000e0100" * 100_000),
    "tags": lambda: text("\U000e0041\U000e0042" * 100_000),
    "lone surrogates": lambda: EXAMPLE.encode() + b"\xed\xa0\x80" * 1000,
    "overlong": lambda: EXAMPLE.encode() + b"\xc0\xaf" * 100_000,
    "half of it in gbk": lambda: EXAMPLE.encode() + EXAMPLE.encode("gbk"),
    "utf-16": lambda: EXAMPLE.encode("utf-16"),
    "utf-16 cut": lambda: EXAMPLE.encode("utf-16")[:-1],
    "utf-32 of large code points": lambda: b"\xff\xfe\x00\x00" + struct.pack("<I", 0x110000) * 100_000,
    "utf-7": lambda: b"+AGEAYg-" * 100_000,
    "nuls": lambda: EXAMPLE.encode() + b"\0" * 1_000_000,
    "noise": lambda: bytes((7 * n * n + n // 3) % 256 for n in range(400_000)),
    "escapes of a terminal": lambda: text("\x1b[31m\x1b]0;x\x07公开5件。"),
}

HTML: dict[str, Maker] = {
    "html of 50 MB": lambda: html(many("<p>规章</p>", 20_000_000)),
    "html of 50 MB of text": lambda: html("规" * 16_000_000),
    "html of as many tags as are read": lambda: html("<p>1" * 499_990),
    "html of as many cells as are read": lambda: html("<table>" + "<tr><td>1<td>2" * 166_000),
    "html of attributes": lambda: html("<p " + " ".join(f"a{n}" for n in range(1_300_000)) + ">1"),
    "html of styles": lambda: html(numbered("<p style='font-size:0;a:#'>1", 200_000)),
    "html of nested sizes": lambda: html("<b style='font-size:0'>" * 1500 + "<i style='font-size:1px'>1" * 400),
    "html of nested tables": lambda: html("<table><tr><td>规章" * 200),
    "html of nesting without end": lambda: html("<table><tr><td>规章" * 100_000),
    "html of nested spans": lambda: within_html("<span>" * 250 + "公开5件"),
    "html of lines": lambda: html("<pre>" + "1\n" * 399_990),
    "html of entities": lambda: b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + html("&b;" * 1_000_000),
    "html of sheets": lambda: html(
        f"<style>{numbered('.a# .b .c > .d#{display:none}', 5_000)}</style><table>"
        + "<tr class='a1 b'><td class='a2'><b class=c><i class='d1 d2'>1</i></b>" * 60_000
    ),
    "html of one huge sheet": lambda: within_html(
        f"<style>{numbered('p.a#{color:red}', 200_000)}</style><p class=a1>1"
    ),
    "html of open brackets in a sheet": lambda: within_html(f"<style>{'a{b:(' * 200_000}</style><p>1"),
    "html of selectors": lambda: within_html("<style>" + "div " * 20_000 + "{display:none}</style>" + "<div>" * 200),
    "html of :not": lambda: within_html("<style>" + ":not(" * 2_000 + "p" + ")" * 2_000 + "{display:none}</style><p>1"),
    "html of wide cells": lambda: within_html("<table><tr>" + "<td colspan=1000>1" * 1_000 + "</table>"),
    "html of tall cells": lambda: within_html("<table>" + "<tr><td rowspan=65000>1" * 1_000 + "</table>"),
    "html of wide and tall cells": lambda: within_html(
        "<table>" + ("<tr>" + "<td rowspan=65000 colspan=1000>1" * 20) * 50 + "</table>"
    ),
    "html of a span of 999,999,999": lambda: within_html(
        "<table><tr><td colspan=999999999 rowspan=999999999>1</table>"
    ),
    "html of comments": lambda: within_html("<!-- " * 200_000),
    "html of scripts": lambda: within_html("<script>" * 200_000),
    "html of links": lambda: within_html("<a href='file:///etc/passwd'>1</a><img src=http://127.0.0.1:9/x>" * 20_000),
    "html of hidden text": lambda: within_html("<p hidden>公开5件</p>" * 50_000),
    "html of tracked changes": lambda: within_html("<ins>公开5件，</ins><del>6件，</del>" * 20_000),
    "html of a paragraph of 5 MB": lambda: within_html("<p>" + many("全县推进政务公开，", 1_700_000)),
    "html of numeric entities": lambda: within_html("<p>" + "&#53;&#x4ef6;" * 200_000),
    "html of a base address": lambda: within_html("<base href=http://127.0.0.1:9/><link rel=stylesheet href=x.css>"),
    "html that declares nonsense": lambda: b"<meta charset=" + b"x" * 100_000 + b">" + within_html(""),
    "html of xml declarations": lambda: b"<?xml version='1.0' encoding='utf-16'?>" * 1000 + within_html(""),
    "message of parts": lambda: mht(b"Content-Type: text/html\r\n\r\n<p>1\r\n--x\r\n" * 20_000),
    "message of messages": lambda: b"".join(
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(5_000)
    ),
    "message of headers": lambda: mht(b"Content-Type: text/html\r\n\r\n<p>1", numbered("X#: 1\r\n", 200_000).encode()),
    "message of base64": lambda: mht(
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode(html("<p>1" * 400_000))
    ),
    "markdown of bars": lambda: (EXAMPLE + "# 三\n\n" + "|" * 100_000 + "\n" + "|-" * 100_000).encode(),
    "markdown of quotes": lambda: (EXAMPLE + ">" * 200_000 + " 5").encode(),
    "markdown of brackets": lambda: ("# 一、总体情况\n\n" + "[" * 200_000).encode(),
    "markdown of emphasis": lambda: ("# 一、总体情况\n\n" + "*a_ " * 200_000).encode(),
    "markdown of backticks": lambda: ("# 一、总体情况\n\n" + "".join("`" * n + " " for n in range(1_500))).encode(),
    "markdown of lists": lambda: ("# 一、总体情况\n\n" + "".join("  " * n + "- 5\n" for n in range(1_000))).encode(),
    "markdown of rows": lambda: ("# 一、总体情况\n\n| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 150_000).encode(),
}

_CELL = "<w:tc><w:p/></w:tc>"
_NEST = "<w:tbl><w:tr><w:tc>"
_UNNEST = "</w:tc></w:tr></w:tbl>"


def _tracked(kind: str, inner: str, count: int) -> str:
    return "".join(
        f'<w:{kind} w:id="{n}" w:author="甲" w:date="2025-01-01T00:00:00Z">{inner}</w:{kind}>' for n in range(count)
    )


def _deleted(words: str) -> str:
    return f"<w:r><w:delText>{words}</w:delText></w:r>"


def _comments(count: int) -> bytes:
    body = "".join(f'<w:comment w:id="{n}" w:author="甲">{par(run("改"))}</w:comment>' for n in range(count))
    text = "".join(
        par(f'<w:commentRangeStart w:id="{n}"/>{run("公开5件。")}<w:commentRangeEnd w:id="{n}"/>') for n in range(count)
    )
    return docx(
        text,
        {"word/comments.xml": f'<w:comments xmlns:w="{WORD}">{body}</w:comments>'},
        (("c", "comments", "comments.xml"),),
    )


def _styles(body: str) -> bytes:
    part = f'<w:styles xmlns:w="{WORD}">{body}</w:styles>'
    text = par('<w:pPr><w:pStyle w:val="s0"/></w:pPr>' + run("公开5件。")) * 1_000
    return docx(text, {"word/styles.xml": part}, (("s", "styles", "styles.xml"),))


def _self_made_zip(name: bytes, method: int = 0, size: int = 5, flags: int = 0, content: bytes = b"<a/>\n") -> bytes:
    """A zip whose head says what is not so."""
    local = (
        struct.pack("<4s5H3I2H", b"PK\3\4", 20, flags, method, 0, 0, 0, len(content), size, len(name), 0)
        + name
        + content
    )
    entry = struct.pack(
        "<4s6H3I5H2I", b"PK\1\2", 20, 20, flags, method, 0, 0, 0, len(content), size, len(name), 0, 0, 0, 0, 0, 0
    )
    entry += name
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(entry), len(local), 0)
    return local + entry + end


DOCX: dict[str, Maker] = {
    "docx of paragraphs": lambda: docx("<w:p><w:r><w:t>1</w:t></w:r></w:p>" * 600_000),
    "docx of as many paragraphs as are read": lambda: docx("<w:p><w:r><w:t>1</w:t></w:r></w:p>" * 160_000),
    "docx of empty paragraphs": lambda: docx("<w:p/>" * 3_900_000),
    "docx of cells": lambda: docx("<w:tbl>" + f"<w:tr>{_CELL}</w:tr>" * 199_000 + "</w:tbl>"),
    "docx of wide rows": lambda: docx("<w:tbl>" + f"<w:tr>{_CELL * 60}</w:tr>" * 3_000 + "</w:tbl>"),
    "docx of one row": lambda: docx(f"<w:tbl><w:tr>{_CELL * 150_000}</w:tr></w:tbl>"),
    "docx of grid spans": lambda: docx(
        "<w:tbl>"
        + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr>' * 1_000
        + "</w:tbl>"
    ),
    "docx of vertical merges": lambda: docx(
        "<w:tbl>" + f"<w:tr>{'<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>' * 40}</w:tr>" * 2_000 + "</w:tbl>"
    ),
    "docx of nested tables": lambda: docx(_NEST * 70 + "<w:p/>" + _UNNEST * 70),
    "docx of deeply nested tables": lambda: docx(_NEST * 20_000 + "<w:p/>" + _UNNEST * 20_000),
    "docx of nested content controls": lambda: docx(
        "<w:sdt><w:sdtContent>" * 100 + par(run("5")) + "</w:sdtContent></w:sdt>" * 100
    ),
    "docx of nested text boxes": lambda: docx(
        par("<w:r><w:pict><w:txbxContent><w:p>" * 40 + "</w:p></w:txbxContent></w:pict></w:r>" * 40)
    ),
    "docx of nested fields": lambda: docx(par('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 50_000)),
    "docx of hyperlinks": lambda: docx(par("<w:hyperlink>" + run("5件，") + "</w:hyperlink>") * 50_000),
    "docx that is a bomb": lambda: docx("<w:p/>" * 10_000_000),
    "docx of a bomb in a part": lambda: docx(par(run("5")), {"word/media/x.xml": b" " * (200 * 2**20)}),
    "docx of a bomb in a picture": lambda: docx(par(run("5")), {"word/media/x.png": b"\0" * (300 * 2**20)}),
    "docx of a paragraph of 5 MB": lambda: within_docx(par(run(many("全县推进政务公开，", 1_700_000)))),
    "docx of 100,000 runs": lambda: within_docx(par("".join(run("公开5件，") for _ in range(60_000)))),
    "docx of 200,000 numbers": lambda: within_docx(par(run(numbered("公开#条，", 200_000)))),
    "docx of 50,000 marks": lambda: within_docx(par(run(numbered("【待核：上年#】件，", 50_000)))),
    "docx of 20,000 tracked insertions": lambda: within_docx(par(_tracked("ins", run("公开5件，"), 20_000))),
    "docx of 20,000 tracked deletions": lambda: within_docx(par(_tracked("del", _deleted("公开5件，"), 20_000))),
    "docx of 20,000 tracked paragraphs": lambda: within_docx(par(_tracked("ins", run("公开5件。"), 1)) * 20_000),
    "docx of 10,000 replacements": lambda: within_docx(
        par((_tracked("del", _deleted("公开5件，"), 1) + _tracked("ins", run("公开6件，"), 1)) * 10_000)
    ),
    "docx of nested insertions": lambda: docx(par("<w:ins>" * 150 + run("5") + "</w:ins>" * 150)),
    "docx of 20,000 comments": lambda: _comments(20_000),
    "docx of comments in a circle": lambda: docx(
        par(f'<w:commentRangeStart w:id="1"/><w:commentRangeStart w:id="1"/>{run("5")}<w:commentRangeEnd w:id="2"/>')
    ),
    "docx of styles": lambda: _styles(numbered('<w:style w:styleId="s#"><w:basedOn w:val="s1"/></w:style>', 100_000)),
    "docx of a chain of styles": lambda: _styles(
        "".join(f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(50_000))
    ),
    "docx of styles in a circle": lambda: _styles(
        '<w:style w:styleId="s0"><w:basedOn w:val="s1"/></w:style><w:style w:styleId="s1"><w:basedOn w:val="s0"/></w:style>'
    ),
    "docx of numbering": lambda: docx(
        par('<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>' + run("5件。")) * 20_000,
        {
            "word/numbering.xml": f'<w:numbering xmlns:w="{WORD}">'
            + numbered(
                '<w:abstractNum w:abstractNumId="#"><w:lvl w:ilvl="0"><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>',
                30_000,
            )
            + numbered('<w:num w:numId="#"><w:abstractNumId w:val="#"/></w:num>', 30_000)
            + "</w:numbering>"
        },
        (("n", "numbering", "numbering.xml"),),
    ),
    "docx of notes": lambda: docx(
        par(numbered('<w:r><w:footnoteReference w:id="#"/></w:r>', 20_000)),
        {
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{WORD}">'
            + numbered('<w:footnote w:id="#"><w:p><w:r><w:t>5</w:t></w:r></w:p></w:footnote>', 20_000)
            + "</w:footnotes>"
        },
        (("f", "footnotes", "footnotes.xml"),),
    ),
    "docx of chunks within chunks": lambda: docx(
        "<w:altChunk xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' r:id='a'/>" * 50,
        {
            "word/a.docx": docx(
                "<w:altChunk xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' r:id='a'/>"
                * 50
            )
        },
        (("a", "aFChunk", "a.docx"),),
    ),
    "docx of a page taken in often": lambda: docx(
        "<w:altChunk xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' r:id='a'/>" * 1_000,
        {"word/a.html": html("<p>公开5件" * 100_000)},
        (("a", "aFChunk", "a.html"),),
    ),
    "docx of entities": lambda: zipped(
        {
            "_rels/.rels": relations(("d", "officeDocument", "word/document.xml")),
            "word/document.xml": '<!DOCTYPE x [<!ENTITY a "'
            + "a" * 1000
            + '">'
            + numbered('<!ENTITY b# "&a;&a;">', 100)
            + "]><x>&b1;</x>",
        }
    ),
    "docx of an outside entity": lambda: zipped(
        {
            "_rels/.rels": relations(("d", "officeDocument", "word/document.xml")),
            "word/document.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        }
    ),
    "docx of relations": lambda: docx(
        par(run("5")), {}, tuple((f"r{n}", "header", f"h{n}.xml") for n in range(50_000))
    ),
    "docx of relations to itself": lambda: docx(
        par(run("5")), {}, tuple((f"r{n}", "header", "document.xml") for n in range(500))
    ),
    "docx of attributes": lambda: docx("<w:p " + " ".join(f'a{n}="1"' for n in range(400_000)) + "/>"),
    "docx of namespaces": lambda: docx("<w:p " + " ".join(f'xmlns:a{n}="u{n}"' for n in range(100_000)) + "/>"),
    "docx of comments in XML": lambda: docx("<!-- - -->" * 400_000),
    "docx of a text of 20 MB": lambda: docx(par(run("规" * 7_000_000))),
    "docx of properties": lambda: docx(par("<w:r><w:rPr>" + "<w:b/>" * 400_000 + "</w:rPr></w:r>")),
    "docx of breaks": lambda: docx(par("<w:r>" + "<w:br/>" * 300_000 + "</w:r>")),
    "docx of tabs": lambda: docx(par("<w:r>" + "<w:tab/>1" * 150_000 + "</w:r>")),
    "docx of pictures": lambda: docx(par("<w:r><w:drawing/></w:r>") * 100_000),
    "docx of symbols": lambda: docx(par('<w:r><w:sym w:font="x" w:char="F0FE"/></w:r>' * 100_000)),
    "docx of alternatives": lambda: docx(
        par(
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
            * 60
            + run("5")
            + "</mc:Choice></mc:AlternateContent>" * 60
        )
    ),
    "zip of 65,000 members": lambda: zipped({f"word/{n}.xml": "" for n in range(65_000)}, zipfile.ZIP_STORED),
    "zip cut": lambda: written("docx")[:-30],
    "zip cut in half": lambda: written("docx")[: len(written("docx")) // 2],
    "zip of noise": lambda: b"PK\3\4" + bytes((7 * n * n) % 256 for n in range(100_000)),
    "zip that says less than it holds": lambda: _self_made_zip(
        b"word/document.xml", 8, 5, 0, zlib.compress(b" " * 10**8)[2:-4]
    ),
    "zip of another method": lambda: _self_made_zip(b"word/document.xml", 99),
    "zip of a cipher": lambda: _self_made_zip(b"word/document.xml", flags=1),
    "zip of a name without end": lambda: _self_made_zip(b"a/" * 30_000),
    "zip of a way out": lambda: zipped({"../../etc/x": "1", "/etc/x": "1", "word/document.xml": "<a/>"}),
    "zip of the same name often": lambda: _twice(),
    "zip in a zip": lambda: zipped({"a.zip": zipped({"b.zip": zipped({"c": b"0" * 10**7})})}),
    "zip of lzma": lambda: zipped(
        {"word/document.xml": b" " * 10**8, "_rels/.rels": relations(("d", "officeDocument", "word/document.xml"))},
        zipfile.ZIP_LZMA,
    ),
}


def _twice() -> bytes:
    import warnings

    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for _ in range(300):
            archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"/>' + " " * 10**5)
    return buffer.getvalue()


def _kids(count: int) -> bytes:
    return b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * count, count)


def _forms(depth: int, each: int) -> bytes:
    """Forms that draw forms: `each` to the power of `depth` in all."""
    draws = b"/X Do " * each
    forms = [
        stream(
            draws if level < depth else b"BT /F 9 Tf 10 10 Td (5) Tj ET",
            1,
            b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>/XObject<</X %d 0 R>>>>"
            % (level + 7),
        )
        for level in range(depth + 1)
    ]
    return pdf_page(draws, 1, b"/XObject<</X 6 0 R>>", *forms)


PDF: dict[str, Maker] = {
    "pdf of 2.5 KB that takes 2 GB": lambda: pdf(*_PAGES, _PAGE % b"", zeros(1500 * 2**20, 2), _FONT),
    "pdf packed three times": lambda: pdf(*_PAGES, _PAGE % b"", zeros(1500 * 2**20, 3), _FONT),
    "pdf packed once": lambda: pdf(*_PAGES, _PAGE % b"", zeros(600 * 2**20, 1), _FONT),
    "pdf of a packed form": lambda: pdf_page(
        b"/X Do", 1, b"/XObject<</X 6 0 R>>", zeros(1500 * 2**20, 2).replace(b"<<", b"<</Subtype/Form/BBox[0 0 9 9]", 1)
    ),
    "pdf of a packed font": lambda: pdf(
        *_PAGES,
        _PAGE % b"",
        stream(b"BT /F 9 Tf 10 10 Td (5) Tj ET"),
        b"<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor 6 0 R>>",
        b"<</Type/FontDescriptor/FontFile2 7 0 R>>",
        zeros(1500 * 2**20, 2),
    ),
    "pdf of a packed map": lambda: pdf(
        *_PAGES,
        _PAGE % b"",
        stream(b"BT /F 9 Tf 10 10 Td (5) Tj ET"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        zeros(1500 * 2**20, 2),
    ),
    "pdf of a packed list of objects": lambda: pdf(
        *_PAGES, _PAGE % b"", zeros(1500 * 2**20, 2).replace(b"<<", b"<</Type/ObjStm/N 1/First 4", 1), _FONT
    ),
    "pdf of run lengths": lambda: pdf(
        *_PAGES,
        _PAGE % b"",
        b"<</Length 2000000/Filter/RunLengthDecode>>stream\n" + b"\x81 " * 1_000_000 + b"\nendstream",
        _FONT,
    ),
    "pdf of hexadecimals": lambda: pdf(
        *_PAGES,
        _PAGE % b"",
        b"<</Length 4000000/Filter[/ASCIIHexDecode/ASCIIHexDecode]>>stream\n" + b"3230" * 1_000_000 + b">\nendstream",
        _FONT,
    ),
    "pdf of an image of 100,000 pixels square": lambda: pdf_page(
        b"q 600 0 0 800 0 0 cm /X Do Q BT /F 9 Tf 10 10 Td (5) Tj ET",
        1,
        b"/XObject<</X 6 0 R>>",
        stream(
            b"\0" * 100_000,
            1,
            b"/Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB",
        ),
    ),
    "pdf of characters": lambda: pdf_page(b"BT /F 9 Tf 10 700 Td (" + b"5" * 900_000 + b") Tj ET"),
    "pdf of lines of text": lambda: pdf_page(b"BT /F 1 Tf 1 TL 10 790 Td " + b"(5 6 7 8) Tj T* " * 60_000 + b"ET"),
    "pdf of characters in one place": lambda: pdf_page(b"BT /F 9 Tf " + b"1 0 0 1 10 700 Tm (5) Tj " * 90_000 + b"ET"),
    "pdf of slanted characters": lambda: pdf_page(b"BT /F 9 Tf " + b"1 1 -1 1 10 700 Tm (5) Tj " * 90_000 + b"ET"),
    "pdf of rules": lambda: pdf_page(
        b"".join(b"%d 0 m %d 800 l S 0 %d m 600 %d l S " % (n % 600, n % 600, n % 800, n % 800) for n in range(150_000))
    ),
    "pdf of a grid and numbers": lambda: pdf_page(
        b"".join(b"%d 0 m %d 800 l S 0 %d m 600 %d l S " % (n, n, n, n) for n in range(0, 600, 3))
        + b"BT /F 2 Tf "
        + b"".join(b"1 0 0 1 %d %d Tm (5) Tj " % (3 * (n % 199) + 1, 3 * (n // 199) + 1) for n in range(39_000))
        + b"ET"
    ),
    "pdf of rectangles": lambda: pdf_page(
        b"".join(b"%d %d 5 5 re f " % (n % 600, n % 797) for n in range(300_000)) + b"BT /F 9 Tf 9 9 Td (5) Tj ET"
    ),
    "pdf of clips": lambda: pdf_page(b"q 0 0 600 800 re W n " * 20_000 + b"BT /F 9 Tf 9 9 Td (5) Tj ET"),
    "pdf of states": lambda: pdf_page(b"q " * 500_000 + b"BT /F 9 Tf 9 9 Td (5) Tj ET"),
    "pdf of forms within forms": lambda: _forms(12, 4),
    "pdf of a form that draws itself": lambda: pdf_page(
        b"/X Do",
        1,
        b"/XObject<</X 6 0 R>>",
        stream(b"/X Do " * 9, 1, b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"),
    ),
    "pdf of 199 equal pages": lambda: pdf(
        _PAGES[0],
        _kids(199),
        _PAGE % b"",
        stream(b"BT /F 9 Tf 1 TL 10 790 Td " + b"(5 6 7 8) Tj T* " * 200 + b"ET"),
        _FONT,
    ),
    "pdf of 100,000 pages": lambda: pdf(
        _PAGES[0], _kids(100_000), _PAGE % b"", stream(b"BT /F 9 Tf 9 9 Td (5) Tj ET"), _FONT
    ),
    "pdf of pages in a circle": lambda: pdf(_PAGES[0], b"<</Type/Pages/Kids[2 0 R]/Count 9>>"),
    "pdf of nested arrays": lambda: pdf(*_PAGES, b"[" * 200_000),
    "pdf of nested dictionaries": lambda: pdf(*_PAGES, b"<</A" * 100_000),
    "pdf of objects": lambda: pdf(
        *_PAGES, _PAGE % b"", stream(b"BT /F 9 Tf 9 9 Td (5) Tj ET"), _FONT, *[b"<<>>"] * 300_000
    ),
    "pdf of annotations": lambda: pdf(
        *_PAGES,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/Annots[%s]>>"
        % (b"6 0 R " * 50_000),
        stream(b"BT /F 9 Tf 9 9 Td (5) Tj ET"),
        _FONT,
        b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(5)>>",
    ),
    "pdf of a page of 10 km": lambda: pdf(
        *_PAGES, (_PAGE % b"").replace(b"600 800", b"99999999 99999999"), stream(b"BT /F 9 Tf 9 9 Td (5) Tj ET"), _FONT
    ),
    "pdf of a password": lambda: pdf(
        *_PAGES,
        _PAGE % b"",
        stream(b""),
        _FONT,
        b"<</Filter/Standard/V 5/R 6/O(1)/U(1)/P -4>>",
        trailer=b"<</Root 1 0 R/Encrypt 6 0 R/ID[(1)(1)]>>",
    ),
    "pdf of noise": lambda: b"%PDF-1.7\n" + bytes((7 * n * n) % 256 for n in range(300_000)),
    "pdf cut": lambda: pdf_page(b"BT /F 9 Tf 9 9 Td (5) Tj ET")[:300],
    "pdf of a cross-reference in a circle": lambda: pdf(*_PAGES, trailer=b"<</Root 1 0 R/Prev 9>>"),
    "pdf of a title of a megabyte": lambda: pdf(
        *_PAGES,
        _PAGE % b"",
        stream(b"BT /F 9 Tf 9 9 Td (5) Tj ET"),
        _FONT,
        b"<</Title(" + b"5" * 10**6 + b")>>",
        trailer=b"<</Root 1 0 R/Info 6 0 R>>",
    ),
}

OFFICE: dict[str, Maker] = {
    "ole head alone": lambda: _OLE,
    "ole of noise": lambda: _OLE + bytes((7 * n * n) % 256 for n in range(200_000)),
    "ole of sectors in a circle": lambda: (
        _OLE
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
        + struct.pack("<IIIIIIII", 0, 1, 0, 0, 4096, 0, 0, 0)
        + b"\0" * 5000
    ),
    "ole that is encrypted": lambda: _OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 5000,
    "ole workbook": lambda: _OLE + "Workbook".encode("utf-16-le") + b"\0" * 5000,
    "rtf of braces": lambda: rtf("{" * 500_000),
    "rtf of pictures": lambda: rtf("{\\pict\\wmetafile8 " + "00" * 500_000 + "}"),
    "rtf of objects": lambda: rtf("{\\object\\objemb{\\*\\objdata " + "d0cf11e0" * 100_000 + "}}"),
    "rtf of a linked picture": lambda: rtf('{\\field{\\*\\fldinst INCLUDEPICTURE "http://127.0.0.1:9/x.png" \\\\d}}'),
    "rtf of a text of 5 MB": lambda: rtf("5 items, " * 500_000),
    "odt of a bomb": lambda: odt("<text:p/>" * 20_000_000),
    "odt of paragraphs": lambda: odt("<text:p>5</text:p>" * 200_000),
    "odt of repeated cells": lambda: odt(
        '<table:table><table:table-row table:number-rows-repeated="999999"><table:table-cell table:number-columns-repeated="999999"/></table:table-row></table:table>'
    ),
    "odt of repeated spaces": lambda: odt('<text:p><text:s text:c="999999999"/></text:p>'),
    "odt of nested lists": lambda: odt("<text:list><text:list-item>" * 2_000 + "</text:list-item></text:list>" * 2_000),
    "odt cut": lambda: odt("<text:p>5</text:p>")[:-30],
    "flat xml of Word": lambda: (
        b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
        + b"<w:p/>" * 200_000
        + b"</w:body></w:wordDocument>"
    ),
}

DATA: dict[str, Maker] = {
    "json of brackets": lambda: b"[{" + b'"a":[{' * 200_000,
    "json of arrays": lambda: b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "json of a number": lambda: (
        b'{"form":"disclosure-2021","figures":{"requests":{"new":{"total":' + b"9" * 1_000_000 + b"}}}}"
    ),
    "json of an exponent": lambda: b'{"form":"disclosure-2021","figures":{"requests":{"new":{"total":1e999999999}}}}',
    "json of keys": lambda: (
        b'{"form":"disclosure-2021","figures":{' + b",".join(b'"%d":{}' % n for n in range(300_000)) + b"}}"
    ),
    "json of a narrative": lambda: (
        b'{"form":"disclosure-2021","organization":"a","year":2024,"figures":{},"narrative":{"overview":[{"topic":null,"heading":null,"run_in":false,"paragraphs":["'
        + many("新收申请113件，", 1_000_000).encode()
        + b'"]}]}}'
    ),
    "json of the same key": lambda: b'{"form":"disclosure-2021",' + b'"figures":{},' * 100_000 + b'"year":1}',
}

REPORTS: dict[str, Maker] = {**TEXTS, **HTML, **DOCX, **PDF, **OFFICE, **DATA}
"""Files given as a report, by what they are."""


def suffix_of(name: str) -> str:
    """The suffix under which a file of `REPORTS` is written."""
    kinds = ((HTML, ".html"), (DOCX, ".docx"), (PDF, ".pdf"), (OFFICE, ".doc"), (DATA, ".json"))
    return next((suffix for group, suffix in kinds if name in group), ".txt")


_VALUE = "<c><v>1</v></c>"
_INLINE = '<c t="inlineStr"><is><t>一</t></is></c>'
_FIRST = "xl/worksheets/sheet1.xml"

WORKBOOKS: dict[str, Maker] = {
    "xlsx of millions of cells": lambda: xlsx(cells(20_000, 128, _VALUE)),
    "xlsx of more cells": lambda: xlsx(cells(60_000, 100, _VALUE)),
    "xlsx of blank cells": lambda: xlsx(cells(100_000, 60, "<c/>")),
    "xlsx of rows": lambda: xlsx("<sheetData>" + "<row/>" * 5_000_000 + "</sheetData>"),
    "xlsx of words": lambda: xlsx(cells(5_000, 100, _INLINE)),
    "xlsx of a far cell": lambda: xlsx('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    "xlsx of far rows": lambda: xlsx(
        "<sheetData>"
        + "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 20_000))
        + "</sheetData>"
    ),
    "xlsx that says it is large": lambda: xlsx('<dimension ref="A1:XFD1048576"/><sheetData/>'),
    "xlsx of shared words": lambda: xlsx("<sheetData/>", strings="<si><t>一</t></si>" * 1_000_000),
    "xlsx of a word of 50 MB": lambda: xlsx("<sheetData/>", strings=f"<si><t>{'一' * 16_000_000}</t></si>"),
    "xlsx of rich words": lambda: xlsx("<sheetData/>", strings="<si>" + "<r><t>一</t></r>" * 400_000 + "</si>"),
    "xlsx of formulas": lambda: xlsx(cells(2_000, 100, "<c><f>SUM(A1:DX20000)</f></c>")),
    "xlsx of a nested formula": lambda: xlsx(
        f"<sheetData><row><c><f>{'(' * 100_000}1{')' * 100_000}</f></c></row></sheetData>"
    ),
    "xlsx of a long formula": lambda: xlsx(f"<sheetData><row><c><f>{'1+' * 500_000}1</f></c></row></sheetData>"),
    "xlsx of merged cells": lambda: xlsx(
        "<sheetData/><mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 50_000 + "</mergeCells>"
    ),
    "xlsx of validations": lambda: xlsx(
        "<sheetData/><dataValidations>" + '<dataValidation sqref="A1:XFD1048576"/>' * 50_000 + "</dataValidations>"
    ),
    "xlsx of styles": lambda: xlsx(
        "<sheetData/>",
        {"xl/styles.xml": f'<styleSheet xmlns="{_SHEET}"><cellXfs>{"<xf/>" * 500_000}</cellXfs></styleSheet>'},
    ),
    "xlsx of a bomb": lambda: xlsx("<sheetData>" + " " * (600 * 2**20)),
    "xlsx of a bomb in a picture": lambda: xlsx("<sheetData/>", {"xl/media/x.bin": b"\0" * (300 * 2**20)}),
    "xlsx of an entity": lambda: xlsx("<sheetData/>", {"xl/styles.xml": '<!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>'}),
    "xlsx of nested XML": lambda: xlsx("<a>" * 100_000),
    "xlsx of sheets": lambda: within_xlsx(
        "xl/workbook.xml",
        "</sheets>",
        "".join(f'<sheet name="s{n}" sheetId="{n + 100}" r:id="rId1" xmlns:r="{_OFFICE}"/>' for n in range(5_000))
        + "</sheets>",
    ),
    "xlsx of names": lambda: within_xlsx(
        "xl/workbook.xml",
        "</definedNames>",
        "".join(f"<definedName name=\"n{n}\">'表'!$A$1</definedName>" for n in range(100_000)) + "</definedNames>",
    ),
    "xlsx of more rows in its sheet": lambda: within_xlsx(
        _FIRST,
        "</sheetData>",
        "<row>" + _VALUE * 100 + "</row>" + ("<row>" + _VALUE * 100 + "</row>") * 15_000 + "</sheetData>",
    ),
    "xlsx of cells that sum each other": lambda: within_xlsx(
        _FIRST,
        "</sheetData>",
        "".join(f'<row r="{n}"><c r="A{n}"><f>A{n + 1}+A{n + 1}</f></c></row>' for n in range(200, 1200))
        + "</sheetData>",
    ),
    "xlsx cut": lambda: WORKBOOK[:-100],
    "xlsx of noise": lambda: WORKBOOK[:500] + bytes((7 * n * n) % 256 for n in range(20_000)) + WORKBOOK[20_500:],
    "xlsx of entries": lambda: within_xlsx(
        _FIRST.replace("1", "4"),
        "</sheetData>",
        "".join(
            f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>第{n}</t></is></c><c r="B{n}"><v>1</v></c></row>'
            for n in range(1_000, 19_000)
        )
        + "</sheetData>",
    ),
}
"""Files given as figures."""

_TOML = 'form = "disclosure-2021"\norganization = "青禾县人民政府"\nyear = 2025\nlast_year = "last-year.txt"\n'

CASES: dict[str, tuple[str, Maker]] = {
    "settings nested": ("drafter.toml", lambda: (_TOML + "a = " + "[" * 100_000).encode()),
    "settings of nested tables": ("drafter.toml", lambda: (_TOML + "a = " + "{a=" * 50_000).encode()),
    "settings of dotted keys": ("drafter.toml", lambda: (_TOML + "a." * 50_000 + "a = 1").encode()),
    "settings of keys": ("drafter.toml", lambda: (_TOML + numbered("a# = 1\n", 200_000)).encode()),
    "settings of a number": ("drafter.toml", lambda: _TOML.replace("2025", "9" * 100_000).encode()),
    "settings of a name": ("drafter.toml", lambda: _TOML.replace("青禾县", "青" * 1_000_000).encode()),
    "settings of controls": ("drafter.toml", lambda: _TOML.replace("青禾县", "青\\u0000\\u001b[31m县").encode()),
    "settings of raw controls": ("drafter.toml", lambda: _TOML.replace("青禾县", "青\x00\x1b[31m县").encode()),
    "settings of 64 MB": ("drafter.toml", lambda: (_TOML + "#" * (65 * 2**20)).encode()),
    "settings not in utf-8": ("drafter.toml", lambda: _TOML.encode("gbk")),
    "settings of a way out": (
        "drafter.toml",
        lambda: _TOML.replace("last-year.txt", "../../../../etc/passwd").encode(),
    ),
    "notes of 5 MB": ("notes.md", lambda: ("## 主动公开\n\n- " + many("开展培训5次，", 1_700_000)).encode()),
    "notes of bullets": ("notes.md", lambda: ("## 主动公开\n\n" + numbered("- 第#次培训#人。\n", 20_000)).encode()),
    "notes of headings": ("notes.md", lambda: numbered("## 第#节\n\n- 5次。\n", 20_000).encode()),
    "notes of comments": ("notes.md", lambda: b"<!--" * 300_000),
    "notes of references": ("notes.md", lambda: ("## 主动公开\n\n- " + "{requests.new.total|" * 50_000).encode()),
    "notes of noise": ("notes.md", lambda: bytes((7 * n * n) % 256 for n in range(100_000))),
    "notes without end": ("notes.md", lambda: b"a" * (200 * 2**20)),
    "decisions nested": ("decisions.toml", lambda: b"a = " + b"[" * 100_000),
    "decisions without end": (
        "decisions.toml",
        lambda: numbered(
            '[[decision]]\nkey = "k#"\nbasis = "b"\nverdict = "accept"\nreason = "r"\nby = "甲"\ndate = "2025-01-01"\n',
            30_000,
        ).encode(),
    ),
    "a record nested": ("drafts/001.draft.json", lambda: b"[" * 100_000),
    "a record of noise": ("drafts/001.draft.json", lambda: bytes((7 * n * n) % 256 for n in range(100_000))),
    "a record of a number": ("drafts/001.draft.json", lambda: b'{"a":' + b"9" * 100_000 + b"}"),
    "a reading nested": ("last-year.reading.json", lambda: b'{"digest":' + b"[" * 100_000),
    "an edited draft of numbers": ("drafts/001.docx", lambda: within_docx(par(run(numbered("公开#条，", 100_000))))),
    "an edited draft of marks": (
        "drafts/001.docx",
        lambda: within_docx(par(run(numbered("【待核：上年#】件，", 50_000)))),
    ),
    "an edited draft of insertions": (
        "drafts/001.docx",
        lambda: within_docx(par(_tracked("ins", run("公开5件，"), 20_000))),
    ),
    "an edited draft of comments": ("drafts/001.docx", lambda: _comments(5_000)),
    "an edited draft of paragraphs": ("drafts/001.docx", lambda: within_docx(par(run("公开5件。")) * 20_000)),
}
"""What lies in a case: its path in the folder, and how it is made."""
