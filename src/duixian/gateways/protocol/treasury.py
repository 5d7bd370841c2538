"""The court's enforcement account (执行款专户): payment order, its result, the statement.

No national message was found for these: every code is ours.
"""

from __future__ import annotations

from duixian.gateways.protocol.envelope import Identifier
from duixian.gateways.protocol.items import OURS, Lenient, Strict, WireAmount, WireDate, item
from duixian.gateways.protocol.words import Reason


class PaymentOrder(Strict):
    """Payment out of the court's account (案款支付指令). The same order number pays once."""

    order_number: Identifier = item("ZFDH", "支付指令号", "order number", origin=OURS)
    court_code: str = item("FYDM", "法院代码", "court code", min_length=1)
    docket_number: str = item("AH", "执行案号", "docket number", min_length=1)
    account_number: str = item(
        "FKZH", "付款账号", "the court's account, or a case's under it", origin=OURS, min_length=8
    )
    payee_name: str = item("SKHM", "收款户名", "payee's name", origin=OURS, min_length=1)
    payee_account: str = item(
        "SKZH", "收款账号", "payee's account", origin=OURS, pattern=r"^\d{8,32}$"
    )
    payee_bank: str = item("SKYH", "收款银行", "payee's bank", origin=OURS, min_length=1)
    amount: WireAmount = item("JE", "金额", "amount", gt=0)
    purpose: str = item("YT", "用途", "purpose", origin=OURS, default="", max_length=100)


class PaymentReceipt(Lenient):
    """Receipt of a payment order (受理回执): durable at the bank, not yet paid."""

    order_number: str = item("ZFDH", "支付指令号", "order number", origin=OURS)
    receipt_number: str = item("SLBH", "受理编号", "receipt number", origin=OURS)
    received_on: WireDate = item("SLRQ", "受理日期", "received on", origin=OURS)


class PaymentResult(Lenient):
    """What became of a payment (支付结果): paid, or returned with the reason."""

    order_number: str = item("ZFDH", "支付指令号", "order number", origin=OURS)
    state: str = item("ZFZT", "支付状态", "1 paid, 2 failed", origin=OURS, pattern="^[12]$")
    amount: WireAmount = item("JE", "金额", "amount of the order")
    payee_account: str = item("SKZH", "收款账号", "payee's account", origin=OURS)
    settled_on: WireDate = item("QSRQ", "清算日期", "settled on", origin=OURS)
    bank_reference: str = item(
        "YHLSH", "银行流水号", "the bank's reference", origin=OURS, default=""
    )
    reason: Reason | None = item("SBDM", "失败原因代码", "reason code", origin=OURS, default=None)
    reason_text: str = item("SBYY", "失败原因", "why it failed", origin=OURS, default="")


class StatementRequest(Strict):
    """Which lines of the account's statement are wanted (流水查询)."""

    account_number: str = item("ZH", "账号", "account", origin=OURS, min_length=8)
    after: int = item("QSXH", "起始序号", "lines after this serial", origin=OURS, default=0, ge=0)


class LineFound(Lenient):
    """One line of the statement (流水): money in is positive, money out negative."""

    serial: int = item("XH", "序号", "serial, ascending without end", ge=1)
    bank_reference: str = item("YHLSH", "银行流水号", "unique reference", origin=OURS, min_length=1)
    booked_on: WireDate = item("JZRQ", "记账日期", "booked on", origin=OURS)
    value_on: WireDate = item("QXRQ", "起息日期", "left the payer on", origin=OURS)
    amount: WireAmount = item("JE", "金额", "amount")
    account_number: str = item("JZZH", "入账账号", "the account as named", origin=OURS)
    counterparty: str = item("DFHM", "对方户名", "counterparty", origin=OURS, default="")
    counterparty_account: str = item(
        "DFZH", "对方账号", "counterparty's account", origin=OURS, default=""
    )
    remark: str = item("FY", "附言", "remark", origin=OURS, default="")
    request_number: str = item("BDHM", "请求单号", "of the levy that sent the money", default="")
    order_number: str = item("ZFDH", "支付指令号", "of our payment", origin=OURS, default="")


class StatementPage(Lenient):
    """Lines of the statement in their order, at most a page of them (流水)."""

    account_number: str = item("ZH", "账号", "account", origin=OURS)
    lines: tuple[LineFound, ...] = item("LSLIST", "流水", "lines", origin=OURS, default=())
    more: bool = item("SFHY", "是否还有", "more lines follow", origin=OURS, default=False)
    balance: WireAmount = item("YE", "余额", "balance after the newest line of all")
