"""Numbers that identify: docket numbers (案号), identity numbers (公民身份号码), credit codes.

Reading is strict where the number carries a check, and kind where people type: full-width digits
and brackets, spaces and lower-case letters are brought to the written form first.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duixian.kernel.findings import Refusal


def normalise(text: str) -> str:
    """Full-width digits, letters and brackets to half-width, all white space removed.

    >>> normalise("（２０１６） 皖0202执123号")
    '(2016)皖0202执123号'
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = plain.translate(str.maketrans("〔〕【】[]", "()()()"))
    return re.sub(r"\s+", "", plain)


# --- docket numbers -------------------------------------------------------------------------

# 《人民法院案件类型及其代字标准》: the types this system meets.
CASE_TYPES = {
    "执": "首次执行案件",
    "执恢": "恢复执行案件",
    "执保": "财产保全执行案件",
    "执异": "执行异议案件",
    "执复": "执行复议案件",
    "执监": "执行监督案件",
    "执协": "执行协调案件",
    "执他": "其他执行案件",
    "司惩": "司法制裁案件",
    "司惩复": "司法制裁复议案件",
    "财保": "非诉财产保全审查案件",
    "行审": "非诉行政行为申请执行审查案件",
    "司救执": "执行司法救助案件",
    "协外认": "申请承认与执行外国法院裁判案件",
    "清申": "强制清算申请审查案件",
    "破申": "破产申请审查案件",
    "强清": "强制清算案件",
    "破": "破产案件",
    "民初": "民事一审案件",
    "民终": "民事二审案件",
    "民监": "民事依职权再审审查案件",
    "民申": "民事申请再审审查案件",
    "民再": "民事再审案件",
    "民撤": "第三人撤销之诉案件",
    "民特": "民事特别程序案件",
    "民催": "催告案件",
    "民督": "申请支付令审查案件",
    "刑初": "刑事一审案件",
    "刑终": "刑事二审案件",
    "刑更": "刑罚与执行变更审查案件",
    "行初": "行政一审案件",
    "行终": "行政二审案件",
    "行申": "行政申请再审审查案件",
    "行再": "行政再审案件",
    "行赔初": "行政赔偿一审案件",
    "诉前调": "诉前调解案件",
}

_SPECIAL = "知"  # 专门审判代字; a wider class would read 执破 as 执 and 破
_PROVINCES = "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新兵"
_TYPES = "|".join(sorted(CASE_TYPES, key=len, reverse=True))
_SUFFIX = r"(?P<suffix>之[一二三四五六七八九十百]+|之\d+)?"
_DOCKET = re.compile(
    rf"\((?P<year>\d{{4}})\)"
    rf"(?P<court>最高法|[{_PROVINCES}](?:\d{{4}}|\d{{2}})?)"
    rf"(?P<special>[{_SPECIAL}])?(?P<type>{_TYPES})(?P<serial>\d+)号{_SUFFIX}"
)
_LEGACY_TYPE = (
    r"执(?:字|恢|保|异|复|监|协|他)?|(?:法)?执|"
    r"[民商知刑行](?:[一二三四五六])?(?:商|知|金)?[初终再申监督催特]"
)
_LEGACY = re.compile(
    rf"\((?P<year>\d{{4}})\)(?P<court>[一-龥]{{1,6}}?)(?P<type>{_LEGACY_TYPE})"
    rf"字第(?P<serial>\d+(?:-\d+)?)号{_SUFFIX}"
)

IDENTITY_LENGTH = 18
SHORT = 4  # nothing of so short a number is shown


@dataclass(frozen=True, slots=True)
class DocketNumber:
    """A docket number (案号).

    `court_code` is 法院代字, or the free court abbreviation of a legacy number; `special` the
    optional 专门审判代字; `suffix` 之一 and the like, for further rulings in one case.
    """

    year: int
    court_code: str
    type_code: str
    serial: int
    special: str = ""
    suffix: str = ""
    legacy_text: str = ""

    @property
    def legacy(self) -> bool:
        """Whether it is written the way of before 2016."""
        return bool(self.legacy_text)

    @property
    def type_name(self) -> str:
        """The case type in words; empty for legacy types that were never standard."""
        return CASE_TYPES.get(self.type_code, "")

    @property
    def canonical(self) -> str:
        """The one written form: half-width brackets, no leading zeros; legacy text is kept."""
        if self.legacy_text:
            return self.legacy_text
        return (
            f"({self.year}){self.court_code}{self.special}{self.type_code}"
            f"{self.serial}号{self.suffix}"
        )

    def __str__(self) -> str:
        return self.canonical


def parse_docket_number(text: str) -> DocketNumber:
    """Read a docket number, by the 2016 rule or as legacy text.

    >>> parse_docket_number("（2016）皖0202执００123号之一").canonical
    '(2016)皖0202执123号之一'
    >>> parse_docket_number("(2015)镜执字第00123号").legacy
    True

    Refuses with `docket_number.not_readable` or `docket_number.serial_is_zero`.
    """
    plain = normalise(text)
    found = _DOCKET.fullmatch(plain)
    if found:
        serial = int(found["serial"])
        if serial == 0:
            raise Refusal(
                code="docket_number.serial_is_zero",
                message=f"案号“{text.strip()}”的编号是 0，编号从 1 开始。",
                cure="请核对案件编号。",
                field="text",
            )
        return DocketNumber(
            year=int(found["year"]),
            court_code=found["court"],
            type_code=found["type"],
            serial=serial,
            special=found["special"] or "",
            suffix=found["suffix"] or "",
        )
    legacy = _LEGACY.fullmatch(plain)
    if legacy:
        return DocketNumber(
            year=int(legacy["year"]),
            court_code=legacy["court"],
            type_code=legacy["type"],
            serial=int(legacy["serial"].split("-")[0]),
            suffix=legacy["suffix"] or "",
            legacy_text=plain,
        )
    raise Refusal(
        code="docket_number.not_readable",
        message=f"“{text.strip()}”不是可以识别的案号。",
        cure="请写成“(年份)法院代字类型代字编号号”，如 (2016)皖0202执123号；"
        "2016年以前的案号写成 (2015)镜执字第00123号。",
        field="text",
    )


# --- identity numbers -----------------------------------------------------------------------

_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"


class Sex(StrEnum):
    MALE = "男"
    FEMALE = "女"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A citizen's identity number (公民身份号码, GB 11643) that passed its check.

    The region code is not looked up: regions come and go, and a number outlives its region.
    """

    number: str
    birth_date: date
    sex: Sex

    @property
    def masked(self) -> str:
        return mask_identity_number(self.number)


def identity_check_digit(first_seventeen: str) -> str:
    """The check digit of an identity number from its first seventeen digits (ISO 7064 mod 11-2).

    >>> identity_check_digit("34990019740215001")
    '8'
    """
    total = sum(int(d) * w for d, w in zip(first_seventeen, _IDENTITY_WEIGHTS, strict=True))
    return _IDENTITY_CHECKS[total % 11]


def _identity_refusal(code: str, message: str, cure: str) -> Refusal:
    return Refusal(
        code=f"identity_number.{code}", message=message, cure=cure, field="identity_number"
    )


def read_identity_number(text: str) -> IdentityNumber:
    """Read an 18-digit identity number with its check digit, birth date and sex.

    Refuses with `identity_number.not_eighteen`, `.no_such_birth_date` or `.wrong_check_digit`;
    the message never repeats the number.
    """
    plain = normalise(text).upper()
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", plain):
        raise _identity_refusal(
            "not_eighteen",
            "公民身份号码应当是18位，前17位为数字，末位为数字或 X。",
            "请核对位数；15位旧号码先升位。",
        )
    try:
        birth = date(int(plain[6:10]), int(plain[10:12]), int(plain[12:14]))
    except ValueError:
        raise _identity_refusal(
            "no_such_birth_date",
            f"公民身份号码中的出生日期 {plain[6:14]} 不存在。",
            "请核对第7位至第14位。",
        ) from None
    if plain[17] != identity_check_digit(plain[:17]):
        raise _identity_refusal(
            "wrong_check_digit", "公民身份号码的校验位不对。", "请逐位核对，常见的是抄错一位。"
        )
    sex = Sex.MALE if int(plain[16]) % 2 else Sex.FEMALE
    return IdentityNumber(plain, birth, sex)


def mask_identity_number(number: str) -> str:
    """The number as it is shown: the first four and the last four.

    >>> mask_identity_number("349900197402150017")
    '3499**********0017'
    """
    return f"{number[:4]}{'*' * max(0, len(number) - 8)}{number[-4:]}"


def is_identity_number(text: str) -> bool:
    """Whether the text is an identity number that passes its check."""
    try:
        read_identity_number(text)
    except Refusal:
        return False
    return True


def birth_date(number: str) -> date:
    """The birth date an identity number carries; refuses like `read_identity_number`."""
    return read_identity_number(number).birth_date


def sex(number: str) -> Sex:
    """The sex an identity number carries; refuses like `read_identity_number`."""
    return read_identity_number(number).sex


# --- unified social credit codes ------------------------------------------------------------

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def credit_code_check_character(first_seventeen: str) -> str:
    """The check character of a credit code from its first seventeen (GB 32100).

    >>> credit_code_check_character("91349900MA2NAAB7K")
    'L'
    """
    total = sum(
        _CREDIT_ALPHABET.index(char) * weight
        for char, weight in zip(first_seventeen, _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_ALPHABET[-total % 31]


def read_credit_code(text: str) -> str:
    """Read a unified social credit code (统一社会信用代码), checked, in capitals.

    Refuses with `credit_code.not_eighteen` or `credit_code.wrong_check_character`.
    """
    plain = normalise(text).upper()
    if not re.fullmatch(rf"[{_CREDIT_ALPHABET}]{{2}}\d{{6}}[{_CREDIT_ALPHABET}]{{10}}", plain):
        raise Refusal(
            code="credit_code.not_eighteen",
            message="统一社会信用代码应当是18位，第3至第8位为数字，不含字母 I、O、S、V、Z。",
            cure="请对照营业执照核对；15位注册号不是信用代码。",
            field="credit_code",
        )
    if plain[17] != credit_code_check_character(plain[:17]):
        raise Refusal(
            code="credit_code.wrong_check_character",
            message="统一社会信用代码的校验位不对。",
            cure="请对照营业执照逐位核对。",
            field="credit_code",
        )
    return plain


def mask_credit_code(code: str) -> str:
    """The code as it is shown: the first eight and the last four.

    >>> mask_credit_code("91349900MA2NAA7K3X")
    '91349900****7K3X'
    """
    return f"{code[:8]}****{code[-4:]}"


def is_credit_code(text: str) -> bool:
    """Whether the text is a unified social credit code that passes its check."""
    try:
        read_credit_code(text)
    except Refusal:
        return False
    return True


def mask(number: str) -> str:
    """Any identifying number as it is shown: credit codes and identity numbers each in their way.

    >>> mask("349900197402150017"), mask("91349900MA2NAA7K3X"), mask("E12345678")
    ('3499**********0017', '91349900****7K3X', 'E*****678')
    """
    if len(number) == IDENTITY_LENGTH:
        looks_like_firm = not number[:17].isdigit() or number[:1] == "9"
        return mask_credit_code(number) if looks_like_firm else mask_identity_number(number)
    if len(number) <= SHORT:
        return "*" * len(number)
    return f"{number[:1]}{'*' * (len(number) - 4)}{number[-3:]}"
