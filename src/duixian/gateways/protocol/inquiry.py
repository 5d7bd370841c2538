"""Inquiry (查询): request, receipt, and the answer with everything the debtor owns there."""

from __future__ import annotations

import base64
import binascii
import hashlib

from pydantic import model_validator

from duixian.gateways.protocol.envelope import Identifier
from duixian.gateways.protocol.items import (
    OURS,
    Lenient,
    OptionalAmount,
    OptionalDate,
    Strict,
    WireAmount,
    WireDate,
    item,
)
from duixian.gateways.protocol.words import InstitutionKind

NO_ACCOUNT = "查无开户信息"


class Writ(Strict):
    """A legal document that travels with a request (法律文书 wsinfo)."""

    sequence: int = item("XH", "序号", "sequence", default=1)
    file_name: str = item("WJMC", "文件名称", "file name", min_length=1)
    file_type: str = item("WJLX", "文件类型", "file format", default="pdf")
    kind: str = item("WSLB", "文书类别", "kind of document", min_length=1)
    content: str = item("WSNR", "文书内容", "content, base64", min_length=1)
    md5: str = item("MD5", "文书MD5", "digest, lower-case hexadecimal")
    sha256: str = item("SHA256", "文书SHA-256", "second digest", origin=OURS)

    @classmethod
    def of(cls, file_name: str, kind: str, content: bytes, *, file_type: str = "pdf") -> Writ:
        """A writ with its digests computed; the one way our side makes one."""
        return cls(
            file_name=file_name,
            file_type=file_type,
            kind=kind,
            content=base64.b64encode(content).decode(),
            md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
            sha256=hashlib.sha256(content).hexdigest(),
        )

    def is_whole(self) -> bool:
        """True when the content matches both digests."""
        try:
            content = base64.b64decode(self.content, validate=True)
        except (binascii.Error, ValueError):
            return False
        plain = hashlib.md5(content, usedforsecurity=False).hexdigest()
        return plain == self.md5 and hashlib.sha256(content).hexdigest() == self.sha256


class Asked(Strict):
    """What every request says of the person, the court and the officer (M1 and M9 alike)."""

    request_number: Identifier = item("BDHM", "请求单号", "request number")
    institution_kind: InstitutionKind = item("LB", "类别", "class of institution")
    nature: str = item("XZ", "性质", "1 query, 2 control", pattern="^[12]$")
    name: str = item("XM", "姓名", "name", min_length=1, max_length=200)
    country: str = item("GJ", "国家地区", "country or region", default="中国")
    document_kind: str = item("ZJLX", "证件类型", "document kind", min_length=1)
    id_number: str = item(
        "DSRZJHM",
        "证件/组织机构号码",
        "identity number or credit code",
        pattern="^[0-9A-Z]{15,18}$",
    )
    court_name: str = item("FYMC", "执行法院名称", "court name", min_length=1)
    court_code: str = item("FYDM", "执行法院代码", "court code", min_length=1)
    officer: str = item("CBR", "承办法官", "officer in charge", min_length=1)
    officer_telephone: str = item("YHDH", "承办法官联系电话", "officer's telephone", default="")
    docket_number: str = item("AH", "执行案号", "docket number", min_length=1)
    work_card: str = item("GZZBH", "工作证编号", "work-card number", min_length=1)
    duty_card: str = item("GWZBH", "公务证编号", "official-duty card number", min_length=1)
    notice_name: str = item("CKH", "法律文书名称", "name of the notice", default="")
    writs: tuple[Writ, ...] = item("WSLIST", "法律文书", "writs", origin=OURS, default=())
    callback: str | None = item(
        "HDDZ", "反馈推送地址", "address for a push", origin=OURS, default=None, max_length=500
    )


class InquiryRequest(Asked):
    """Query request (查询请求 cxqq)."""

    transactions_from: OptionalDate = item(
        "CKKSSJ", "资金往来查询开始时间", "transactions wanted from", default=None
    )
    transactions_to: OptionalDate = item(
        "CKJSSJ", "资金往来查询结束时间", "transactions wanted to", default=None
    )
    writ_number: str = item("WSBH", "文书编号", "document number", default="")

    @model_validator(mode="after")
    def _is_a_query(self) -> InquiryRequest:
        if self.nature != "1":
            raise ValueError("XZ of an inquiry is 1")
        return self


class InquiryReceipt(Lenient):
    """Receipt of a request (受理回执): accepted, the answer comes later."""

    request_number: str = item("BDHM", "请求单号", "request number")
    receipt_number: str = item("SLBH", "受理编号", "receipt number", origin=OURS)
    received_on: WireDate = item("SLRQ", "受理日期", "received on", origin=OURS)


class FreezeFound(Lenient):
    """A measure already on the account (司法强制措施 djxx)."""

    sequence: int = item("CSXH", "措施序号", "sequence, 1 is first-ranked")
    ends_on: OptionalDate = item("DJJZRQ", "冻结截止日", "ends on", default=None)
    authority: str = item("DJJG", "冻结机关", "authority", default="")
    document_number: str = item("DJWH", "冻结文号", "document number", default="")
    amount: OptionalAmount = item("DJJE", "冻结金额", "amount", default=None)
    queued: bool = item("SFLH", "是否轮候", "queued, not yet effective", origin=OURS, default=False)
    remark: str = item("BEIZ", "备注", "remark", default="")


class SubAccountFound(Lenient):
    """Sub-account (关联子账户 glxx)."""

    sequence: int = item("GLXH", "子账户序号", "sequence")
    number: str = item("GLZHHM", "子账户账号", "number")
    account_class: str = item("GLZHLB", "子账户类别", "class", default="")
    currency: str = item("BZ", "计价币种", "currency", default="CNY")
    balance: WireAmount = item("YE", "资产数额", "balance")
    available: WireAmount = item("KYYE", "可用资产数额", "available")


class ProductFound(Lenient):
    """Financial product held through the bank (金融资产 jrxx)."""

    sequence: int = item("ZCXH", "金融资产序号", "sequence")
    name: str = item("ZCMC", "金融资产名称", "name")
    kind: str = item("ZCLX", "金融资产类型", "type", default="")
    sale_kind: str = item("CPXSZL", "产品销售种类", "own or agency product", default="")
    product_number: str = item("JRCPBH", "金融产品编号", "product number", default="")
    product_account: str = item("LCZH", "理财账号", "product account", default="")
    proceeds_account: str = item("ZJHKZH", "资金回款账户", "proceeds account", default="")
    amount: WireAmount = item("SE", "数量/份额/金额", "amount")
    controllable: WireAmount = item("KYSE", "可控数量/份额/金额", "of which controllable")


class PriorityFound(Lenient):
    """Co-ownership or priority right (共有权/优先权 qlxx)."""

    sequence: int = item("XH", "序号", "sequence")
    kind: str = item("QLLX", "权利类型", "kind of right")
    holder: str = item("QLR", "权利人", "holder", default="")
    amount: OptionalAmount = item("QLJE", "权利金额", "amount", default=None)


class TransactionFound(Lenient):
    """A movement of money (资金往来 wlxx)."""

    sequence: int = item("WLXH", "资金往来序号", "sequence")
    direction: str = item("ZJLX", "借贷方向", "debit 借 or credit 贷")
    amount: WireAmount = item("JE", "交易金额", "amount")
    on: WireDate = item("JYSJ", "交易日期", "date")
    serial: str = item("JYLSH", "交易流水号", "transaction serial", default="")
    counterparty: str = item("ZCKZXM", "交易对方姓名", "counterparty", default="")
    counterparty_account: str = item("ZCKZH", "交易对方账号", "counterparty account", default="")


class AccountFound(Lenient):
    """An account and what hangs on it (账户 zhxx)."""

    sequence: int = item("CCXH", "账户序号", "account sequence")
    number: str = item("KHZH", "开户账号", "account number, or a sentence when there is none")
    account_class: str = item("CCLB", "账户类别", "account class", default="")
    state: str = item("ZHZT", "账户状态", "account state", default="")
    branch: str = item("KHWD", "开户网点", "branch", default="")
    branch_code: str = item("KHWDDM", "开户网点代码", "branch code", default="")
    opened_on: OptionalDate = item("KHRQ", "开户日期", "opened on", default=None)
    closed_on: OptionalDate = item("XHRQ", "销户日期", "closed on", default=None)
    currency: str = item("BZ", "计价币种", "currency", default="CNY")
    balance: OptionalAmount = item("YE", "资产数额", "balance", default=None)
    available: OptionalAmount = item("KYYE", "可用资产数额", "available balance", default=None)
    linked_account: str = item("GLZJZH", "关联资金账户", "linked cash account", default="")
    answered_at: str = item("FKSJ", "反馈结果时间", "feedback time", default="")
    remark: str = item("BEIZ", "备注", "remark", default="")
    protected: bool = item(
        "SFZYZH",
        "是否依法不得冻结的专用账户",
        "may not be frozen by law",
        origin=OURS,
        default=False,
    )
    freezes: tuple[FreezeFound, ...] = item("DJXX", "司法强制措施", "freezes", default=())
    sub_accounts: tuple[SubAccountFound, ...] = item("GLXX", "子账户", "sub-accounts", default=())
    products: tuple[ProductFound, ...] = item("JRXX", "金融资产", "products", default=())
    priorities: tuple[PriorityFound, ...] = item("QLXX", "优先权", "priority rights", default=())
    transactions: tuple[TransactionFound, ...] = item(
        "WLXX", "资金往来", "transactions", default=()
    )

    @property
    def is_an_account(self) -> bool:
        """KHZH may hold a sentence instead of a number; only digits are an account."""
        return self.number.replace("-", "").isdigit()


class HolderFound(Lenient):
    """A holder of real estate (权利人 QLRXX)."""

    order: int = item("SXH", "顺序号", "order", default=1)
    name: str = item("QLRMC", "权利人名称", "name")
    document_kind: str = item("ZJZL", "证件种类", "document kind", default="")
    id_number: str = item("ZJH", "证件号", "document number", default="")
    share: str = item("QLBL", "权利比例", "share, as a fraction", default="")
    ownership: str = item("GYFS", "共有方式", "manner of co-ownership", default="")


class MortgageFound(Lenient):
    """A mortgage registered (抵押权 DYAQ)."""

    mortgagee: str = item("DYQR", "抵押权人", "mortgagee")
    mortgagor: str = item("DYR", "抵押人", "mortgagor", default="")
    secured: OptionalAmount = item("BDBZZQSE", "被担保主债权数额", "secured amount", default=None)
    certificate: str = item("BDCDJZMH", "不动产登记证明号", "certificate", default="")


class SealFound(Lenient):
    """An attachment registered (查封登记 CFDJ); item codes of this list were not found."""

    sequence: int = item("CSXH", "措施序号", "sequence, 1 is first-ranked")
    authority: str = item("CFJG", "查封机关", "authority", origin=OURS, default="")
    document_number: str = item("CFWH", "查封文号", "document number", origin=OURS, default="")
    starts_on: OptionalDate = item("CFQSSJ", "查封起始", "from", origin=OURS, default=None)
    ends_on: OptionalDate = item("CFJSSJ", "查封截止", "ends on", origin=OURS, default=None)
    queued: bool = item("SFLH", "是否轮候", "queued, not yet effective", origin=OURS, default=False)


class EstateFound(Lenient):
    """A house or land right (房地产权 FDCQ)."""

    unit_number: str = item("BDCDYH", "不动产单元号", "unit number", min_length=1)
    right_kind: str = item("BDCQLLX", "不动产权利类型", "kind of right", default="房地产权")
    location: str = item("ZL", "坐落", "location", default="")
    planned_use: str = item("GHYT", "规划用途", "planned use", default="")
    floor_area: str = item("JZMJ", "建筑面积", "floor area, square metres", default="")
    certificate: str = item("BDCQZH", "不动产权证号", "certificate", default="")
    registry: str = item("DJJG", "登记机构", "registry", default="")
    registered_on: OptionalDate = item(
        "DJSJ", "登记时间", "registered on", origin=OURS, default=None
    )
    co_ownership: str = item("GYQK", "共有情况", "co-ownership", default="")
    state: str = item("QSZT", "权属状态", "state of the right", default="现势")
    holders: tuple[HolderFound, ...] = item("QLRXXLIST", "权利人", "holders", default=())
    mortgages: tuple[MortgageFound, ...] = item("DYAQLIST", "抵押权", "mortgages", default=())
    seals: tuple[SealFound, ...] = item("CFDJLIST", "查封登记", "attachments", default=())


class VehicleFound(Lenient):
    """A motor vehicle (车辆); no national message was found, so the codes are ours."""

    plate: str = item("HPHM", "机动车登记编号", "plate", origin=OURS)
    plate_kind: str = item("HPZL", "号牌种类", "plate kind", origin=OURS, default="")
    brand: str = item("CLPP", "车辆品牌", "brand", origin=OURS, default="")
    vehicle_kind: str = item("CLLX", "车辆类型", "vehicle kind", origin=OURS, default="")
    identification: str = item("CLSBDH", "车辆识别代号", "VIN", origin=OURS, min_length=1)
    engine_number: str = item("FDJH", "发动机号", "engine number", origin=OURS, default="")
    registered_on: OptionalDate = item(
        "CCDJRQ", "注册登记日期", "registered", origin=OURS, default=None
    )
    use: str = item("SYXZ", "使用性质", "use", origin=OURS, default="")
    colour: str = item("CSYS", "车身颜色", "colour", origin=OURS, default="")
    state: str = item("ZT", "机动车状态", "state", origin=OURS, default="正常")
    registry: str = item("DJJG", "注册登记机关", "registry", default="")
    owner_name: str = item("SYR", "机动车所有人", "owner", origin=OURS)
    owner_id_number: str = item("SFZMHM", "所有人证件号码", "owner's number", origin=OURS)
    mortgages: tuple[MortgageFound, ...] = item("DYAQLIST", "抵押", "mortgages", default=())
    seals: tuple[SealFound, ...] = item("CFDJLIST", "查封登记", "seals", default=())


class InquiryAnswer(Lenient):
    """Answer to an inquiry (查询反馈), and whose property it is."""

    request_number: str = item("BDHM", "查询请求单号", "request number")
    name: str = item("XM", "被查询人姓名", "name of the person answered about")
    id_number: str = item("DSRZJHM", "证件号码", "number of the person answered about")
    answered_on: WireDate = item("FKRQ", "反馈日期", "answered on", origin=OURS)
    accounts: tuple[AccountFound, ...] = item("ZHXXLIST", "账户", "accounts", default=())
    estates: tuple[EstateFound, ...] = item("FDCQLIST", "房地产权", "real estate", default=())
    vehicles: tuple[VehicleFound, ...] = item(
        "CLXXLIST", "车辆", "vehicles", origin=OURS, default=()
    )
