"""The parties in a cell: names parted, with what stands in brackets or beside them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from duixian.contexts.cases.spreadsheet.model import IdentityKind, Liability, PartyKind
from duixian.kernel.money import Fen

_SEPARATORS = frozenset("、,，;；\n\r|")
_OPENING, _CLOSING = frozenset("([【〔"), frozenset(")]】〕")
_CIRCLED = re.compile(r"[①-⑳]")
_ENUMERATOR = re.compile(r"(?:(?<=^)|(?<=[、,;\s]))\(?\d{1,2}(?:[.、)](?!\d)|\)(?=\D))\s*")
_ET_AL = re.compile(r"等\s*(?:\d+|[一二两三四五六七八九十几多]+)?\s*(?:人|户|名|家|位|公司)?\s*$")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|[0-9A-Z]{18}|\d{15})(?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<!\d)(?:1\d{10}|0\d{2,3}-?\d{7,8})(?!\d)")
_REPRESENTATIVE = re.compile(r"(?:法定代表人|法人代表|负责人)\s*[::]?\s*([^\s,;、()]{2,20})")
_ADDRESS = re.compile(r"(?:现住|住所地|住址|住|地址)\s*[::]?\s*(.{3,80})")
_LIABILITY_WORDS = (
    ("连带", Liability.JOINT),
    ("补充", Liability.SUPPLEMENTARY),
    ("按份", Liability.SEVERAL),
)
_ATTRIBUTE = re.compile(
    r"(男|女|汉族|.{1,3}族|\d{4}年\d{1,2}月\d{1,2}日(出)?生.*|(出生)?于?\d{4}年.*生"
    r"|(公民|居民)?(身份证|身份|统一社会信用|信用|组织机构)(证件)?(号码|号|代码).*"
    r"|(法定代表人|法人代表|负责人|住所|住|现住|地址|电话|手机|联系).*|((对|在|承担|负).{0,30})?(连带|补充|按份).{0,6}(责任)?"
    r"|[0-9A-Za-z\-]+)"
)
_ASIDE_KEPT_OUT = re.compile(
    r"曾用名|原名|又名|已故|死亡|在逃|服刑|原审|反诉|身份证|代码|连带|补充|按份|男|女|住"
)
_ORGANISATION_ENDS = [
    "公司",
    "集团",
    "厂",
    "店",
    "行",
    "社",
    "部",
    "局",
    "院",
    "校",
    "所",
    "站",
    "队",
    "会",
    "中心",
    "合作社",
    "学校",
    "医院",
    "银行",
    "委员会",
    "政府",
    "事务所",
    "工作室",
    "经营部",
    "门市部",
    "商行",
    "超市",
    "酒店",
    "饭店",
    "宾馆",
    "农场",
    "基地",
    "企业",
    "合伙",
    "办事处",
    "分理处",
    "联合社",
    "幼儿园",
    "协会",
    "基金",
]
_SHOP_ENDS = ("店", "部", "行", "厂", "超市", "工作室", "酒店", "饭店", "场", "馆")
_ROLE_MARK = re.compile(
    r"(申请执行人|被申请执行人|被执行人|申请人|被申请人|原告|被告|债权人|债务人)\s*(?:\([^()]*\))?\s*[::]"
)
_VERBS = ("申请执行", "申请强制执行", "诉", "与")
_CAUSE = re.compile(
    r"(民间借贷|金融借款合同|借款合同|买卖合同|劳动争议|追索劳动报酬|劳务合同|租赁合同|房屋租赁合同|建设工程[^、,;]{0,8}合同"
    r"|机动车交通事故责任|离婚|抚养费|物业服务合同|信用卡|保证合同|承揽合同|合同|侵权责任)(纠纷)?(执行)?(一案|案)?$"
)


@dataclass(slots=True)
class NamedParty:
    """A name with what the same cell says of the party; identity is not yet checked."""

    name: str
    identity: str = ""
    phone: str = ""
    address: str = ""
    legal_representative: str = ""
    liability: Liability | None = None
    share: Fen | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NamesInCell:
    """What one cell of names held; `incomplete` when it ends in "等"."""

    parties: tuple[NamedParty, ...]
    incomplete: bool = False


def split_outside_brackets(text: str, separators: frozenset[str] = _SEPARATORS) -> list[str]:
    """Cut at separators, but not inside brackets; empty pieces fall out.

    >>> split_outside_brackets("张三(男,349900…)、李四")
    ['张三(男,349900…)', '李四']
    """
    pieces: list[str] = []
    current: list[str] = []
    depth = 0
    for character in text:
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(depth - 1, 0)
        if character in separators and depth == 0:
            pieces.append("".join(current))
            current = []
        else:
            current.append(character)
    pieces.append("".join(current))
    stripped = (piece.strip() for piece in pieces)
    return [piece for piece in stripped if piece]


def names_in(text: str) -> NamesInCell:
    """Every party named in a cell, in order."""
    lines = unicodedata.normalize("NFKC", _CIRCLED.sub("；", text)).splitlines()
    tidy = "\n".join(" ".join(line.split()) for line in lines).strip()
    if tidy.isalpha() and "等" not in tidy:  # the usual cell: one name and nothing else
        return NamesInCell((NamedParty(tidy),))
    tidy = _ENUMERATOR.sub(";", tidy)
    incomplete = bool(_ET_AL.search(tidy)) and len(tidy) > 2
    if incomplete:
        tidy = _ET_AL.sub("", tidy)
    parties: list[NamedParty] = []
    for piece in split_outside_brackets(tidy):
        if parties and _ATTRIBUTE.fullmatch(piece):
            _attach(parties[-1], piece)
        else:
            parties.extend(_party_in(part) for part in _by_blanks(piece))
    return NamesInCell(tuple(parties), incomplete)


def _by_blanks(piece: str) -> list[str]:
    """ "张三 李四" is two people, "张 三" is one: Chinese names of two are often set apart."""
    words = piece.split()
    if len(words) < 2 or not all(word.isalpha() and not word.isascii() for word in words):
        return [piece]
    return words if all(len(word) >= 2 for word in words) else ["".join(words)]


def _party_in(piece: str) -> NamedParty:
    party = NamedParty("")
    name = re.sub(
        r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^】]*)】", lambda found: _aside(party, found), piece
    )
    found = _IDENTITY.search(name)
    if found and found.group() != name:
        _attach(party, name[found.start() :])
        name = name[: found.start()]
        name = re.sub(
            r"[\s,:]*(公民|居民)?(身份证|统一社会信用代码|证件)?(号码|号)?[\s,:]*$", "", name
        )
    phone = _PHONE.search(name)
    if phone and phone.group() != name.strip():
        party.phone = party.phone or phone.group()
        name = name.replace(phone.group(), " ")
    name = _REPRESENTATIVE.sub(lambda seen: _represent(party, seen), name)
    name = name.strip(" \t:,.;。")
    party.name = name if not _is_chinese(name) else "".join(name.split())
    party.name = party.name.replace("(", "（").replace(")", "）")
    return party


def _aside(party: NamedParty, found: re.Match[str]) -> str:
    """Brackets about the party go to their fields; brackets of a firm's name stay."""
    inside = next(group for group in found.groups() if group is not None)
    about = (
        _IDENTITY.search(inside)
        or _PHONE.search(inside)
        or _REPRESENTATIVE.search(inside)
        or _ASIDE_KEPT_OUT.search(inside)
    )
    if not about:
        return found.group()
    _attach(party, inside)
    return ""


def _represent(party: NamedParty, found: re.Match[str]) -> str:
    party.legal_representative = party.legal_representative or found.group(1)
    return ""


def _attach(party: NamedParty, words: str) -> None:
    rest = words
    identity = _IDENTITY.search(rest)
    if identity and not party.identity:
        party.identity = identity.group()
        rest = rest.replace(identity.group(), " ")
    phone = _PHONE.search(rest)
    if phone and not party.phone:
        party.phone = phone.group()
        rest = rest.replace(phone.group(), " ")
    representative = _REPRESENTATIVE.search(rest)
    if representative:
        rest = rest.replace(representative.group(), _represent(party, representative))
    address = _ADDRESS.search(rest)
    if address and not party.address:
        party.address = address.group(1).strip(" ,;。")
        rest = rest.replace(address.group(), " ")
    party.liability = party.liability or liability_in(rest)
    rest = re.sub(
        r"(公民|居民)?(身份证|统一社会信用代码|证件)(号码|号)?[::]?|电话[::]?|手机[::]?", "", rest
    )
    rest = rest.strip(" ,;:。、")
    if rest:
        party.note = f"{party.note}；{rest}" if party.note else rest


def liability_in(words: str) -> Liability | None:
    """The form of liability a text names, or None."""
    for word, liability in _LIABILITY_WORDS:
        if word in words:
            return liability
    return None


def looks_like_a_name(name: str) -> bool:
    """Two letters or more, not too long, and not a number that slid into the wrong column."""
    letters = sum(character.isalpha() for character in name)
    return letters >= 2 and len(name) <= 120 and not re.search(r"\d{11,}", name)


def kind_of(name: str, identity: IdentityKind | None, word: str) -> PartyKind:
    """Kind of party, by the list's own word, else by the document, else by the name."""
    if "非法人" in word:
        return PartyKind.OTHER
    if "法人" in word or "单位" in word or "企业" in word:
        return PartyKind.FIRM
    if "自然人" in word or "个人" in word:
        return PartyKind.PERSON
    if identity is IdentityKind.IDENTITY_CARD and not is_organisation(name):
        return PartyKind.PERSON
    if identity in (IdentityKind.CREDIT_CODE, IdentityKind.ORGANISATION_CODE):
        return PartyKind.FIRM
    return PartyKind.FIRM if is_organisation(name) else PartyKind.PERSON


def is_organisation(name: str) -> bool:
    """Whether a name reads like that of a firm or body."""
    bare = re.sub(r"（[^（）]*）$", "", name)
    return len(bare) >= 4 and (bare.endswith(tuple(_ORGANISATION_ENDS)) or "公司" in bare)


def is_shop(name: str) -> bool:
    """A one-man business, which may well go by its owner's identity number."""
    return "公司" not in name and name.endswith(_SHOP_ENDS)


def divide_sides(text: str, cause: str = "") -> tuple[str, str] | None:
    """A cell with all parties as (creditors, debtors), or None when it cannot be told.

    `cause` is the row's cause of action, which such cells often end with.

    >>> divide_sides("张三申请执行李四")
    ('张三', '李四')
    """
    tidy = unicodedata.normalize("NFKC", text).strip()
    marks = list(_ROLE_MARK.finditer(tidy))
    if marks:
        sides: dict[bool, list[str]] = {True: [], False: []}
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            part = tidy[mark.end() : following.start() if following else None]
            debtor = mark.group(1).startswith("被") or mark.group(1) == "债务人"
            sides[debtor].append(part.strip(" ,;、\n"))
        creditors, debtors = ";".join(sides[False]), ";".join(sides[True])
        return (creditors, debtors) if creditors and debtors else None
    for verb in _VERBS:
        creditors, found, debtors = tidy.partition(verb)
        if found and creditors.strip() and debtors.strip():
            rest = re.sub(r"(执行)?(一案|案)$", "", debtors.strip())
            rest = _CAUSE.sub("", rest.removesuffix(cause) if cause else rest).strip()
            return (creditors.strip(), rest) if rest and not rest.endswith("纠纷") else None
    lines = [line for line in re.split(r"[\n/]", tidy) if line.strip()]
    return (lines[0].strip(), lines[1].strip()) if len(lines) == 2 else None


def _is_chinese(name: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in name)
