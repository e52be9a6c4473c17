"""Every quantity in Chinese official prose, with its value, unit and place; the only module that holds Chinese.

A scan meets, in order of text, either something that looks like a number but is none (a date, a document number, an
ordinal, a slogan) and steps over it whole, or a number, to which the words around it add unit and exactness. All
positions are code points of the text as given: normalising replaces single characters by single characters only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from drafter.patterns import compiled
from drafter.records import dataclass


class Exactness(StrEnum):
    """How far a quantity binds itself to its number."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


class QuantityKind(StrEnum):
    """What is counted, and so what the value means: yuan for amounts, percent for percentages and tenths."""

    COUNT = "count"
    AMOUNT = "amount"
    PERCENT = "percent"
    POINTS = "points"
    TIMES = "times"
    TENTHS = "tenths"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number met in prose; positions are code points, `end` and `number_end` exclusive."""

    start: int
    end: int
    """The whole expression: approximators, number and unit."""
    number_start: int
    number_end: int
    """The number alone, with its sign, 余 and 万 (but the 万 of 万元 is the unit's); both ends of a range."""
    text: str
    value: int | Decimal
    """In yuan for amounts, in percent for percentages and tenths, as counted otherwise; the lower end of a range."""
    unit: str | None
    """As written, without spaces."""
    kind: QuantityKind
    exactness: Exactness
    half_step: Decimal
    """Half a unit of the last printed digit, in the unit of value; a Chinese numeral rounds only at 万 and 亿."""
    upper: int | Decimal | None = None
    """The upper end of a range."""

    @property
    def scale(self) -> int:
        """How many of what `value` counts one written unit is: 10000 for 万元, else mostly 1."""
        return _SCALES.get(_plain(self.unit)[:-1], 1) if self.kind is QuantityKind.AMOUNT and self.unit else 1


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities in order, without overlap; what only looks like one (a date, an ordinal) is left out."""
    plain = _plain(text)
    find = _TOKEN().search
    found: list[Quantity] = []
    at = 0
    while token := find(plain, at):
        at = token.end()
        if token.lastgroup != "skip" and (quantity := _quantity(text, plain, token)):
            found.append(quantity)
            at = quantity.end
    return tuple(found)


def parse_number(text: str) -> int | Decimal | None:
    """A lone number as a clerk types it: Arabic, full width, 1,234, 三百二十, 1.2万; None if it is none."""
    plain = _plain(text).strip().translate(_FINANCIAL)
    minus = plain[:1] in ("-", "−", "负")
    number = _number(plain, int(minus))
    if number is None or number.more or number.bare or number.end != len(plain):
        return None
    value = _exact(number.base, number.scale)
    return -value if minus else value


def _lazily(pattern: str) -> Callable[[], re.Pattern[str]]:
    """A pattern compiled when it is first needed, so that importing costs nothing."""
    return cache(lambda: compiled(pattern))


# --- normalising -----------------------------------------------------------------------------------------------------

_DIGITS = {char: value for value, chars in enumerate(("〇零", "一", "二两", *"三四五六七八九")) for char in chars}
_SCALES = {
    "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "十亿": 10**9,
    "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip
_FINANCIAL = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟", "一二二三三四五六六七八九十百千")
_TRADITIONAL = "○◯萬億兩餘個條項場戶種類處臺張冊頁筆幾數約過達"
_WIDE = "".join(map(chr, (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)))) + "％．＋－～／＠﹪"
_ODD = _WIDE + _TRADITIONAL
_TABLE = str.maketrans(
    _ODD,
    "".join(chr(ord(char) - 0xFEE0) for char in _WIDE[:-1]) + "%〇〇万亿两余个条项场户种类处台张册页笔几数约过达",
)
_HAS_ODD = _lazily(f"[{_ODD}]")


def _plain(text: str) -> str:
    """The same text, character for character, with full-width and traditional forms made plain."""
    return text.translate(_TABLE) if _HAS_ODD().search(text) else text


# --- the words of the trade ------------------------------------------------------------------------------------------

_CN = "〇零一二两三四五六七八九十百千万亿"
_GAP = r"[^\S\n]{0,3}\n?[^\S\n]{0,3}"
_TO = r"(?:至|到|[—–―]{1,2}|[-~～])"

# A measure word, and after (?! what makes another word of it: 条 but not 条例, 起 but not 起草.
_MEASURES = (
    r"个?百分点|[%‰]|倍(?![增感])|成(?![立功效果员绩为就都本交长分人熟年型品套片群批一二三四五六七八九])|个?工作日|个月"
    r"|个(?!性|别|半|体(?![系验]))|日(?=[以之]?内)|小时|分钟|课时|学时|平方米|平方公里|立方米|公里|公顷|公斤|千克|[美欧]元"
    r"|[人件条户家场班批篇台车架站份]次(?![日年月])|大?部分|[大小][类项]|字|元(?![旦月年宵素件老首气])|条(?![件例款约码形])"
    r"|项(?!目(?![标录]))|人(?![民员大才口事社力均类文防行保身]|工(?!作))|名(?![称誉牌义额]|单(?!位))|家(?![庭属园长具乡政渠])"
    r"|户(?![外籍口型主均内])|页(?![面岩码])|部(?![门委署队长级位属落省际曲])|处(?![理置罚分于室级长在方境])|类(?![似型别比推])"
    r"|起(?![草来始点到步效源因码义伏止见用飞底初早施实执至计]|诉(?!讼))|块(?!链)|张(?![贴榜某家江])|天(?![然津气下地猫水])"
    r"|本(?![级市县区镇局年机单报办科地省次季月行院着人身辖乡村街条期部])|台(?![账湾阶风州胞县河山区合])|批(?![准复评示注发量捕文办改判])"
    r"|种(?![植子地业粮养])|组(?![织成建长员合团装])|套(?![餐取路用])|轮(?![换流岗训候值车])|期(?![间限望待货末权])|次(?![日年月要元生])"
    r"|场(?![所地景馆合面])|份(?![额量子])|位(?![于置列居]|一体)|例(?![如外子行会证])|则(?![是由不需应为在按以可要会将能无有])"
    r"|分(?![别公局类析管中配工解布级歧批层期支行校区段组步发流享值数之离散子红店院馆厂为成年阶明清])|支(?![持付撑出部]|一扶|队(?!伍))"
    r"|间(?![接隔断谍])|集(?![中体团合成约聚镇市训资美装散])|单(?![位独一项元])|款(?![项式额])|所(?![有在属谓需以涉作])|班(?![子组级主])"
    r"|[门堂](?=[课讲])|通(?![过报知用常道信讯行告俗车畅气电航水稿])|周(?![年边期密知全到转])|米|吨|亩|岁|件|篇|宗|桩|幅|册|笔|封|卷|盒|箱|枚|辆|座|只(?![有要是能需])"
)  # fmt: skip
_ARABIC_ONLY = frozenset("分字单班所通")
"""Measures that after a Chinese numeral are mostly part of a word: 十分, 八字方针."""
_ZERO_MEASURES = frozenset(("起", "条", "次", "宗", "例", "元", "份", "篇", "人次"))
"""Measures that make a quantity of a written-out 零; 零件 is a thing."""

# Fixed expressions that read like numeral and measure word, as patterns.
_FIXED = (
    r"一次(?:性|办|告知|通过|都不|也不|不用|评价|提交|申[报办])|(?:只|多|少|再)?跑一次|[“\"]?一件事(?!项)[”\"]?(?:一次办)?|一[件次户人项张页条本类期家处部台企案岗]一"
    r"|一批(?!次)|一部分|一张(?:网|图|表|清单|蓝图|卡)|一本(?:通|账|证|正)|一条(?:龙|心|街|线)|一家(?:亲|人)|一块(?!钱|[地石])|一个(?:样|劲|时期|阶段|时间)"
    r"|一成不变|[一二](?:则(?!信息|消息|公告|通知|新闻|通报)|期(?=工程|项目|建设)|类(?=[0-9]))|二类|一起(?!案|诉讼|行政|因|涉|投诉|信访|举报|事故|违|典型|政府信息|复议|申请|[，。；、）])|(?<=[在了到着聚])一起"
    r"|[五六]个?部分(?=组成|构成|内容)"
    r"|两个(?:维护|确立|毫不|结合|一百年|健康)|三个(?:代表|务必|区分)|四个(?:意识|自信|全面|伟大)|六个必须|五个(?:坚持|文明)|十个(?:明确|坚持)"
    r"|[" + _CN + r"]{1,2}个一(?![级类般体线站流])|中央八项规定|八项规定|三项制度|四类过程性信息|三类内部(?:事务)?信息"
    r"|[" + _CN + r"]次(?:全会|产业|元|污染|供水)"
    r"|十分(?!之)|三元区|五家渠|九台(?=[区市信])|五台[山县]|三台县|七台河"
)  # fmt: skip

# What looks like a number and is none; each is stepped over whole.
_SKIPS = (
    # names and addresses in Latin letters with the digits in them, standards with their years, 5G, 1+N, 7×24小时
    r"[A-Za-z][A-Za-z0-9_.\-/:@?=&%#~+]*+(?:\s?[0-9]+(?:\.[0-9]+)?-[0-9]{4}(?![0-9]))?"
    r"|[0-9][0-9.\-]{0,40}[A-Za-z@_][A-Za-z0-9_.\-/:@+]*+|[0-9]+\s?\+\s?[0-9A-Za-z]+(?:\s?\+\s?[0-9A-Za-z]+)*+"
    r"|[0-9]+天?\s?[×✕*]\s?[0-9]+(?:\s?小时)?",
    # documents: 〔2021〕30号, damaged 〔202130号, (2021)30号
    r"[〔［\[【]\s?[0-9]{4,9}\s?[〕］\]】]?(?:\s?第?\s?[0-9]{1,5}\s?号?)?"
    r"|[（(]\s?(?:19|20)[0-9]{2}\s?[）)](?:\s?第?\s?[0-9]{1,5}\s?号)?|[（(][0-9]{6}[）)]",
    # ordinals: 第二十条, 第（四）项, 第一、二项; meetings: 十四届全国人大二次会议; ranks: 前三名
    rf"第\s?[（(]?\s?(?:[{_CN}]++(?:(?:[、和与及]|{_TO})第?[{_CN}]++)*+|[0-9]++(?:(?:[、和与及]|{_TO})第?[0-9]++)*+)"
    rf"|届[^，。；、\s0-9]{{0,12}}?[{_CN}]{{1,3}}次|前\s?[0-9{_CN}]{{1,3}}\s?[名位]",
    # years, months, days, quarters, hours of the clock
    rf"(?:[0-9]{{4}}\s?(?:{_TO}|[、/和与])\s?){{0,6}}[0-9]+(?:\n[0-9]+)?\s?[余多]?{_GAP}年[度代级]?|[{_CN}]++\s?[余多几]?\s?年度?"
    rf"|(?:[0-9]{{1,2}}\s?(?:{_TO}|、)\s?){{0,12}}[0-9]{{1,6}}{_GAP}月(?:{_GAP}[0-9]{{1,2}}(?:\n[0-9])?{_GAP}[日号])?"
    rf"(?:{_TO}[0-9]{{1,2}}日)?|[{_CN}]++月(?:[{_CN}]++[日号])?"
    rf"|[0-9]{{1,2}}(?:\.[0-9]{{1,2}})?(?:\s?(?:{_TO}|、)\s?[0-9]{{1,2}})?{_GAP}日(?!(?:以|之)?内)"
    r"|(?:19|20)[0-9]{2}(?P<between>[-./])[0-9]{1,2}(?P=between)[0-9]{1,2}(?![0-9])|(?:19|20)[0-9]{2}[-/](?:0[1-9]|1[0-2])(?![0-9])"
    rf"|[0-9一二三四](?:(?:{_TO}|[、和])[0-9一二三四])?\s?个?\s?季度|[0-9]{{1,2}}[:：][0-9]{{1,2}}(?![0-9])|[0-9]{{1,2}}[点时](?:[0-9]{{1,2}}分)?"
    r"|[0-9]{1,2}[·•][0-9]{1,2}",
    # versions, fractions, numbers that name: 2.0版, 1/3, 21世纪, 711号, 3楼
    rf"[0-9]+(?:\.[0-9]+){{2,}}+|[0-9]+/[0-9]+|(?![百千]分之)[{_CN}0-9]{{1,3}}分之[{_CN}0-9]++"
    r"|(?:[0-9]+[、和])?[0-9]+(?:\.[0-9]+)?\s?(?:世纪|届|版|号|级|室|楼|层|栋|幢|单元|路|周年|季度|审[0-9]校)",
    # telephones, postcodes, hotlines
    r"[（(]?0[0-9]{2,3}\s?[-—–)）]?\s?[0-9]{7,8}(?![0-9])(?:\s?[转-]\s?[0-9]{1,5})?|[48]00-?[0-9]{3,4}-?[0-9]{3,4}(?![0-9])"
    r"|1[3-9][0-9]{9}(?![0-9])|邮(?:政编码|编)\s?[:：]?\s?[0-9]{6}"
    r"|[19][0-9]{2,5}(?=[”\"’]?\s?(?:市长|市民|政务|政府|便民|服务|公共|公益|法律|投诉|举报|消费|维权|民生|咨询|监督){0,5}热线)"
    r"|(?:11[09]|12[02]|315)(?=[接报警急救联指消晚国宣活])",
    # enumerators: （一）, 1. 1、 （1） at the start of an item; page numbers
    rf"[（(]\s?[{_CN}]{{1,3}}\s?[）)]|(?<![^\s。；;：:，,、])[（(]\s?[0-9]{{1,2}}\s?[）)]"
    r"|(?<![^\s。；;：:])[0-9]{1,2}(?:[、.](?![0-9])|[）)])|[0-9]{1,2}\.(?=[一-鿿])|(?<![^\s])[-—–]\s?[0-9]{1,3}\s?[-—–](?![^\s])",
    # vague numbers: 几十件, 数百, 十几
    rf"几[十百千万亿]++|(?<![总件次人条])数[十百千万亿]++|[{_CN}]++几",
    _FIXED,
)  # fmt: skip


_TOKEN = _lazily(
    rf"(?=[-—–0-9A-Za-z〔［\[【（({_CN}第届前翻邮几数只多少再跑“\"中])(?:(?P<skip>{'|'.join(_SKIPS)})"
    rf"|(?P<per>[百千]分之|百分(?=百))|(?P<fold>翻了?[{_CN}0-9]?番)"
    rf"|(?P<arabic>[0-9]++(?:\.[0-9]++)?)|(?P<chinese>[{_CN}]++(?:点[{_CN}]++)?))"
)
_UNIT = _lazily(rf"{_GAP}({_MEASURES})")


# --- numbers ---------------------------------------------------------------------------------------------------------


class _Number(NamedTuple):
    """A number without its unit: base times scale; the words 余 and 多 make it `more`."""

    start: int
    end: int
    base: Decimal
    half: Decimal
    """Half a unit of the last printed digit, before the scale."""
    scale: int
    scale_at: int
    """Where the scale (the 万 of 1.2万) begins; `end` when there is none, or when 余 follows it."""
    more: bool
    bare: bool = False
    """A scale without a number before it, as in 近千."""


_MORE = r"\s?[余多](?![额款下地量热媒渠样于]|元[化解])"
_TAIL = _lazily(
    rf"(?P<more>{_MORE})?(?:\s?(?P<scale>万亿|[十百千]?[万亿]|百(?![姓货分度色年日强家])|千(?![克米瓦卡伏赫])))?(?P<again>{_MORE})?"
)
_CHAIN = _lazily(r"([0-9]{1,8})([亿万千])([0-9]{1,4})([万千百])(?![0-9万亿分])")
_GROUPED = _lazily(
    r"[1-9][0-9]{0,2}([,，])\n?[0-9]{3}(?:\1\n?[0-9]{3}){0,4}(?![0-9])(?!\1[0-9])(?:\.[0-9]{1,10})?(?![0-9])"
)
_SINGLE = _lazily(r"(?!0[0-9])[0-9]{1,15}(?:\.[0-9]{1,10})?(?![0-9])")
_SPLIT = _lazily(
    r"[1-9][0-9]{0,2}(?:[ \u00a0\u2009\u202f][0-9]{3}){1,4}(?![0-9])"
    r"|(?!(?:19|20)[0-9]{2}\r?\n)[1-9][0-9]{0,7}\r?\n[0-9]{1,7}(?:\.[0-9]{1,10})?(?![0-9.])"
    r"|[1-9][0-9]{0,7}\.\r?\n[0-9]{1,7}(?![0-9.])"
)
"""A number that spaces or the end of a line cut in two; believed only where a unit follows."""
_RUN = _lazily(rf"([{_CN}]+)(?:点([〇零一二三四五六七八九]{{1,10}}))?")
_ONE = "([一二两三四五六七八九])"
_SECTION = _lazily(rf"零?(?:{_ONE}千)?(?:零?{_ONE}百)?(?:零?{_ONE}?(十){_ONE}?|零{_ONE})?")


_ARABIC_DIGITS = frozenset("0123456789")
_SEPARATORS = str.maketrans("", "", ",， \u00a0\u2009\u202f\r\n")


def _number(plain: str, at: int) -> _Number | None:
    """The number, Arabic or Chinese, that begins at a place."""
    return _arabic(plain, at) if plain[at : at + 1] in _ARABIC_DIGITS else _chinese(plain, at)


def _arabic(plain: str, at: int) -> _Number | None:
    if chain := _CHAIN().match(plain, at):
        return _chained(chain)
    in_list = at > 1 and plain[at - 1] in ",，" and plain[at - 2] in _ARABIC_DIGITS
    match = (None if in_list else _GROUPED().match(plain, at)) or _SINGLE().match(plain, at)
    return match and _scaled(plain, at, match.end(), _digits(match.group()))


def _digits(written: str) -> Decimal:
    return Decimal(written.translate(_SEPARATORS))


def _chained(chain: re.Match[str]) -> _Number:
    high, first, low, last = chain.groups()
    base = Decimal(int(high) * _SCALES[first] + int(low) * _SCALES[last])
    return _Number(*chain.span(), base, Decimal(_SCALES[last]) / 2, 1, chain.end(), more=False)


def _chinese(plain: str, at: int) -> _Number | None:
    run = _RUN().match(plain, at)
    if run is None or len(run.group(1)) > 32:
        return None
    whole, decimals = run.groups()
    stem = whole.rstrip("万亿")
    if decimals or set(stem) & {"万", "亿"}:
        stem = whole  # 十二亿三千万: the last 万 is not the scale of the whole
    bare = stem[:1] in ("百", "千", "")
    value = _positional("一" + stem) if bare else _value(stem)
    if value is None:
        return None
    base = Decimal(f"{value}.{_spoken(decimals)}") if decimals else Decimal(value)
    end = run.end() if decimals else at + len(stem)
    number = _scaled(plain, at, end, base)
    if bare:
        return number._replace(half=base / 2, bare=True)
    return number._replace(half=Decimal(_SCALES.get(stem[-1], 1)) / 2) if stem[-1] in "万亿" else number


def _scaled(plain: str, start: int, end: int, base: Decimal) -> _Number:
    """The number whose digits end at a place, with the 余 and 万 that follow them."""
    tail = _TAIL().match(plain, end)
    half = Decimal((0, (5,), int(base.as_tuple().exponent) - 1))
    if tail is None or tail.end() == end:
        return _Number(start, end, base, half, 1, end, more=False)
    more, scale, again = tail.group("more", "scale", "again")
    scale_at = end + len(more or "") if scale and not again else tail.end()
    return _Number(start, tail.end(), base, half, _SCALES[scale] if scale else 1, scale_at, bool(more or again))


def _spoken(digits: str) -> str:
    return "".join(str(_DIGITS[char]) for char in digits)


def _value(run: str) -> int | None:
    """An integer in Chinese numerals; None for what is none or is said loosely (三五, 一百五)."""
    if not all(char in _DIGITS for char in run):
        return None if run[0] == "零" else _positional(run)
    loose = 1 < len(run) < 3 and not set(run) & {"〇", "零"}
    padded = len(run) > 1 and _DIGITS[run[0]] == 0
    return None if loose or padded else int(_spoken(run))


def _positional(run: str) -> int | None:
    for mark in "亿万":
        head, found, rest = run.rpartition(mark)
        if found:
            high, low = _positional(head), _positional(rest) if rest[1:] else 0 if not rest else None
            return None if high is None or low is None or low >= _SCALES[mark] else high * _SCALES[mark] + low
    if run in _DIGITS:
        return _DIGITS[run]
    section = _SECTION().fullmatch(run)
    if section is None or not run:
        return None
    thousands, hundreds, tens, ten, ones, alone = section.groups()
    digits = (thousands, hundreds, tens or ("一" if ten else None), ones or alone)
    return sum(_DIGITS[digit] * int(10**place) for digit, place in zip(digits, (3, 2, 1, 0), strict=True) if digit)


def _exact(base: Decimal, scale: int | Decimal) -> int | Decimal:
    """Base times scale, as an integer where no decimals were printed or the scale swallows them."""
    value = base * scale
    kept = scale == 1 and int(base.as_tuple().exponent) < 0
    return value if kept or value != int(value) else int(value)


# --- quantities ------------------------------------------------------------------------------------------------------

_WORDS = {
    Exactness.ABOUT: "大约 大概 约 将近 接近 近 左右 上下 不等",
    Exactness.OVER: "不少于 不低于 不小于 至少 超过 超 逾 突破 高于 多于 大于 以上 之多 + 余 多",
    Exactness.UNDER: "不超过 不高于 不多于 不大于 不足 不到 低于 少于 小于 至多 最多 以下 以内",
}
_EXACTNESS = {word: exactness for exactness, words in _WORDS.items() for word in words.split()}
_BEFORE = _lazily(
    r"(大约|大概|(?<![节预签制合契公条邀违守履特])约|将近|接近|(?<![最附临邻靠亲相贴新])近|不[少低小高多大]于|不?超过|超|逾|突破|[高多大低少小]于"
    r"|不[足到]|[至最]多|至少)\s?$"
)
_BEFORE_ENDS = frozenset("约概近于过超逾破足到多少")
_NOT_UP = ("网", "以", "线", "年", "历", "向")
_AFTER = _lazily(r"\s?(左右|上下(?![级联游班])|以[上下](?![问几方措情内简0-9])|以内|之多(?!于)|不等|[+])")
_AFTER_MULTIPLES = _lazily(r"\s?([余多])(?![数样元种于])")
_BETWEEN = _lazily(rf"\s?({_TO})\s?(?:[百千]分之)?(?=[0-9{_CN}])")
_DETERMINED = frozenset("统唯进逐专单归同每某任另这那哪之其不如周初新上下前")
"""What before 一 makes it something else than a count: 统一, 每一, 另一, 新一."""
_NAMING = _lazily(r"(?:附件|附表|专栏|[表图])\s?$|[A-Za-z]\s$|[0-9][-—–~]$|[“\"「『]$")
_NAME = _lazily(r"(?:19|20)[0-9]{2}|123[0-9]{2}|[0-9]{7,}")
"""A year, a hotline, a telephone: lone numbers that count nothing."""
_PARTS = ("百分之", "千分之", "百分")


class _Measured(NamedTuple):
    """A number, its unit without the 万 of 万元, and where both end."""

    number: _Number
    unit: str | None
    end: int


def _quantity(text: str, plain: str, token: re.Match[str]) -> Quantity | None:
    """The quantity whose number a token opens, if it is one."""
    if token.lastgroup == "fold":
        return _fold(text, plain, token)
    per = token.group("per")
    low = _measured(plain, token.end() if per else token.start(), per)
    if low is None:
        return None
    high = _upper(plain, token.start(), low)
    if high is None and not _counts(plain, low):
        return None
    return _build(text, plain, token.start(), low, high)


def _measured(plain: str, at: int, per: str | None) -> _Measured | None:
    """The number at a place with the unit after it; `per` is the 百分之 before it."""
    if per:
        number = _number(plain, at)
        half = Decimal("0.5") if number and number.bare else None
        return number and _Measured(number._replace(half=half or number.half), per, number.end)
    if split := _SPLIT().match(plain, at):
        number = _scaled(plain, at, split.end(), _digits(split.group()))
        unit = _UNIT().match(plain, number.end)
        if unit and not (_opens_line(plain, at) and "\n" in split.group()):
            return _Measured(number, unit.group(1), unit.end())
    number = _number(plain, at)
    if number is None:
        return None
    unit = _UNIT().match(plain, number.end)
    return _Measured(number, unit.group(1), unit.end()) if unit else _Measured(number, None, number.end)


def _opens_line(plain: str, at: int) -> bool:
    """True if a number stands first on its line, where a line of its own may be a page number or a cell."""
    return at == 0 or plain[at - 1] == "\n"


def _upper(plain: str, start: int, low: _Measured) -> _Measured | None:
    """The upper end of a range that `low` opens."""
    between = _BETWEEN().match(plain, low.end)
    if between is None or (between.group(1) in "至到" and plain[start - 1 : start] in ("从", "由", "自")):
        return None
    token = _TOKEN().match(plain, between.end())
    if token is None or token.lastgroup not in ("arabic", "chinese"):
        return None
    per = low.unit if low.unit in _PARTS else None
    high = _measured(plain, token.start(), per)
    if high is None or (low.unit and low.unit != high.unit) or not (high.unit or _lone(plain, high)):
        return None
    return high if low.number.base * _low_scale(low, high) < high.number.base * high.number.scale else None


def _low_scale(low: _Measured, high: _Measured | None) -> int:
    """The scale of a lower end: that of the upper where only it is written, as in 3至5万."""
    shared = high and low.unit is None and low.number.scale == 1 and low.number.base < high.number.base
    return high.number.scale if high and shared else low.number.scale


def _counts(plain: str, measured: _Measured) -> bool:
    """True if a number with what follows it is a quantity."""
    number, unit, _ = measured
    if plain[number.start] in _ARABIC_DIGITS:
        return unit is not None or _lone(plain, measured)
    if unit is None or unit in _ARABIC_ONLY:
        return False
    run, before = plain[number.start : number.end], plain[number.start - 1 : number.start]
    if number.bare:
        return unit in _PARTS or _before(plain, number.start, number)[1] is not Exactness.EXACT
    if run == "零":
        return unit in _ZERO_MEASURES
    return not (run == "一" and before in _DETERMINED) and not (len(run) == 1 and before == "周")


def _lone(plain: str, measured: _Measured) -> bool:
    """True if a number without a unit still counts something, rather than naming a year, a line, a table."""
    start, end = measured.number.start, measured.number.end
    if plain[start] not in _ARABIC_DIGITS or _NAME().fullmatch(plain, start, end):
        return False
    dashed = plain[end : end + 1] in ("-", "—", "–") and plain[end + 1 : end + 2] in _ARABIC_DIGITS
    return not dashed and _NAMING().search(plain, max(0, start - 4), start) is None


def _build(text: str, plain: str, start: int, low: _Measured, high: _Measured | None) -> Quantity:
    last = high or low
    kind, factor = _kind(last.unit)
    scale = _low_scale(low, high) * factor
    number_end = _number_end(last.number, kind)
    minus = kind in (QuantityKind.PERCENT, QuantityKind.POINTS) and _is_minus(plain, start)
    begin, before = _before(plain, start - minus, low.number)
    end, after = _after(plain, last.end, kind)
    more = Exactness.OVER if low.number.more or last.number.more else Exactness.EXACT
    return Quantity(
        start=begin,
        end=end,
        number_start=low.number.start - minus,
        number_end=number_end,
        text=text[begin:end],
        value=_exact(-low.number.base if minus else low.number.base, scale),
        unit=_written(text, number_end, last),
        kind=kind,
        exactness=next((one for one in (before, after) if one is not Exactness.EXACT), more),
        half_step=low.number.half * scale,
        upper=_exact(high.number.base, high.number.scale * factor) if high else None,
    )


def _kind(unit: str | None) -> tuple[QuantityKind, Decimal]:
    """The kind of a unit, and how much of the value's unit one of it is."""
    if unit is None:
        return QuantityKind.COUNT, Decimal(1)
    if unit in _KINDS:
        return _KINDS[unit]
    return QuantityKind.POINTS if unit.endswith("百分点") else QuantityKind.COUNT, Decimal(1)


_KINDS = {
    "元": (QuantityKind.AMOUNT, Decimal(1)),
    "%": (QuantityKind.PERCENT, Decimal(1)),
    "百分": (QuantityKind.PERCENT, Decimal(1)),
    "百分之": (QuantityKind.PERCENT, Decimal(1)),
    "‰": (QuantityKind.PERCENT, Decimal("0.1")),
    "千分之": (QuantityKind.PERCENT, Decimal("0.1")),
    "倍": (QuantityKind.TIMES, Decimal(1)),
    "成": (QuantityKind.TENTHS, Decimal(10)),
}


def _number_end(number: _Number, kind: QuantityKind) -> int:
    """Where the number ends: the scale of an amount is its unit's, so that 万元 stays when a number is replaced."""
    return number.scale_at if kind is QuantityKind.AMOUNT and number.scale_at > number.start else number.end


def _written(text: str, number_end: int, last: _Measured) -> str | None:
    after = "".join(text[number_end : last.end].split())
    return after or last.unit


def _is_minus(plain: str, at: int) -> bool:
    return at > 1 and plain[at - 1] in "-−" and (plain[at - 2] in "（(:：" or "一" <= plain[at - 2] <= "鿿")


def _before(plain: str, start: int, number: _Number) -> tuple[int, Exactness]:
    """Where the approximator before a number begins, and what it makes of it."""
    last = plain[start - 1 : start]
    if number.bare and last == "上" and plain[start - 2 : start - 1] not in _NOT_UP:
        return start - 1, Exactness.OVER
    if last in _BEFORE_ENDS or last.isspace():
        found = _BEFORE().search(plain, max(0, start - 5), start)
        if found:
            return found.start(), _EXACTNESS[found.group(1)]
    return start, Exactness.EXACT


def _after(plain: str, end: int, kind: QuantityKind) -> tuple[int, Exactness]:
    """Where the approximator after a unit ends, and what it makes of the number."""
    multiple = _AFTER_MULTIPLES().match(plain, end) if kind in (QuantityKind.TIMES, QuantityKind.TENTHS) else None
    found = multiple or _AFTER().match(plain, end)
    return (found.end(), _EXACTNESS[found.group(1)]) if found else (end, Exactness.EXACT)


def _fold(text: str, plain: str, token: re.Match[str]) -> Quantity:
    """翻番, 翻一番, 翻两番: a doubling, or two."""
    start, end = token.span()
    digit = token.group().strip("翻了番")
    times = _DIGITS.get(digit, int(digit) if digit in _ARABIC_DIGITS else 1)
    number_start = end - 1 - len(digit)
    number = (number_start, end - 1) if digit else (start, end)
    stop, exactness = _after(plain, end, QuantityKind.TIMES)
    value, unit = 2**times, "番" if digit else None
    return Quantity(start, stop, *number, text[start:stop], value, unit, QuantityKind.TIMES, exactness, Decimal("0.5"))
