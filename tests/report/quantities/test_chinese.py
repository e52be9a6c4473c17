"""What is a quantity in official prose, what it is worth, and what only looks like one."""

from __future__ import annotations

import string
import time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drafter.report.quantities.chinese import Exactness, Quantity, QuantityKind, find_quantities, parse_number

EXACT, ABOUT, OVER, UNDER = Exactness.EXACT, Exactness.ABOUT, Exactness.OVER, Exactness.UNDER
COUNT, AMOUNT, PERCENT, POINTS = QuantityKind.COUNT, QuantityKind.AMOUNT, QuantityKind.PERCENT, QuantityKind.POINTS
TIMES, TENTHS = QuantityKind.TIMES, QuantityKind.TENTHS


def only(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, found
    return found[0]


# --- what is found ---------------------------------------------------------------------------------------------------

QUANTITIES = [
    # sentence, whole expression, number, value, unit, kind, exactness
    ("收到申请15件。", "15件", "15", 15, "件", COUNT, EXACT),
    ("收到申请０件", "０件", "０", 0, "件", COUNT, EXACT),
    ("公开信息225 条，", "225 条", "225", 225, "条", COUNT, EXACT),
    ("复议 351\n件，其中", "351\n件", "351", 351, "件", COUNT, EXACT),
    ("复议351\r\n件，其中", "351\r\n件", "351", 351, "件", COUNT, EXACT),
    ("共受理35\n1件", "35\n1件", "35\n1", 351, "件", COUNT, EXACT),
    ("增长12.\n5%", "12.\n5%", "12.\n5", Decimal("12.5"), "%", PERCENT, EXACT),
    ("发布１２３４条", "１２３４条", "１２３４", 1234, "条", COUNT, EXACT),
    ("发布12,345条", "12,345条", "12,345", 12345, "条", COUNT, EXACT),
    ("发布1，234，567条", "1，234，567条", "1，234，567", 1234567, "条", COUNT, EXACT),
    ("发布12 345条", "12 345条", "12 345", 12345, "条", COUNT, EXACT),
    ("访问量1,234.5万人次", "1,234.5万人次", "1,234.5万", 12345000, "人次", COUNT, EXACT),
    ("粉丝约1.2万余人", "约1.2万余人", "1.2万余", 12000, "人", COUNT, ABOUT),
    ("发布信息14万余条", "14万余条", "14万余", 140000, "条", COUNT, OVER),
    ("发布信息300余条", "300余条", "300余", 300, "条", COUNT, OVER),
    ("发布信息 5500 余 条", "5500 余 条", "5500 余", 5500, "条", COUNT, OVER),
    ("接待300多人次", "300多人次", "300多", 300, "人次", COUNT, OVER),
    ("阅读量3千次", "3千次", "3千", 3000, "次", COUNT, EXACT),
    ("浏览2.5亿次", "2.5亿次", "2.5亿", 250_000_000, "次", COUNT, EXACT),
    ("浏览1亿2345万次", "1亿2345万次", "1亿2345万", 123_450_000, "次", COUNT, EXACT),
    ("粉丝数12万，", "12万", "12万", 120000, None, COUNT, EXACT),
    ("得到三件申请", "三件", "三", 3, "件", COUNT, EXACT),
    ("召开两次会议", "两次", "两", 2, "次", COUNT, EXACT),
    ("其中一件为邮寄", "一件", "一", 1, "件", COUNT, EXACT),
    ("举办一次培训", "一次", "一", 1, "次", COUNT, EXACT),
    ("收到十二件", "十二件", "十二", 12, "件", COUNT, EXACT),
    ("收到二〇件", "二〇件", "二〇", 20, "件", COUNT, EXACT),
    ("收到一二〇件", "一二〇件", "一二〇", 120, "件", COUNT, EXACT),
    ("发布一百二十余条", "一百二十余条", "一百二十余", 120, "条", COUNT, OVER),
    ("发布三千零五条", "三千零五条", "三千零五", 3005, "条", COUNT, EXACT),
    ("发布一万二千条", "一万二千条", "一万二千", 12000, "条", COUNT, EXACT),
    ("发布十二万条", "十二万条", "十二万", 120000, "条", COUNT, EXACT),
    ("发布十余条", "十余条", "十余", 10, "条", COUNT, OVER),
    ("發佈訊息三萬餘條", "三萬餘條", "三萬餘", 30000, "條", COUNT, OVER),
    ("阅读量10万+的稿件", "10万+", "10万", 100000, None, COUNT, OVER),
    ("投入近万元", "近万元", "万", 10000, "元", AMOUNT, ABOUT),
    ("投诉举报一起，已办结", "一起", "一", 1, "起", COUNT, EXACT),
    ("接听电话320通。", "320通", "320", 320, "通", COUNT, EXACT),
    ("近千条留言", "近千条", "千", 1000, "条", COUNT, ABOUT),
    ("上千人次参加", "上千人次", "千", 1000, "人次", COUNT, OVER),
    ("投入超百万元", "超百万元", "百", 1_000_000, "万元", AMOUNT, OVER),
    ("全年收取3940元", "3940元", "3940", 3940, "元", AMOUNT, EXACT),
    ("收取3940.50元", "3940.50元", "3940.50", Decimal("3940.50"), "元", AMOUNT, EXACT),
    ("收费96171.6万元", "96171.6万元", "96171.6", 961_716_000, "万元", AMOUNT, EXACT),
    ("收费96171.6 万 元", "96171.6 万 元", "96171.6", 961_716_000, "万元", AMOUNT, EXACT),
    ("收费1.3亿元", "1.3亿元", "1.3", 130_000_000, "亿元", AMOUNT, EXACT),
    ("收费10余万元", "10余万元", "10余", 100_000, "万元", AMOUNT, OVER),
    ("收费1.2万余元", "1.2万余元", "1.2万余", 12000, "元", AMOUNT, OVER),
    ("收费三万元", "三万元", "三", 30000, "万元", AMOUNT, EXACT),
    ("收费三万五千元", "三万五千元", "三万五千", 35000, "元", AMOUNT, EXACT),
    ("收费十二亿三千万元", "十二亿三千万元", "十二亿三千万", 1_230_000_000, "元", AMOUNT, EXACT),
    ("收取信息处理费0元", "0元", "0", 0, "元", AMOUNT, EXACT),
    ("同比增长1.05%", "1.05%", "1.05", Decimal("1.05"), "%", PERCENT, EXACT),
    ("办结率100％", "100％", "100", 100, "％", PERCENT, EXACT),
    ("满意率98.50 %", "98.50 %", "98.50", Decimal("98.50"), "%", PERCENT, EXACT),
    ("同比变化（-29%）", "-29%", "-29", -29, "%", PERCENT, EXACT),
    ("达到百分之九十八点五", "百分之九十八点五", "九十八点五", Decimal("98.5"), "百分之", PERCENT, EXACT),
    ("占百分之20", "百分之20", "20", 20, "百分之", PERCENT, EXACT),
    ("达到百分之百", "百分之百", "百", 100, "百分之", PERCENT, EXACT),
    ("差错率千分之五", "千分之五", "五", Decimal("0.5"), "千分之", PERCENT, EXACT),
    ("差错率5‰", "5‰", "5", Decimal("0.5"), "‰", PERCENT, EXACT),
    ("提高2.3个百分点", "2.3个百分点", "2.3", Decimal("2.3"), "个百分点", POINTS, EXACT),
    ("提高两个百分点", "两个百分点", "两", 2, "个百分点", POINTS, EXACT),
    ("提高3百分点", "3百分点", "3", 3, "百分点", POINTS, EXACT),
    ("是上年的1.5倍", "1.5倍", "1.5", Decimal("1.5"), "倍", TIMES, EXACT),
    ("是上年的两倍多", "两倍多", "两", 2, "倍", TIMES, OVER),
    ("访问量翻番", "翻番", "翻番", 2, None, TIMES, EXACT),
    ("访问量翻一番", "翻一番", "一", 2, "番", TIMES, EXACT),
    ("访问量翻了两番", "翻了两番", "两", 4, "番", TIMES, EXACT),
    ("增长近三成", "近三成", "三", 30, "成", TENTHS, ABOUT),
    ("占八成以上", "八成以上", "八", 80, "成", TENTHS, OVER),
    ("约占8.5成", "8.5成", "8.5", 85, "成", TENTHS, EXACT),
    ("在20个工作日内答复", "20个工作日", "20", 20, "个工作日", COUNT, EXACT),
    ("在十五日内答复", "十五日", "十五", 15, "日", COUNT, EXACT),
    ("用时3个月", "3个月", "3", 3, "个月", COUNT, EXACT),
    ("不少于3次", "不少于3次", "3", 3, "次", COUNT, OVER),
    ("至少三次", "至少三次", "三", 3, "次", COUNT, OVER),
    ("超过 500 次", "超过 500 次", "500", 500, "次", COUNT, OVER),
    ("逾500次", "逾500次", "500", 500, "次", COUNT, OVER),
    ("不足10件", "不足10件", "10", 10, "件", COUNT, UNDER),
    ("不超过5个工作日", "不超过5个工作日", "5", 5, "个工作日", COUNT, UNDER),
    ("控制在3件以内", "3件以内", "3", 3, "件", COUNT, UNDER),
    ("每期10篇左右", "10篇左右", "10", 10, "篇", COUNT, ABOUT),
    ("大约60家", "大约60家", "60", 60, "家", COUNT, ABOUT),
    ("将近六十家", "将近六十家", "六十", 60, "家", COUNT, ABOUT),
    ("节约30张纸", "30张", "30", 30, "张", COUNT, EXACT),
    ("附近30户", "30户", "30", 30, "户", COUNT, EXACT),
    ("其中12项目标已完成", "12项", "12", 12, "项", COUNT, EXACT),
    ("两起诉讼", "两起", "两", 2, "起", COUNT, EXACT),
    ("发生一起行政复议", "一起", "一", 1, "起", COUNT, EXACT),
    ("核实20条线索", "20条", "20", 20, "条", COUNT, EXACT),
    ("办理12345件", "12345件", "12345", 12345, "件", COUNT, EXACT),
    ("公开2024条", "2024条", "2024", 2024, "条", COUNT, EXACT),
    ("12345热线工单办理30件", "30件", "30", 30, "件", COUNT, EXACT),
    ("7×24小时值守，接听60次", "60次", "60", 60, "次", COUNT, EXACT),
    ("零起投诉", "零起", "零", 0, "起", COUNT, EXACT),
    ("其中网上申请31，", "31", "31", 31, None, COUNT, EXACT),
    ("（31起）", "31起", "31", 31, "起", COUNT, EXACT),
    ("3.收到4件", "4件", "4", 4, "件", COUNT, EXACT),
    ("APP上公开5条", "5条", "5", 5, "条", COUNT, EXACT),
    ("“某区发布”公众号推送20期", "20期", "20", 20, "期", COUNT, EXACT),
    ("开通热线，接听电话1200余个", "1200余个", "1200余", 1200, "个", COUNT, OVER),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "whole", "number", "value", "unit", "kind", "exactness"), QUANTITIES, ids=[row[0] for row in QUANTITIES]
)
def test_a_quantity_has_its_value_unit_kind_exactness_and_place(
    text: str, whole: str, number: str, value: object, unit: str | None, kind: QuantityKind, exactness: Exactness
) -> None:
    found = only(text)
    assert (found.text, text[found.start : found.end]) == (whole, whole)
    assert text[found.number_start : found.number_end] == number
    assert (found.value, found.unit, found.kind, found.exactness) == (value, unit, kind, exactness)
    assert found.upper is None


RANGES = [
    ("每月3至5件", "3至5件", 3, 5, "件"),
    ("每月3-5件", "3-5件", 3, 5, "件"),
    ("每月3件至5件", "3件至5件", 3, 5, "件"),
    ("每月三至五件", "三至五件", 3, 5, "件"),
    ("每月约三到五件", "约三到五件", 3, 5, "件"),
    ("提高10%~20%", "10%~20%", 10, 20, "%"),
    ("提高10—20％", "10—20％", 10, 20, "％"),
    ("占百分之十至百分之二十", "百分之十至百分之二十", 10, 20, "百分之"),
    ("需3至5万元", "3至5万元", 30000, 50000, "万元"),
    ("约3000至1万条", "约3000至1万条", 3000, 10000, "条"),
    ("1.5～2倍", "1.5～2倍", Decimal("1.5"), 2, "倍"),
]


@pytest.mark.parametrize(("text", "whole", "lower", "upper", "unit"), RANGES, ids=[row[0] for row in RANGES])
def test_a_range_is_one_quantity_with_two_ends(text: str, whole: str, lower: object, upper: object, unit: str) -> None:
    found = only(text)
    assert (found.text, found.value, found.upper, found.unit) == (whole, lower, upper, unit)


@pytest.mark.parametrize("text", ["从3件到5件", "由10%至20%", "3件至5条", "5件至3件", "3件、5件", "3，120，15件"])
def test_a_change_or_a_list_is_no_range(text: str) -> None:
    found = find_quantities(text)
    assert len(found) > 1
    assert {one.upper for one in found} == {None}


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("3件", "0.5"), ("300件", "0.5"), ("1.2万件", "500"), ("12.5%", "0.05"), ("3.0倍", "0.05"), ("3千件", "500"),
        ("96171.6万元", "500"), ("十二万件", "5000"), ("三百件", "0.5"), ("近千件", "500"), ("八成", "5"),
        ("百分之九十八点五", "0.05"), ("百分之百", "0.5"), ("5‰", "0.05"), ("1亿2345万元", "5000"),
    ],
)  # fmt: skip
def test_half_a_step_is_half_a_unit_of_the_last_printed_digit(text: str, half: str) -> None:
    assert only(text).half_step == Decimal(half)


def test_an_amount_keeps_the_scale_of_its_unit() -> None:
    assert [only(text).scale for text in ("3元", "3万元", "3萬元", "3亿元", "1.2万余元", "3万件")] == [
        1, 10**4, 10**4, 10**8, 1, 1,
    ]  # fmt: skip


def test_quantities_of_one_sentence_come_in_order() -> None:
    text = "2024年，共收到申请15件（网上9件、当面六件），办结14件，办结率93.3%；收取信息处理费240元。"
    assert [(one.value, one.unit) for one in find_quantities(text)] == [
        (15, "件"), (9, "件"), (6, "件"), (14, "件"), (Decimal("93.3"), "%"), (240, "元"),
    ]  # fmt: skip


# --- what is none ----------------------------------------------------------------------------------------------------

LOOKALIKES = """
2024年 2024年度 2024年 2024年1月15日 1月至12月 1月1日 12月31日 1-12月 1—6月份 次年1月底前 于15日召开 2024.1.15
2024-01-15 2024/01/15 20231月1日 二〇二四年 二○二四年一月十五日 上半年 2023—2024年 2022、2023、2024年 一季度 四季度
第一季度 1至3季度 四个季度 21世纪 20世纪90年代 近五年 近3年来 30多年 8:30-12:00 上午9时30分 9点30分 2024
2024年政府信息公开工作年度报告 (2024) 国办公开办函〔2021〕30号 〔202130号 [2021]30号 (2021)30号 国令第711号 第711号
武政办发〔2025〕54号 国办函〔2020〕109号 30号、31号文 第二十条 第五十条第（四）项 第一 第二十届 第1期 第3次会议
第一、二、三项 第一至三项 第十四届全国人大二次会议 第8章 前三名 前10名 第二十条第一款第(八)项 三校三审 三审三校 三审
一事一审 “三级审核两监督” 三安全一稳定 两微一端 一网通办 一件事 高效办成一件事 “一件事一次办” 一次性告知 最多跑一次
一次办好 一体化 一系列 一些 一定 一方面 进一步 统一 唯一 之一 一致 一律 一一 万一 一般 一直 一起做好 一人一档 一件一策
逐一 统一条目 统一部署 每一件 另一项 新一轮 同一件 一批政策 一部分 一张网 一条龙 一成不变 一把手 十分重视 百分制
双公示 零投诉 零容忍 零件 零部件 零距离 三次产业 一是 二是 三是要 一、总体情况 二、主动公开 （一） （四）监督保障
(一)主动公开 党的二十大 二十届二中、三中全会 十九届六中全会 中央纪委三次全会 十四五 “十五五”规划 “十四五”期间
十四五项目 “八五”普法 五一期间 两个维护 四个意识 “三个一”工程 三类内部事务信息 四类过程性信息 中央八项规定
行政执法三项制度 12345热线 12345政务服务便民热线 12345、12348热线 12348 “12345”平台 96345便民服务热线 0517-83605210
（0517）83605210 0517—83605210转8001 13800000000 83605210 400-123-4567 邮编：223001 邮政编码223001 （223001）
zwgk2024@example.gov.cn 12345@example.com https://www.example.gov.cn/2024/01/15/art_123.html
www.example.gov.cn/col/col123 192.168.1.1 11320800014000000X 320800199001010010 7×24小时 7*24小时 5G A4纸 2.0版 V3.2
GB/T9704-2012 DB51/T2660-2019 1+N 1+3+5 5+2 4K 3D Web2.0 QQ群 1/3 三分之一 十分之一 1：1 健康路88号 3号楼 2楼 302室
3级 附件1 附件3-1 表2 图3 几十件 数十项 数百次 十几件 三五件 两三次 十五六件 几千条 千家万户 百姓 九台区 五台山
3·15活动 119宣传 110报警 20周年 千方百计 万众一心 一百五件 二维码 三农 两会 两办 四不两直 二级巡视员 三公经费 七部门
六部委
"""
NO_QUANTITIES = [
    *LOOKALIKES.split(),
    "GB/T 9704-2012", "DB51/T 2660-2019", "GB/T 9704-2012标准", "WCAG 2.1", "邮编： 223001",
    "电话：0517-83605210、83605211", "一是健全制度；二是加强培训；三是完善平台。", "7 × 24 小时",
    "《2024年政务公开工作要点》", "A4 纸", "12345 热线", "第 3 期", "2024 年 1 月 1 日", "2024年12月3\n1日",
    "20\n24年", "工作时间：周一至周五 9:00—17:30", "2024 年", "截至2024\n年",
]  # fmt: skip
ITEM_STARTS = [
    "1.主动公开", "1、主动公开", "2．属于国家秘密", "（1）制度建设", "(2)队伍建设", "-12-", "\n- 4 -\n", "— 4 —",
    "一、总体情况\n1.制度", "概述：1、主动公开",
]  # fmt: skip


def test_the_table_of_what_is_no_quantity_is_long_enough() -> None:
    assert len(NO_QUANTITIES) >= 80


@pytest.mark.parametrize("text", NO_QUANTITIES)
@pytest.mark.parametrize("frame", ["{}", "根据{}，我局", "按照“{}”要求"], ids=["alone", "inside", "quoted"])
def test_what_only_looks_like_a_number_is_stepped_over_whole(text: str, frame: str) -> None:
    framed = frame.format(text)
    assert find_quantities(framed) == (), framed


@pytest.mark.parametrize("text", ITEM_STARTS)
def test_what_numbers_an_item_or_a_page_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize("text", [one for one in NO_QUANTITIES if "\n" not in one])
def test_what_is_no_quantity_does_not_hide_the_one_after_it(text: str) -> None:
    assert only(f"{text}，共7件").value == 7


# --- a lone number ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("０", 0), (" 12 ", 12), ("　12\u00a0", 12), ("1,234", 1234), ("1，234，567", 1234567),
        ("１，２３４", 1234), ("26.55", Decimal("26.55")), ("0.00", Decimal("0.00")),
        ("59237.2449", Decimal("59237.2449")), ("-4", -4), ("1.2万", 12000), ("3亿", 300_000_000), ("1.5 万", 15000),
        ("2千", 2000), ("十", 10), ("三百二十", 320), ("二〇", 20), ("〇", 0), ("零", 0), ("一万零五", 10005),
        ("十二万", 120000), ("九十八点五", Decimal("98.5")), ("两", 2), ("负三", -3), ("叁佰贰拾", 320),
        ("壹萬", 10000), ("一万亿", 10**12), ("一亿零三百万", 103_000_000), ("一百一十", 110), ("一百", 100),
    ],
)  # fmt: skip
def test_a_lone_number_is_read_as_typed(text: str, value: object) -> None:
    read = parse_number(text)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "/", "-", "—", "无", "减4", "3件", "12%", "1,23", "12,34", "1,2345", "1.2.3", "3.", ".5", "1 2",
        "1\n2", "三五", "一百五", "一万二", "300余", "约3", "a1", "1e5", "０x1", "百", "万", "二十三十", "零三",
        "007", "--3", "9" * 5000, "一" * 5000, "²", "①",
    ],
)  # fmt: skip
def test_what_is_no_lone_number_is_none(text: str) -> None:
    assert parse_number(text) is None


# --- properties ------------------------------------------------------------------------------------------------------

UNITS = ["件", "条", "篇", "期", "次", "个", "项", "份", "人次", "名", "户", "个工作日", "起"]
FULL_WIDTH = str.maketrans(string.digits + ".,", "０１２３４５６７８９．，")


def chinese(number: int) -> str:
    import cn2an

    return str(cn2an.an2cn(number))


def in_ten_thousands(number: int) -> str:
    return f"{Decimal(number) / 10_000:f}万"


NOTATIONS = {
    "arabic": str,
    "full width": lambda number: str(number).translate(FULL_WIDTH),
    "commas": "{:,}".format,
    "full-width commas": lambda number: f"{number:,}".translate(FULL_WIDTH),
    "ten thousands": in_ten_thousands,
    "chinese": chinese,
}


@pytest.mark.parametrize("notation", NOTATIONS)
@given(number=st.integers(1, 99_999_999), unit=st.sampled_from(UNITS), gap=st.sampled_from(["", " ", "\n"]))
def test_an_integer_in_every_notation_is_found_with_its_value(notation: str, number: int, unit: str, gap: str) -> None:
    written = NOTATIONS[notation](number)
    if notation == "chinese":
        gap = ""
    found = only(f"全年共办理各类事项{written}{gap}{unit}，较好完成任务。")
    assert (found.value, found.unit, found.text) == (number, unit, f"{written}{gap}{unit}")


@given(number=st.decimals(0, 99_999, places=2), unit=st.sampled_from(["%", "％", "个百分点", "倍", "元"]))
def test_a_decimal_is_found_with_its_places(number: Decimal, unit: str) -> None:
    found = only(f"较上年提高{number}{unit}。")
    assert (found.value, found.half_step) == (number, Decimal("0.005"))
    assert str(found.value) == str(number)


@given(number=st.integers(0, 10**15 - 1))
def test_a_lone_number_survives_being_written_in_every_notation(number: int) -> None:
    for notation, write in NOTATIONS.items():
        if notation != "ten thousands":
            assert parse_number(write(number)) == number, notation


PIECES = st.sampled_from(
    "0123456789０９一二三十百千万亿零〇两点第（）()〔〕[]、，。,.-—~～至到年月日号条件次个元%％"
    "成倍番翻约近余多超上下以内左右届分之几数 \n\tAz@:：/+×\ud800"
)
SOUP = st.lists(PIECES, max_size=60).map("".join)


@given(text=st.one_of(st.text(max_size=80), SOUP))
@example("百")
@example("近")
@example("万元")
@example("1至")
def test_nothing_makes_it_fail_and_places_are_true(text: str) -> None:
    found = find_quantities(text)
    parse_number(text)
    at = 0
    for one in found:
        assert text[one.start : one.end] == one.text
        assert at <= one.start <= one.number_start < one.number_end <= one.end
        assert one.half_step > 0
        assert one.upper is None or one.upper > one.value
        assert one.unit is None or not any(char.isspace() for char in one.unit)
        at = one.end


@pytest.mark.parametrize(
    "piece",
    [
        "1", "一", "1件", "一件，", "1.", "1\n", "1-", "1、", "1,234", "（1", "届一", "第1、", "2024至", "1 ", "1万",
        " ", "百分之", "1分之", "a1", "几十", "全年公开信息12条，其中政策3件。", "1@", "〔2021", "1+",
    ],
)  # fmt: skip
def test_time_grows_with_the_length_of_the_text(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        begun = time.process_time()
        find_quantities(text)
        return time.process_time() - begun

    find_quantities(piece)
    small, large = min(seconds(6_000) for _ in range(3)), seconds(60_000)
    assert large < max(40 * small, 0.05)
