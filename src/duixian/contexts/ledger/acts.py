"""Money in: receipts known and unknown, the enforcement fee, the bank's statement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.case_act import CaseAct, case_of, forget_case
from duixian.contexts.cases.crediting import credit_claim
from duixian.contexts.cases.models import Case
from duixian.contexts.cases.owed import owed
from duixian.contexts.ledger import booking, queries, sale_payments
from duixian.contexts.ledger.models import Account, Receipt, StatementLine
from duixian.contexts.record import sealing, serials
from duixian.contexts.record.acts import Act, Doing, Signature, catalogue
from duixian.contexts.record.facts import IdentityNumber, Money
from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen, display
from duixian.kernel.roles import Branch, Role
from duixian.law.rules.fee import enforcement_fee


def _receipt_number(at: Doing) -> str:
    serial = serials.next_serial(f"receipt:{at.court_id}:{at.on.year}", at.court_id)
    return f"{at.on.year}收{serial:06d}"


def _refuse_known_reference(court_id: int, reference: str) -> None:
    if Receipt.objects.filter(court_id=court_id, bank_reference=reference).exists():
        raise Refusal(
            "ledger.received_already",
            f"银行流水号 {reference} 已登记到账",
            cure="同一笔款不能登记两次，请核对流水号",
            field="bank_reference",
            status=409,
        )


def _refuse_resumed(case: Case) -> None:
    resumed = cases.going_on_in(case)
    if resumed.pk != case.pk:
        raise Refusal(
            "ledger.case_resumed",
            f"本案已恢复执行，案号 {resumed.docket_number}",
            cure="在恢复执行的案件中登记到账",
            field="case",
        )


def _hash(account: str) -> str:
    return sealing.keyed_hash(account) if account else ""


def _sale_of(at: Doing, words: str, payer: str, account_hash: str) -> str:
    """The payment reference of the sale that money of a sale is for; never by a name alone."""
    found = sale_payments.identify(at.court_id, words, payer, account_hash)
    if found is None or found.case_id != at.case_id:
        raise Refusal(
            "ledger.sale_not_identified",
            "没有本案成交标的的缴款编号，付款账户也不是交纳保证金的账户，仅凭付款人姓名不能认定为变价款",
            cure="填写成交时告知买受人的缴款编号；没有的登记为不明款，查明后认领",
            field="payment_reference",
            provisions=("case-account",),
        )
    return found.reference


def _credit(at: Doing, case: Case, receipt: Receipt, day: date) -> None:
    """Money pays the debt on `day`; the price of a sale when the ruling that confirms it does."""
    if receipt.how == Receipt.How.SOLD:
        sale_payments.booked(case, receipt.payment_reference, at.on)
    else:
        credit_claim(case, day, receipt.amount, receipt.number)
    forget_case(at)


@catalogue.add
class RecordReceipt(CaseAct):
    """登记到账: money reached the court's account for this case."""

    code, title, title_en = "ledger.record_receipt", "登记到账", "Record a receipt"
    branch = Branch.ADMINISTRATION
    done_by = (Role.FINANCE, Role.SYSTEM)
    under = ("case-account",)
    on_open_case = False

    how: Literal["levied", "paid", "sold", "other"] = Field(default="paid", title="来款方式")
    amount: Money = Field(gt=0, title="金额（元）")
    received_on: date = Field(title="到账日期")
    credited_on: date | None = Field(default=None, title="抵充日期（扣划的为扣划之日）")
    payer: str = Field(min_length=1, max_length=120, title="付款人")
    bank_reference: str = Field(min_length=1, max_length=80, title="银行流水号")
    payment_reference: str = Field(default="", max_length=200, title="缴款编号或汇款附言（变价款）")
    payer_account: IdentityNumber = Field(default="", title="付款账号")

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        return {"received_on": at.on}

    def check(self, at: Doing) -> None:
        super().check(at)
        _refuse_known_reference(at.court_id, self.bank_reference)
        for name in ("received_on", "credited_on"):
            day = getattr(self, name)
            if day is not None and day > at.on:
                raise Refusal(
                    "ledger.received_in_future", "日期晚于今天", cure="填写实际日期", field=name
                )
        self._refuse_wrong_credit(case_of(at))
        if self.how == Receipt.How.SOLD:
            _sale_of(at, self.payment_reference, self.payer, _hash(self.payer_account))

    def _refuse_wrong_credit(self, case: Case) -> None:
        """The day interest stops is not free to choose; the old case of a resumed one is over."""
        _refuse_resumed(case)
        if self.credited_on is None:
            return
        if self.how == Receipt.How.SOLD:
            raise Refusal(
                "ledger.credited_by_ruling",
                "变价款在成交裁定生效之日抵充，不在登记到账时填写",
                cure="去掉抵充日期",
                field="credited_on",
            )
        if not case.filed_on <= self.credited_on <= self.received_on:
            raise Refusal(
                "ledger.credited_outside_case",
                f"抵充日期应在立案日 {case.filed_on} 与到账日 {self.received_on} 之间",
                cure="填写实际扣划之日",
                field="credited_on",
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        case = case_of(at)
        receipt = Receipt.objects.create(
            court_id=at.court_id,
            case=case,
            number=_receipt_number(at),
            how=self.how,
            amount=self.amount,
            received_on=self.received_on,
            payer=self.payer,
            bank_reference=self.bank_reference,
            payment_reference=self._reference(at),
            payer_account_hash=_hash(self.payer_account),
        )
        account = booking.case_account(at.court_id, case.pk, case.docket_number)
        bank = booking.court_account(at.court_id, Account.Kind.BANK)
        booking.post(at, bank, account, self.amount, f"到账 {receipt.number}")
        _credit(at, case, receipt, self.credited_on or self.received_on)
        return {
            "receipt": receipt.pk,
            "number": receipt.number,
            "amount": self.amount,
            "received_on": self.received_on,
        }

    def _reference(self, at: Doing) -> str:
        if self.how != Receipt.How.SOLD:
            return ""
        return _sale_of(at, self.payment_reference, self.payer, _hash(self.payer_account))

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"到账 {display(self.amount)} 元，付款人{self.payer}，收据{result['number']}。"


@catalogue.add
class CollectFee(CaseAct):
    """收取执行申请费: computed on what was collected, borne by the debtor, taken from the account."""

    code, title, title_en = "ledger.collect_fee", "收取执行申请费", "Collect the enforcement fee"
    branch = Branch.ADMINISTRATION
    done_by = (Role.FINANCE, Role.OFFICER)
    under = ("enforcement-fee",)
    on_open_case = False

    amount: Money = Field(gt=0, title="金额（元）")

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        case = case_of(at)
        due = fee_due(case, at.on)
        return {"amount": due} if due > 0 else {}

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        case = case_of(at)
        if fee_due(case, at.on) <= 0:
            raise Refusal("ledger.no_fee_due", "没有应收的执行申请费", cure="待有款到账后再收取")

    def check(self, at: Doing) -> None:
        super().check(at)
        due = fee_due(case_of(at), at.on)
        if self.amount > due:
            raise Refusal(
                "ledger.fee_above_due",
                f"执行申请费应收 {display(due)} 元，填写的多于应收",
                cure=f"最多填 {display(due)}",
                field="amount",
                provisions=("enforcement-fee",),
            )

    def perform(self, at: Doing) -> dict[str, Any]:
        case = case_of(at)
        account = booking.case_account(at.court_id, case.pk, case.docket_number)
        fee = booking.court_account(at.court_id, Account.Kind.FEE)
        booking.post(at, account, fee, self.amount, "执行申请费")
        spent = booking.disburse(case.pk, self.amount)
        credit_claim(case, self._day_of_last_receipt(case, at), -self.amount, "执行申请费")
        forget_case(at)
        return {"amount": self.amount, "receipt": spent}

    def _day_of_last_receipt(self, case: Case, at: Doing) -> date:
        credited = [each.on for each in cases.credits_of(case.pk) if each.amount > 0]
        return credited[-1] if credited else at.on

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"收取执行申请费 {display(self.amount)} 元。"


def fee_due(case: Case, on: date) -> int:
    """The fee on what was executed of the claim, less what was taken already (fen).

    What is above the claim goes back to the debtor and bears no fee; the fee itself bears none.
    A resumed case takes over the credits of the case before, so also the fee taken there.
    """
    if case.collected_amount <= 0:
        return 0
    taken = _fee_taken_so_far(case)
    value = owed(case.pk, max(on, case.owed_on)).value
    executed = min(value.credited + taken, value.total)
    if executed <= 0:
        return 0
    due = enforcement_fee(amount=Fen(executed), on=on).value.amount
    return max(0, due - taken)


def _fee_taken_so_far(case: Case) -> int:
    taken, each = 0, case
    while True:
        taken += queries.fee_taken(each.pk)
        if each.resumed_from is None:
            return taken
        each = each.resumed_from


@catalogue.add
class RecordUnknownReceipt(Act):
    """登记不明款: money on the account that names no case (R4.3.2)."""

    code, title, title_en = (
        "ledger.record_unknown_receipt",
        "登记不明款",
        "Record money of unknown origin",
    )
    branch = Branch.ADMINISTRATION
    done_by = (Role.FINANCE, Role.SYSTEM)
    under = ("case-account",)

    amount: Money = Field(gt=0, title="金额（元）")
    received_on: date = Field(title="到账日期")
    payer: str = Field(min_length=1, max_length=120, title="付款人")
    bank_reference: str = Field(min_length=1, max_length=80, title="银行流水号")
    payer_account: IdentityNumber = Field(default="", title="付款账号")

    def check(self, at: Doing) -> None:
        _refuse_known_reference(at.court_id, self.bank_reference)

    def perform(self, at: Doing) -> dict[str, Any]:
        receipt = Receipt.objects.create(
            court_id=at.court_id,
            number=_receipt_number(at),
            how=Receipt.How.OTHER,
            amount=self.amount,
            received_on=self.received_on,
            payer=self.payer,
            bank_reference=self.bank_reference,
            payer_account_hash=_hash(self.payer_account),
        )
        bank = booking.court_account(at.court_id, Account.Kind.BANK)
        unknown = booking.court_account(at.court_id, Account.Kind.UNKNOWN)
        booking.post(at, bank, unknown, self.amount, f"不明款 {receipt.number}")
        return {"unknown_receipt": receipt.pk, "number": receipt.number, "amount": self.amount}


@catalogue.add
class ClaimUnknownReceipt(CaseAct):
    """认领不明款: the money turns out to belong to this case; never on one person's word.

    Finance signs for an officer, the director for finance.
    """

    code, title, title_en = (
        "ledger.claim_unknown_receipt",
        "认领不明款",
        "Claim unknown money for a case",
    )
    branch = Branch.ADMINISTRATION
    done_by = (Role.OFFICER, Role.FINANCE)
    signed_by = (Signature(Role.FINANCE),)
    under = ("case-account",)
    on_open_case = False

    unknown_receipt: int = Field(title="不明款")
    how: Literal["paid", "levied", "sold", "other"] = Field(default="paid", title="来款方式")
    payment_reference: str = Field(default="", max_length=20, title="缴款编号（变价款）")
    reason: str = Field(min_length=1, max_length=200, title="认领依据")

    def needs(self, at: Doing) -> tuple[Signature, ...]:
        by_finance = at.role is Role.FINANCE
        return (Signature(Role.BUREAU_DIRECTOR),) if by_finance else self.signed_by

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {
            "unknown_receipt": [
                (each.pk, f"{each.received_on} {each.payer} {display(each.amount)}")
                for each in queries.unknown_receipts(at.court_id)[:200]
            ]
        }

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not queries.unknown_receipts(at.court_id).exists():
            raise Refusal("ledger.no_unknown_money", "本院没有不明款", cure="无需认领")

    def check(self, at: Doing) -> None:
        super().check(at)
        _refuse_resumed(case_of(at))
        receipt = queries.unknown_receipts(at.court_id).filter(pk=self.unknown_receipt).first()
        if receipt is None:
            raise _not_unknown()
        self._reference(at, receipt)

    def _reference(self, at: Doing, receipt: Receipt) -> str:
        if self.how != Receipt.How.SOLD:
            return ""
        words = self.payment_reference
        return _sale_of(at, words, receipt.payer, receipt.payer_account_hash)

    def perform(self, at: Doing) -> dict[str, Any]:
        receipt = (
            Receipt.objects.select_for_update()
            .filter(pk=self.unknown_receipt, court_id=at.court_id, case=None)
            .first()
        )
        if receipt is None:
            raise _not_unknown()
        case = case_of(at)
        receipt.case, receipt.how = case, self.how
        receipt.payment_reference = self._reference(at, receipt)
        receipt.save(update_fields=["case", "how", "payment_reference"])
        unknown = booking.court_account(at.court_id, Account.Kind.UNKNOWN)
        account = booking.case_account(at.court_id, case.pk, case.docket_number)
        booking.post(at, unknown, account, receipt.amount, f"认领 {receipt.number}")
        _credit(at, case, receipt, receipt.received_on)
        return {
            "receipt": receipt.pk,
            "number": receipt.number,
            "amount": receipt.amount,
            "received_on": receipt.received_on,
        }

    def journal_line(self, result: Mapping[str, Any]) -> str:
        return f"认领不明款 {display(result['amount'])} 元，收据{result['number']}：{self.reason}"


def _not_unknown() -> Refusal:
    return Refusal(
        "ledger.not_unknown",
        "没有这一不明款，或已被认领",
        cure="从列表中选择",
        field="unknown_receipt",
        status=409,
    )


class StatementFacts(BaseModel):
    """One line of the bank's statement."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bank_reference: str
    on: date
    amount: Money
    counterparty: str
    remark: str = ""
    bank_account: str = ""
    serial: int | None = None
    named: str = ""
    value_on: date | None = None
    request_number: str = ""
    order_number: str = ""
    payer_account: IdentityNumber = ""


@catalogue.add
class EnterStatement(Act):
    """登记银行流水: the bank's own lines, to reconcile against; lines known already are passed."""

    code, title, title_en = "ledger.enter_statement", "登记银行流水", "Enter the bank statement"
    branch = Branch.ADMINISTRATION
    done_by = (Role.FINANCE, Role.SYSTEM)

    lines: tuple[StatementFacts, ...] = Field(min_length=1, title="流水")

    def perform(self, at: Doing) -> dict[str, Any]:
        known = set(
            StatementLine.objects.filter(
                court_id=at.court_id,
                bank_reference__in=[each.bank_reference for each in self.lines],
            ).values_list("bank_reference", flat=True)
        )
        fresh = {
            each.bank_reference: each for each in self.lines if each.bank_reference not in known
        }
        StatementLine.objects.bulk_create(
            StatementLine(
                court_id=at.court_id,
                **each.model_dump(exclude={"payer_account"}),
                payer_account_sealed=sealing.seal(each.payer_account) if each.payer_account else "",
            )
            for each in fresh.values()
        )
        return {"entered": len(fresh), "known": len(self.lines) - len(fresh)}
