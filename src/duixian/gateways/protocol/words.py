"""Codes of protocol v1: measures, kinds of institution, capabilities, and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class InstitutionKind(StrEnum):
    """Class of institution (类别 LB), by the letters of the national inquiry scope."""

    BANK = "YH"  # 商业银行
    LAND = "IP"  # 不动产
    VEHICLES = "CL"  # 车辆
    SECURITIES = "ZQ"  # 证券
    COMPANIES = "GS"  # 工商
    INTERNET_BANK = "IF"  # 互联网银行


class Capability(StrEnum):
    """What an institution can do for a court (能力)."""

    DEPOSITS = "deposits"  # 存款查询
    REAL_ESTATE = "real_estate"  # 不动产查询
    VEHICLES = "vehicles"  # 车辆查询
    COMPANIES = "companies"  # 企业登记查询
    SECURITIES = "securities"  # 证券查询
    CONTROL = "control"  # 网络控制
    TREASURY = "treasury"  # 执行款专户


class DocumentKind(StrEnum):
    """Kind of identity document (证件类型 ZJLX); no national list was found, so words are used."""

    IDENTITY_CARD = "居民身份证"
    CREDIT_CODE = "统一社会信用代码"


class Measure(StrEnum):
    """Control measure (控制措施 KZCS): 01-08 are national, 11 is ours for registries."""

    FREEZE = "01"
    RENEW = "02"
    QUEUE = "03"
    LIFT = "04"
    LIFT_QUEUED = "05"
    LEVY = "06"
    GARNISH = "07"
    FREEZE_AND_LEVY = "08"
    SEAL_UP = "11"

    @property
    def needs_original(self) -> bool:
        """True for measures that act on an earlier one and must name its request (YDJDH)."""
        return self in (Measure.RENEW, Measure.LIFT, Measure.LIFT_QUEUED, Measure.LEVY)

    @property
    def takes_money(self) -> bool:
        """True for measures that move money and must name the court's account."""
        return self in (Measure.LEVY, Measure.GARNISH, Measure.FREEZE_AND_LEVY)

    @property
    def has_term(self) -> bool:
        """True for measures that begin or prolong a term and must name its days."""
        return self in (
            Measure.FREEZE,
            Measure.QUEUE,
            Measure.RENEW,
            Measure.FREEZE_AND_LEVY,
            Measure.SEAL_UP,
        )


MEASURE_LABELS = {
    Measure.FREEZE: ("冻结", "freeze"),
    Measure.RENEW: ("继续冻结（查封）", "renew"),
    Measure.QUEUE: ("轮候冻结（查封）", "queue"),
    Measure.LIFT: ("解除冻结（查封）", "lift"),
    Measure.LIFT_QUEUED: ("解除轮候冻结（查封）", "lift a queued measure"),
    Measure.LEVY: ("划拨", "levy"),
    Measure.GARNISH: ("提取收入", "garnish"),
    Measure.FREEZE_AND_LEVY: ("冻结并划拨", "freeze and levy"),
    Measure.SEAL_UP: ("查封", "seal up"),
}


class Reason(StrEnum):
    """Why something was refused (拒收), returned (回退) or not controlled (未控)."""

    # refused: the message itself is not accepted
    MALFORMED = "malformed"
    UNKNOWN_VERSION = "unknown_version"
    UNKNOWN_SENDER = "unknown_sender"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    WRONG_RECIPIENT = "wrong_recipient"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    LIVES_TOO_LONG = "lives_too_long"
    REPLAYED = "replayed"
    WRONG_COURT = "wrong_court"
    IDEMPOTENCY_CONFLICT = "idempotency_conflict"
    CORRELATION_REUSED = "correlation_reused"
    UNKNOWN_CORRELATION = "unknown_correlation"
    TOO_LARGE = "too_large"
    BUSY = "busy"
    NOT_A_REPLY = "not_a_reply"
    # returned: the request was read and cannot be worked on as it stands
    NOT_SUPPORTED = "not_supported"
    WRIT_MISSING = "writ_missing"
    WRIT_DIGEST_MISMATCH = "writ_digest_mismatch"
    IDENTITY_MISMATCH = "identity_mismatch"
    # not controlled: the order was worked on and had no effect
    UNKNOWN_OBJECT = "unknown_object"
    NOT_OWNED_BY_PERSON = "not_owned_by_person"
    OBJECT_CLOSED = "object_closed"
    PROTECTED_OBJECT = "protected_object"
    NO_OWN_MEASURE = "no_own_measure"
    MEASURE_NOT_EFFECTIVE = "measure_not_effective"
    MEASURE_ENDED = "measure_ended"
    NOT_QUEUED = "not_queued"
    ABOVE_FROZEN = "above_frozen"
    END_NOT_LATER = "end_not_later"
    END_IN_THE_PAST = "end_in_the_past"
    NOT_AN_INCOME_ACCOUNT = "not_an_income_account"
    NOTHING_AVAILABLE = "nothing_available"
    # not paid: the payment order was worked on and the money is back
    UNKNOWN_ACCOUNT = "unknown_account"
    NOT_ENOUGH_MONEY = "not_enough_money"
    PAYEE_UNKNOWN = "payee_unknown"
    PAYEE_CLOSED = "payee_closed"
    PAYEE_NAME_DIFFERS = "payee_name_differs"


class Sort(StrEnum):
    """Which of the ways of saying no a reason belongs to."""

    REFUSED = "refused"
    RETURNED = "returned"
    NOT_CONTROLLED = "not_controlled"
    NOT_PAID = "not_paid"


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """A reason in words: what is wrong, what cures it, and the HTTP status that carries it."""

    sort: Sort
    chinese: str
    cure: str
    status: int
    transient: bool = False


def _refused(chinese: str, cure: str, status: int, transient: bool = False) -> ReasonWords:
    return ReasonWords(Sort.REFUSED, chinese, cure, status, transient)


def _returned(chinese: str, cure: str) -> ReasonWords:
    return ReasonWords(Sort.RETURNED, chinese, cure, 422)


def _not_controlled(chinese: str, cure: str) -> ReasonWords:
    return ReasonWords(Sort.NOT_CONTROLLED, chinese, cure, 200)


def _not_paid(chinese: str, cure: str) -> ReasonWords:
    return ReasonWords(Sort.NOT_PAID, chinese, cure, 200)


REASONS: dict[Reason, ReasonWords] = {
    Reason.MALFORMED: _refused("报文格式错误", "按协议 v1 的数据项改正后重新发送", 400),
    Reason.UNKNOWN_VERSION: _refused("协议版本不支持", "改用对方公布的版本", 400),
    Reason.UNKNOWN_SENDER: _refused("发送方未登记", "先向协助单位登记法院代码和公钥", 403),
    Reason.UNKNOWN_KEY: _refused("签名密钥未登记或不属于发送方", "登记新公钥或改用已登记密钥", 403),
    Reason.BAD_SIGNATURE: _refused("签名不符，报文可能被篡改", "核对密钥后重新签名发送", 403),
    Reason.WRONG_RECIPIENT: _refused("报文不是发给本单位的", "核对协助单位标识", 403),
    Reason.EXPIRED: _refused("报文已过有效期", "用当前时间重新签发", 403),
    Reason.NOT_YET_VALID: _refused("报文签发时间晚于当前时间", "校准服务器时钟", 403),
    Reason.LIVES_TOO_LONG: _refused("报文有效期超过协议上限", "缩短有效期后重新签发", 403),
    Reason.REPLAYED: _refused("报文重复使用（重放）", "换用新的随机数重新签发", 409),
    Reason.WRONG_COURT: _refused("请求不属于该法院", "由发出请求的法院办理", 403),
    Reason.IDEMPOTENCY_CONFLICT: _refused(
        "同一幂等键对应的内容不同", "内容改变时换用新的幂等键", 409
    ),
    Reason.CORRELATION_REUSED: _refused("请求单号已被使用", "换用新的请求单号", 409),
    Reason.UNKNOWN_CORRELATION: _refused("没有该请求单号", "核对请求单号，必要时重新发送请求", 404),
    Reason.TOO_LARGE: _refused("报文过大", "缩小附件后重新发送", 413),
    Reason.BUSY: _refused("协助单位暂时无法受理", "稍后自动重试", 503, True),
    Reason.NOT_A_REPLY: _refused("收到的报文不是对本次请求的答复", "重新查询", 400),
    Reason.NOT_SUPPORTED: _returned("本单位不办理该类查询或控制措施", "改送能够办理的单位"),
    Reason.WRIT_MISSING: _returned("缺少法律文书", "附协助通知书（控制时并附裁定书）后重发"),
    Reason.WRIT_DIGEST_MISMATCH: _returned("法律文书与其摘要不符", "重新附上文书并计算摘要"),
    Reason.IDENTITY_MISMATCH: _returned("姓名（名称）与证件号码不一致", "核实被执行人身份后重发"),
    Reason.UNKNOWN_OBJECT: _not_controlled("没有该账户或财产", "重新查询后按反馈填写"),
    Reason.NOT_OWNED_BY_PERSON: _not_controlled(
        "该财产不在被执行人名下", "核实权属，不得控制他人财产"
    ),
    Reason.OBJECT_CLOSED: _not_controlled("账户已销户或财产已注销", "重新查询"),
    Reason.PROTECTED_OBJECT: _not_controlled("依法不得冻结的专用账户", "改为控制其他财产"),
    Reason.NO_OWN_MEASURE: _not_controlled("没有本院的在先措施", "核对原冻结（查封）请求单号"),
    Reason.MEASURE_NOT_EFFECTIVE: _not_controlled("措施尚在轮候，未生效", "待轮候生效后办理"),
    Reason.MEASURE_ENDED: _not_controlled("措施已解除、到期或用尽", "重新采取措施"),
    Reason.NOT_QUEUED: _not_controlled("该措施不是轮候措施", "改用解除冻结（查封）"),
    Reason.ABOVE_FROZEN: _not_controlled("划拨金额超过本院已冻结的金额", "在已冻结金额以内划拨"),
    Reason.END_NOT_LATER: _not_controlled("续行的截止日不晚于原截止日", "改正截止日期"),
    Reason.END_IN_THE_PAST: _not_controlled("截止日早于办理日", "改正截止日期"),
    Reason.NOT_AN_INCOME_ACCOUNT: _not_controlled("该账户不是收入账户", "改用冻结、划拨"),
    Reason.NOTHING_AVAILABLE: _not_controlled("账户没有可用余额", "改用冻结，等待入账"),
    Reason.UNKNOWN_ACCOUNT: _returned("没有该执行款专户，或不属于该法院", "核对登记的案款账户"),
    Reason.NOT_ENOUGH_MONEY: _not_paid("执行款专户余额不足", "与银行对账后重新付款"),
    Reason.PAYEE_UNKNOWN: _not_paid("收款账号不存在", "向收款人核实账号后重新付款"),
    Reason.PAYEE_CLOSED: _not_paid("收款账户已销户", "向收款人核实账号后重新付款"),
    Reason.PAYEE_NAME_DIFFERS: _not_paid("收款户名与账号不符", "核实户名与账号后重新付款"),
}
