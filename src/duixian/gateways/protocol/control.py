"""Control (控制): order, receipt, result."""

from __future__ import annotations

from pydantic import model_validator

from duixian.gateways.protocol.inquiry import Asked, FreezeFound, Writ
from duixian.gateways.protocol.items import (
    OURS,
    Lenient,
    OptionalAmount,
    OptionalDate,
    Strict,
    WireDate,
    item,
)
from duixian.gateways.protocol.words import Measure, Reason


class ControlItem(Strict):
    """What every controlled object has in common."""

    sequence: int = item("CCXH", "序号", "sequence", default=1, ge=1)
    measure: Measure = item("KZCS", "控制措施", "measure")
    ruling_number: str = item("CKWH", "裁定文书号", "ruling number", min_length=1)
    starts_on: OptionalDate = item("KSRQ", "申请控制开始日期", "from", default=None)
    ends_on: OptionalDate = item("JSRQ", "申请控制结束日期", "to, the last day", default=None)
    original_docket: str = item("YDJAH", "原冻结（查封）案号", "original docket", default="")
    original_request: str = item("YDJDH", "原冻结（查封）请求单号", "original request", default="")

    @model_validator(mode="after")
    def _is_complete(self) -> ControlItem:
        if self.measure.needs_original and not self.original_request:
            raise ValueError("YDJDH: the measure acts on an earlier one and must name its request")
        if self.measure.has_term:
            if self.starts_on is None or self.ends_on is None:
                raise ValueError("KSRQ, JSRQ: the measure has a term and must name its days")
            if self.ends_on < self.starts_on:
                raise ValueError("JSRQ: ends before it starts")
        return self


class AccountOrder(ControlItem):
    """An account to be controlled (kzzh)."""

    object_kind: str = item("KZLX", "控制类型", "1 deposit, 2 other product", pattern="^[12]$")
    account_number: str = item("KHZH", "开户账号", "account", min_length=1)
    account_class: str = item("CCLB", "账户类别", "account class", default="")
    branch: str = item("KHWD", "开户网点", "branch", default="")
    branch_code: str = item("KHWDDM", "开户网点代码", "branch code", default="")
    content: str = item("KZNR", "申请控制内容", "1 the money, 2 the account", pattern="^[12]$")
    currency: str = item("BZ", "币种", "currency", default="CNY")
    amount: OptionalAmount = item("JE", "申请控制金额", "amount", default=None, gt=0)
    court_account_name: str = item("ZXKZHHM", "执行款专户户名", "court account name", default="")
    court_account_bank: str = item("ZXKZHKHH", "执行款专户开户行", "court account bank", default="")
    court_account_bank_number: str = item(
        "ZXKZHKHHHH", "执行款专户开户行行号", "court account bank number", default=""
    )
    court_account_number: str = item("ZXKZHZH", "执行款专户账号", "court account", default="")

    @model_validator(mode="after")
    def _names_its_money(self) -> AccountOrder:
        frees = self.measure in (Measure.LIFT, Measure.LIFT_QUEUED, Measure.RENEW)
        if self.amount is None and not frees:
            raise ValueError("JE: the measure must name an amount")
        if self.measure.takes_money and not self.court_account_number:
            raise ValueError("ZXKZHZH: money goes only to the court's enforcement account")
        return self


class EstateOrder(ControlItem):
    """Real estate to be controlled (BDCQL)."""

    unit_number: str = item("BDCDYH", "不动产单元号", "unit number", min_length=1)
    right_kind: str = item("BDCQLLX", "不动产权利类型", "kind of right", default="房地产权")
    location: str = item("ZL", "坐落", "location", default="")
    certificate: str = item("BDCQZH", "不动产权证号", "certificate", default="")


class VehicleOrder(ControlItem):
    """A vehicle to be controlled; no national message was found."""

    identification: str = item("CLSBDH", "车辆识别代号", "VIN", origin=OURS, min_length=1)
    plate: str = item("HPHM", "机动车登记编号", "plate", origin=OURS, default="")


class ControlOrder(Asked):
    """Control request (控制请求 kzqq), one person, one kind of object."""

    officer_address: str = item("LXFS", "承办人联系地址", "officer's address", default="")
    remark: str = item("BEIZ", "备注", "remark", default="")
    accounts: tuple[AccountOrder, ...] = item("KZZHLIST", "控制账户", "accounts", default=())
    estates: tuple[EstateOrder, ...] = item("BDCQLLIST", "控制权利", "real estate", default=())
    vehicles: tuple[VehicleOrder, ...] = item(
        "KZCLLIST", "控制车辆", "vehicles", origin=OURS, default=()
    )

    @model_validator(mode="after")
    def _controls_one_kind(self) -> ControlOrder:
        if self.nature != "2":
            raise ValueError("XZ of a control request is 2")
        filled = [kind for kind in (self.accounts, self.estates, self.vehicles) if kind]
        if len(filled) != 1:
            raise ValueError("exactly one of KZZHLIST, BDCQLLIST, KZCLLIST must be filled")
        sequences = [target.sequence for target in filled[0]]
        if len(set(sequences)) != len(sequences):
            raise ValueError("CCXH: each object needs its own sequence")
        return self

    @property
    def targets(self) -> tuple[ControlItem, ...]:
        """The objects, of whichever kind."""
        return (*self.accounts, *self.estates, *self.vehicles)


class ControlReceipt(Lenient):
    """Receipt of an order (受理回执): durable at the institution; the result comes later."""

    request_number: str = item("BDHM", "控制请求单号", "request number")
    receipt_number: str = item("SLBH", "受理编号", "receipt number", origin=OURS)
    received_on: WireDate = item("SLRQ", "受理日期", "received on", origin=OURS)


class ControlOutcome(Lenient):
    """What was controlled of one object (kzxx)."""

    sequence: int = item("CCXH", "序号", "sequence")
    account_number: str = item("KHZH", "开户账号", "account", default="")
    unit_number: str = item("BDCDYH", "不动产单元号", "unit number", default="")
    identification: str = item("CLSBDH", "车辆识别代号", "VIN", origin=OURS, default="")
    content: str = item("KZNR", "控制内容", "1 the money, 2 the account", default="")
    state: str = item("KZZT", "控制结果", "1 controlled, 2 not controlled", pattern="^[12]$")
    rank: int | None = item(
        "LHSX",
        "轮候顺位",
        "1 first-ranked and effective, 2 and more queued",
        origin=OURS,
        default=None,
    )
    queued: bool = item("SFLH", "是否轮候", "queued, not yet effective", origin=OURS, default=False)
    balance: OptionalAmount = item("YE", "账户余额", "balance", default=None)
    available: OptionalAmount = item("KYYE", "可用余额", "available balance", default=None)
    starts_on: OptionalDate = item("CSKSRQ", "措施始期", "from; absent while queued", default=None)
    ends_on: OptionalDate = item("CSJSRQ", "措施终期", "to; absent while queued", default=None)
    limit: OptionalAmount = item("DJXE", "冻结限额", "freezing limit", default=None)
    controlled: OptionalAmount = item("SKJE", "实际控制金额", "amount controlled", default=None)
    excess: OptionalAmount = item("CESKJE", "超额控制金额", "above the request", default=None)
    reason: Reason | None = item(
        "WNKZDM", "未能控制原因代码", "reason code", origin=OURS, default=None
    )
    reason_text: str = item("WNKZYY", "未能控制原因", "why it failed", default="")
    registration: str = item("CFYWH", "查封业务号", "registration of the attachment", default="")
    prior: tuple[FreezeFound, ...] = item("DJXX", "在先冻结", "prior measures", default=())
    remark: str = item("BEIZ", "备注", "remark", default="")


class ControlResult(Lenient):
    """Control feedback (控制结果反馈), with the institution's own receipt document (hzxx)."""

    request_number: str = item("BDHM", "控制请求单号", "request number")
    done_on: WireDate = item("FKRQ", "反馈日期", "done on", origin=OURS)
    outcomes: tuple[ControlOutcome, ...] = item("KZXXLIST", "控制结果", "outcomes")
    documents: tuple[Writ, ...] = item("HZXXLIST", "回执文书", "receipt documents", default=())
