"""The page that shows two filings side by side."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date

import pytest
from lxml import html
from report_pairs import FORM, edited, reports

from drafter.case.decisions import Answer, Ledger, decide, judge
from drafter.checks import check
from drafter.comparison import compare
from drafter.report.facts import facts_for
from drafter.report.filing import Block, Filing
from drafter.views.compare import compare_page


def page_of(old: Filing, new: Filing, *, language: str = "zh", ledger: Ledger | None = None) -> str:
    checked = check(new, facts_for(new, FORM, last=old))
    comparison = compare(old, new, FORM, checked.account)
    return compare_page(comparison, checked, FORM, language, judge(checked.findings, ledger or Ledger()))


def tree(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def side(page: html.HtmlElement, name: str) -> str:
    return "".join(page.xpath(f'//div[@id and contains(@class, "row")]/div[@class="{name}"]//p//text()'))


def test_the_page_needs_nothing_from_anywhere():
    text = page_of(*reports())
    assert not re.search(r'(?:src|href)\s*=\s*"(?!#)', text)
    assert "url(" not in text and "@import" not in text and "http" not in re.sub(r"http-equiv", "", text)


def test_both_texts_stand_whole_side_by_side():
    for seed in range(6):
        old, _ = reports()
        new = edited(old, seed)
        page = tree(page_of(old, new))
        for name, filing in (("old", old), ("new", new)):
            shown = side(page, name)
            for blocks in filing.narrative.values():
                for block in blocks:
                    assert all(text in shown for text in block.paragraphs)


def test_every_identity_is_there_once_and_every_link_leads_somewhere():
    page = tree(page_of(*reports()))
    identities = page.xpath("//@id")
    assert len(identities) == len(set(identities))
    assert {link[1:] for link in page.xpath("//a/@href")} <= set(identities)
    assert {f"c-{cell}" for cells in page.xpath("//@data-cells") for cell in cells.split()} <= set(identities)
    assert {number for numbers in page.xpath("//@data-numbers") for number in numbers.split()} <= set(identities)


def test_a_number_leads_to_its_cell_and_the_cell_back():
    page = tree(page_of(*reports()))
    number = page.xpath('//a[@data-cells="requests.new.total"]')[0]
    assert number.text_content() == "15件"
    cell = page.get_element_by_id(number.get("href")[1:])
    assert cell.text_content() == "815"
    assert cell.xpath(".//a/@href") == [f"#{number.get('id')}"]


def test_a_changed_cell_shows_what_it_was_and_by_how_much_it_changed():
    cell = tree(page_of(*reports())).get_element_by_id("c-requests.new.total")
    assert (cell.findtext("del"), cell.get("title")) == ("8", "8 → 15，+7 +87.5%")


def test_the_findings_stand_in_the_margin_with_their_cells_marked():
    old, new = reports()
    findings = check(new, facts_for(new, FORM, last=old)).findings
    page = tree(page_of(old, new))
    notes = page.xpath('//aside//li[starts-with(@id, "f-")]')
    assert len(notes) == len(findings)
    named = {cell for finding in findings for cell in finding.place.cells}
    assert "disputes.review.upheld" in named
    for cell in named:
        assert page.get_element_by_id(f"c-{cell}").get("data-findings"), cell


def test_a_number_that_adds_up_several_cells_names_them_all():
    old, new = reports()
    text = "行政复议、行政诉讼共审结999件。"
    cells = dict.fromkeys((cell for cell in FORM.cells if cell.startswith("disputes.")), 1)
    narrative = {**new.narrative, "overview": (*new.narrative["overview"], Block((text,), None, "on_request"))}
    new = replace(new, figures={**new.figures, **cells}, narrative=narrative)
    assert "行政复议 · 审结 + 行政诉讼 · 审结" in page_of(old, new)


def test_an_answer_is_shown_with_its_finding():
    old, new = reports()
    finding = check(new, facts_for(new, FORM, last=old)).findings[0]
    ledger = decide(Ledger(), finding, Answer.ACCEPT, reason="系统升级", by="李某", when=date(2026, 1, 3))
    assert "已处理（属实，有说明）：系统升级——李某，2026-01-03" in page_of(old, new, ledger=ledger)


def test_text_from_reports_is_never_markup():
    old, new = reports()
    evil = Filing(new.form, new.figures, new.narrative, new.organization, new.year, "<script>alert(1)</script>")
    assert "<script>alert" not in page_of(old, evil)


def test_the_page_speaks_english_too():
    page = tree(page_of(*reports(), language="en"))
    assert page.get("lang") == "en" and "open items" in page.text_content()


@pytest.fixture(scope="module")
def browser():
    """Chromium as the system has it."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as started:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        running = started.chromium.launch(executable_path=path, args=arguments)
        yield running
        running.close()


@pytest.fixture
def opened(browser, tmp_path):
    (tmp_path / "page.html").write_text(page_of(*reports()), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto((tmp_path / "page.html").as_uri())
    yield page
    assert not problems
    page.close()


def focused(page) -> str:
    return page.evaluate("document.activeElement.id")


def test_a_click_on_a_number_goes_to_its_cell_and_a_click_there_back(opened):
    number = opened.locator('a[data-cells="requests.new.total"]').first
    identity = number.get_attribute("id")
    number.click()
    assert focused(opened) == "c-requests.new.total"
    assert opened.locator('[id="c-requests.new.total"]').evaluate("e => e.classList.contains('lit')")
    opened.locator('[id="c-requests.new.total"] a').click()
    assert focused(opened) == identity


def test_hovering_over_a_number_lights_its_cell(opened):
    opened.locator('a[data-cells="requests.new.total"]').first.hover()
    assert opened.locator('[id="c-requests.new.total"].lit').count() == 1


def test_the_filters_leave_what_they_name(opened):
    for name, count in (("open", 1), ("findings", 5), ("all", None)):
        opened.locator(f'input[value="{name}"]').check()
        rows = opened.locator("main .row[data-flags]:visible")
        if count is not None:
            assert rows.count() == count
            assert all(name in row.get_attribute("data-flags").split() for row in rows.all())
    assert rows.count() == opened.locator("main .row[data-flags]").count()


def test_the_keys_go_from_change_to_change(opened):
    opened.keyboard.press("n")
    first = focused(opened)
    opened.keyboard.press("n")
    second = focused(opened)
    opened.keyboard.press("p")
    assert first.startswith("r-") and second != first == focused(opened)


@pytest.mark.parametrize("width", (1280, 400))
def test_nothing_is_wider_than_the_window(opened, width):
    opened.set_viewport_size({"width": width, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_a_list_of_changes_leads_to_every_changed_line_and_is_counted():
    page = tree(page_of(*reports()))
    links = page.xpath('//details[@class="index"]//a/@href')
    changed = page.xpath('//*[contains(@class, "row") and contains(@data-flags, "changed")]/@id')
    assert [link[1:] for link in links] == changed and len(changed) > 5
    assert page.get_element_by_id("position").text_content() == f"–/{len(links)}"
    assert page.xpath('//div[@class="map"]/a/@href') == links


def test_a_moved_sentence_leads_to_where_it_went_and_back():
    old, _ = reports()
    moved = "定期清理过期信息，共清理26条。"
    blocks = [
        replace(block, paragraphs=tuple(text.replace(moved, "") for text in block.paragraphs))
        for block in old.narrative["overview"]
    ]
    last = replace(blocks[-1], paragraphs=(*blocks[-1].paragraphs, moved))
    new = replace(old, narrative={**old.narrative, "overview": (*blocks[:-1], last)})
    page = tree(page_of(old, new))
    there, back = page.xpath('//a[@class="move"]')
    assert [link.text_content() for link in (there, back)] == ["移到：一、总体情况", "移自：一、总体情况"]
    row = page.get_element_by_id(there.get("href")[1:])
    assert moved in row.text_content() and row.xpath('.//a[@class="move"]/@href') == [back.get("href")]
    assert moved in page.get_element_by_id(back.get("href")[1:]).text_content()


def test_another_organisation_in_the_title_is_a_change_of_wording_another_year_is_none():
    old, _ = reports()
    for title, flags in (("青溪县档案馆2025年报告", "changed wording"), ("云溪县档案服务中心2025年报告", "changed")):
        page = tree(page_of(replace(old, title="云溪县档案服务中心2024年报告"), replace(old, title=title)))
        assert page.get_element_by_id("r-title").get("data-flags").removesuffix(" findings") == flags


def test_the_legend_names_every_mark_that_the_page_may_show():
    page = tree(page_of(*reports()))
    shown = {name for item in page.xpath("//main//*[self::del or self::ins]/@class") for name in item.split()}
    named = {name for item in page.xpath('//p[@class="legend"]//@class') for name in item.split()}
    assert shown <= named and {"bound", "contradicted", "open", "found"} <= named
