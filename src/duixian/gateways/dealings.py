"""What rooms and jobs hand to a gateway and get back: plain dataclasses, money in fen.

Requests: `Inquiry`, `Order`. Replies: `Sent`, `Receipt`, `Answer`, `Result`, `NotYet`, `Refused`,
`WrongIdentity`. None of them needs the wire's models to be used.
Identity numbers stay out of `repr`, and so out of logs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from duixian.gateways.protocol import DocumentKind, Measure, Reason, Writ
from duixian.kernel.money import Fen


@dataclass(frozen=True, slots=True)
class Subject:
    """The debtor asked about (被查询人). Equality of number and name decides, nothing less."""

    name: str
    id_number: str = field(repr=False)
    document_kind: DocumentKind = DocumentKind.IDENTITY_CARD


@dataclass(frozen=True, slots=True)
class Officer:
    """The officer in charge with both cards (承办人、工作证、公务证)."""

    name: str
    work_card: str
    duty_card: str
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class CourtAccount:
    """The court's enforcement account (执行款专户), the only place levied money goes."""

    name: str
    bank: str
    number: str
    bank_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    correlation: str
    """The request number (请求单号 BDHM): unique in the court, at most 64 letters and digits."""
    docket_number: str
    subject: Subject
    officer: Officer
    writs: tuple[Writ, ...]
    """At least the notice of assistance; an order also carries its ruling."""
    notice_name: str = "协助执行通知书"
    idempotency_key: str = ""
    """Same key, same content: takes effect once. Empty: the correlation is the key."""
    callback: str | None = None

    @property
    def key(self) -> str:
        """The idempotency key in force."""
        return self.idempotency_key or self.correlation


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry(_Request):
    """An inquiry (查询) about one debtor at one institution."""

    writ_number: str = ""
    transactions_from: date | None = None
    transactions_to: date | None = None


@dataclass(frozen=True, slots=True)
class DepositTarget:
    """An account to be controlled, with the items of the answer that must be repeated."""

    account_number: str
    account_class: str = ""
    branch: str = ""
    branch_code: str = ""
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class EstateTarget:
    """Real estate to be controlled, by its unit number (不动产单元号)."""

    unit_number: str
    certificate: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class VehicleTarget:
    """A vehicle to be controlled, by its identification number (车辆识别代号)."""

    identification: str
    plate: str = ""


Target = DepositTarget | EstateTarget | VehicleTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(_Request):
    """A control order (控制) on one object."""

    measure: Measure
    target: Target
    ruling_number: str
    amount: Fen | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    """The last day of the term; for a queued measure only the length counts."""
    original_request: str = ""
    original_docket: str = ""
    court_account: CourtAccount | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """The inquiry is received and waits at the institution (已受理)."""

    institution: str
    correlation: str
    receipt_number: str
    received_on: date
    evidence: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The order is received and durable at the institution; it has not yet had its effect."""

    institution: str
    correlation: str
    receipt_number: str
    received_on: date
    evidence: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NotYet:
    """No answer so far (尚未反馈); ask again after that many seconds."""

    institution: str
    correlation: str
    retry_after_seconds: float


@dataclass(frozen=True, slots=True)
class Refused:
    """The institution says no, with a reason code, words, and a cure.

    `returned`: a faulty request sent back (请求回退); it is closed there, a corrected one needs a
    new correlation. `transient`: the same request may pass later.
    """

    institution: str
    correlation: str
    reason: Reason
    message: str
    cure: str
    returned: bool = False
    transient: bool = False
    contact: str = ""
    telephone: str = ""
    evidence: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class WrongIdentity:
    """The answer is about somebody else (身份不符): nothing of it may be used."""

    institution: str
    correlation: str
    asked: Subject
    answered_name: str = field(repr=False)
    answered_id_number: str = field(repr=False)
    evidence: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ExistingMeasure:
    """A freeze or attachment already on the object (在先措施)."""

    sequence: int
    authority: str
    document_number: str
    ends_on: date | None
    amount: Fen | None
    queued: bool


@dataclass(frozen=True, slots=True)
class Mortgage:
    """A mortgage on the object (抵押权)."""

    mortgagee: str
    secured: Fen | None
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class Priority:
    """Another's right in an account (共有权/优先权)."""

    kind: str
    holder: str
    amount: Fen | None


@dataclass(frozen=True, slots=True)
class SubAccount:
    """A sub-account (子账户)."""

    number: str
    account_class: str
    currency: str
    balance: Fen
    available: Fen


@dataclass(frozen=True, slots=True)
class FinancialProduct:
    """A product held through the bank (金融资产); the numbers are needed to control it."""

    name: str
    kind: str
    sale_kind: str
    product_number: str
    product_account: str
    proceeds_account: str
    amount: Fen
    controllable: Fen


@dataclass(frozen=True, slots=True)
class Transaction:
    """A movement on the account (资金往来): `amount` is signed, money out is negative."""

    on: date
    amount: Fen
    counterparty: str
    counterparty_account: str
    serial: str


@dataclass(frozen=True, slots=True)
class DepositAccount:
    """A bank account of the debtor (存款账户)."""

    number: str
    account_class: str
    state: str
    branch: str
    branch_code: str
    currency: str
    balance: Fen
    available: Fen
    opened_on: date | None
    closed_on: date | None
    protected: bool
    existing: tuple[ExistingMeasure, ...] = ()
    sub_accounts: tuple[SubAccount, ...] = ()
    products: tuple[FinancialProduct, ...] = ()
    priorities: tuple[Priority, ...] = ()
    transactions: tuple[Transaction, ...] = ()
    remark: str = ""

    @property
    def target(self) -> DepositTarget:
        """What an order on this account must repeat."""
        return DepositTarget(
            self.number, self.account_class, self.branch, self.branch_code, self.currency
        )


@dataclass(frozen=True, slots=True)
class Holder:
    """A holder of real estate (权利人) with the share as a fraction."""

    name: str
    id_number: str = field(repr=False)
    share: str
    ownership: str


@dataclass(frozen=True, slots=True)
class RealEstate:
    """A house or land right (不动产)."""

    unit_number: str
    right_kind: str
    location: str
    planned_use: str
    floor_area: str
    certificate: str
    registry: str
    registered_on: date | None
    co_ownership: str
    state: str
    holders: tuple[Holder, ...] = ()
    mortgages: tuple[Mortgage, ...] = ()
    existing: tuple[ExistingMeasure, ...] = ()

    @property
    def target(self) -> EstateTarget:
        """What an order on it must repeat."""
        return EstateTarget(self.unit_number, self.certificate, self.location)


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A motor vehicle (机动车)."""

    identification: str
    plate: str
    plate_kind: str
    brand: str
    vehicle_kind: str
    engine_number: str
    registered_on: date | None
    use: str
    colour: str
    state: str
    registry: str
    mortgages: tuple[Mortgage, ...] = ()
    existing: tuple[ExistingMeasure, ...] = ()

    @property
    def target(self) -> VehicleTarget:
        """What an order on it must repeat."""
        return VehicleTarget(self.identification, self.plate)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the institution holds of the debtor (查询反馈). Nothing found is an answer too."""

    institution: str
    correlation: str
    answered_on: date
    deposits: tuple[DepositAccount, ...] = ()
    estates: tuple[RealEstate, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    evidence: str = field(default="", repr=False)
    """The signed message as it came, to be kept with the case."""

    @property
    def found_something(self) -> bool:
        """False for 查无."""
        return bool(self.deposits or self.estates or self.vehicles)


@dataclass(frozen=True, slots=True)
class Result:
    """What an order did (控制结果反馈). Amounts are absent for registered property.

    `controlled`: the measure stands (已控), first-ranked or queued. While `queued`, the dates are
    absent and `amount` is zero: the term begins when the measure takes effect.
    """

    institution: str
    correlation: str
    done_on: date
    controlled: bool
    queued: bool
    rank: int | None
    starts_on: date | None
    ends_on: date | None
    limit: Fen | None = None
    amount: Fen | None = None
    balance: Fen | None = None
    available: Fen | None = None
    reason: Reason | None = None
    message: str = ""
    cure: str = ""
    registration: str = ""
    prior: tuple[ExistingMeasure, ...] = ()
    documents: tuple[Writ, ...] = ()
    evidence: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ConfigFinding:
    """One line of `check_config()` for the administrator (配置检查)."""

    ok: bool
    subject: str
    message: str
    cure: str = ""
