"""Made-up contexts of acts, imports, documents, approvals and the manual (样例)."""

from __future__ import annotations

from duixian.portals.components import contexts as show
from duixian.portals.components.sample_case import DOCKET, simple_basis
from duixian.portals.components.samples import TODAY

_DESK = show.Link("工作台", "/gallery/desk/")
_HENGYUE, _FANG = "91349900****5T18", "3499**********0017"


def plan() -> show.ControlPlan:
    row = show.PlanRow
    firm = [
        row("1", "徽商银行 3308", "基本户", 14230577, 14230577, amount=14230577),
        row(
            "2",
            "工商银行 0921",
            "一般户",
            9688000,
            9688000,
            amount=9688000,
            error="最多填 79,762.06：前面各户加上它已超过债权和费用",
        ),
        row(
            "3",
            "建设银行 7714",
            "一般户",
            31800000,
            0,
            "鸠江区法院冻结在先，至 2018-02-11",
            state="queued",
            outcome="轮候第 2 顺位",
            outcome_note="生效前不计入总额",
        ),
        row(
            "4",
            "工商银行 5560",
            "工会经费集中户",
            1840000,
            1840000,
            "豁免：工会经费",
            simple_basis("豁免：工会经费"),
            "kept",
            outcome="不冻结",
        ),
    ]
    person = [
        row(
            "5",
            "邮储银行 2046",
            "养老金发放户",
            641230,
            641230,
            "留 1,080.00，二人一月生活费",
            simple_basis("生活必需费用"),
            amount=533230,
        ),
        row("6", "支付宝 余额", "", 120866, 120866, amount=120866),
    ]
    return show.ControlPlan(
        "控制方案",
        [
            show.PlanGroup("芜湖恒岳机械有限公司", _HENGYUE, firm),
            show.PlanGroup("方某平", _FANG, person),
        ],
        "本次冻结（元）",
        "本次冻结合计，4 户（另轮候 1 户）",
        24572673,
        "系统先填：可用余额优先，够了就停；您可以改",
    )


def refusal() -> show.RefusalBox:
    return show.RefusalBox(
        "暂不能提交：合计比本次最多多出 17,117.94 元",
        "冻结以足以清偿债权和执行费用为限，不得明显超标的额。",
        "法释〔2004〕15 号第二十一条",
        cures=[
            show.Action("把工商银行 0921 改为 79,762.06", "#", post=True, fields={"cure": "1"}),
            show.Action("不冻方某平两户，工商改为 86,303.02", "#", post=True, fields={"cure": "2"}),
        ],
    )


def cap() -> show.Cap:
    line = show.MoneyLine
    return show.Cap(
        [
            line("债权", 28641260, basis=simple_basis("债权")),
            line("执行申请费", 419619, basis=simple_basis("执行申请费")),
            line("债权与执行费用", 29060879, "sum"),
            line("保全时已冻结", -6200000, link=show.Link("(2016)皖0202执保88号", "#")),
            line("本次最多", 22860879, "sum"),
        ],
        29060879,
        [
            show.CapPart("保全", 6200000, True),
            show.CapPart("徽商", 14230577),
            show.CapPart("工商", 9688000),
            show.CapPart("邮储", 533230),
            show.CapPart("支付宝", 120866),
        ],
        TODAY,
    )


def act() -> show.ActPage:
    field = show.FormField
    rest = [
        field(
            "term",
            "冻结期限",
            "choice",
            True,
            "365",
            choices=[("365", "一年（法律最长）"), ("180", "六个月")],
            beside="至 2018-05-17",
            basis=simple_basis("冻结期限"),
        ),
        field("remind", "续行提醒", "static", value="2018-04-17 起每周提醒，届满当日逐级上报"),
        field(
            "way",
            "送达方式",
            "radio",
            True,
            "net",
            choices=[("net", "网络（工、建、徽商、邮储、支付宝均可）"), ("desk", "临柜")],
        ),
        field("by", "执行人员", value="吴明远、程立", readonly=True, help="工作证号已在总对总备案"),
    ]
    return show.ActPage(
        title="冻结存款",
        place=[_DESK, show.Link("(2017)皖0202执512号", "/gallery/case/"), show.Link("办理")],
        lead="安徽皖江小额贷款有限公司 → 芜湖恒岳机械有限公司、方某平（连带保证）　今晨 07:41 答复已齐，6 个账户",
        provisions="民事诉讼法第二百四十二条；法释〔2004〕15 号第五条、第二十一条",
        provisions_basis=simple_basis("冻结存款的条文"),
        form=show.ActForm(
            post_href="/gallery/act/",
            key="4d1f7a8e",
            submit="冻结 4 户，轮候 1 户",
            plan=plan(),
            sections=[show.FieldSection("其余事项", rest, "已按法律上限和本案记录填好")],
            draft_href="/gallery/act/",
            refusal=refusal(),
        ),
        cap=cap(),
        then=[
            "生成冻结裁定和五份协助冻结存款通知书，加盖电子印章",
            "发往五家机构，逐家显示回执；失败的可单独重试",
            "起算冻结期限；三日内送达方某平、恒岳机械，至 05-20，周六，顺延至 05-22",
            "回执齐后，提出「扣划」或「通知被执行人履行」",
        ],
        preview=show.PaperPreview(
            "安徽省芜湖市镜湖区人民法院",
            "协助冻结存款通知书",
            "(2017)皖0202执512号之一",
            "徽商银行股份有限公司：",
            [
                "本院在执行安徽皖江小额贷款有限公司与芜湖恒岳机械有限公司、方某平借款合同纠纷一案中，"
                "请协助冻结被执行人芜湖恒岳机械有限公司在你行账户（尾号 3308）存款人民币"
                "壹拾肆万贰仟叁佰零伍元柒角柒分，期限一年。"
            ],
            "文书预览：协助冻结存款通知书，第一份，共五份",
        ),
    )


def fields() -> list[show.FormField]:
    """One field of each kind, with an error, a help, a reading only one."""
    field = show.FormField
    return [
        field(
            "debtor",
            "被执行人",
            "reference",
            True,
            "",
            search_href="/gallery/options/",
            help="按姓名、名称或证件号后四位查找",
        ),
        field(
            "amount",
            "罚款金额",
            "money",
            True,
            "120,000.00",
            error="最多填 100,000.00：对个人的罚款不超过十万元",
            basis=simple_basis("罚款上限"),
        ),
        field("on", "发生日期", "date", True, "2017-05-17", maximum="2017-05-17"),
        field("days", "期限", "number", value="15", unit="天"),
        field("ground", "事由", "choice", True, choices=[("a", "未报告财产"), ("b", "虚假报告")]),
        field("kind", "方式", "radio", value="a", choices=[("a", "直接送达"), ("b", "公告送达")]),
        field(
            "whom",
            "送达",
            "multi",
            value=["a"],
            choices=[("a", "申请执行人"), ("b", "被执行人"), ("c", "担保人")],
        ),
        field("facts", "事实和理由", "textarea", True, "", help="写清何时、何人、何事"),
        field("file", "材料", "file", accept=".pdf,.jpg", help="PDF 或照片，每份不超过 20 MB"),
        field("urgent", "加急", "check"),
        field("officer", "承办人", value="吴明远", readonly=True),
    ]


def form() -> show.ActPage:
    return show.ActPage(
        title="罚款决定",
        place=[_DESK, show.Link(DOCKET, "/gallery/case/"), show.Link("办理")],
        lead="芜湖皖江建材有限公司 → 方某平等 2 人",
        provisions="民事诉讼法第一百一十一条、第一百一十五条",
        form=show.ActForm(
            post_href="/gallery/form/",
            key="a1b2c3",
            submit="送院长签发",
            sections=[show.FieldSection("事项", fields())],
            draft_href="/gallery/form/",
            irreversible="签发后不可撤回，只能复议。",
            signers="须院长签发，签发时按当日法律再查一次。",
        ),
        then=["院长签发", "生成罚款决定书，加盖电子印章", "送达方某平，三日内可以申请复议"],
    )


def _bulk_cases(after: bool) -> list[show.BulkCase]:
    href = "/gallery/case/"
    case, ready = show.BulkCase, "done" if after else "ready"
    return [
        case("1", "(2017)皖0202执497号", href, "李某珍 → 芜湖润科商贸有限公司", ready),  # type: ignore[arg-type]
        case("2", "(2017)皖0202执498号", href, "周某富 → 芜湖润科商贸有限公司", ready),  # type: ignore[arg-type]
        case(
            "3",
            "(2017)皖0202执499号",
            href,
            "钱某 → 芜湖润科商贸有限公司",
            "failed" if after else "ready",
            "文书编号服务没有应答。" if after else "",
            "可单独重试。" if after else "",
        ),
        case(
            "4",
            "(2017)皖0202执455号",
            href,
            "安徽皖江小额贷款有限公司 → 郑某",
            "refused",
            "已于 05-08 签发过通知。",
            "不再重复；要补充送达，办「送达」。",
            show.Link("送达", "/gallery/act/"),
        ),
    ]


def bulk() -> show.BulkPage:
    field = show.FormField("days", "限其履行", "number", True, "10", unit="日内")
    return show.BulkPage(
        "签发执行通知",
        [_DESK, show.Link("批量办理")],
        _bulk_cases(False),
        show.ActForm(
            "/gallery/bulk-done/", "b7", "签发 3 件", [show.FieldSection("共同事项", [field])]
        ),
        provisions="民事诉讼法第二百四十条",
    )


def bulk_done() -> show.BulkPage:
    return show.BulkPage(
        "签发执行通知",
        [_DESK, show.Link("批量办理")],
        _bulk_cases(True),
        progress=show.Progress(
            "签发执行通知",
            3,
            3,
            finished=True,
            counts=[("已办", 2), ("没办成", 1)],
            note="09:12 办完，用时 2 秒",
        ),
        finished=True,
        retry=show.Action("重试 1 件", "#", "main", True),
    )


def inquiry_progress() -> show.Progress:
    return show.Progress(
        "查询 60 家",
        60,
        60,
        finished=True,
        counts=[("已答", 58), ("失败", 2)],
        note="完成",
        failures=[("芜湖扬子农村商业银行", "户名不符"), ("车辆管理所", "超时")],
        actions=[show.Action("重试 2 家", "#", post=True)],
    )


# ---- import


def import_upload() -> show.ImportPage:
    columns = [
        show.Column("时间", "moment"),
        show.Column("文件"),
        show.Column("导入", "num"),
        show.Column("有问题", "num"),
    ]
    return show.ImportPage(
        "upload",
        "/gallery/import-preview/",
        limits=".xlsx 或 .csv，不超过 50 MB、200,000 行",
        template_href="#",
        guide_href="#",
        error="读不出表头：第 1 至 20 行里没有找到「案号」或「申请执行人」。请确认上传的是收案表。",
        earlier=show.Table(
            columns, [show.Group([show.Row((TODAY, "2017年4月收案.xlsx", 1204, 31))])], "以前的导入"
        ),
    )


def _problems() -> list[show.Problem]:
    item = show.Problem
    return [
        item(
            14,
            "被执行人证件号",
            "34990019740215001",
            "证件号只有 17 位。",
            "身份证号码应为 18 位，请核对原件。",
        ),
        item(27, "立案日期", "2017.2.30", "没有这一天。", "写成 2017-02-28 这样的日期。"),
        item(27, "标的额", "一百二十万左右", "读不成金额。", "写成 1200000 或 120万元。"),
        item(103, "案号", "(2017)皖0299执12号", "没有代字 0299 的法院。", "镜湖区法院为 0202。"),
        item(118, "申请执行人", "", "没有填。", "至少写一名申请执行人。"),
        item(240, "立案日期", "2016/12/31", "这天是周六。", "确属当日立案就不用改。", False),
    ]


def import_preview() -> show.ImportPage:
    match = show.ColumnMatch
    columns = [
        show.Column("案号", "docket", "docket"),
        show.Column("当事人", "parties"),
        show.Column("立案", "day", "day"),
        show.Column("标的额（元）", "money", "money"),
    ]
    rows = [
        show.Row(
            ("(2017)皖0202执601号", show.Parties("陈某", "芜湖恒舟航运有限公司"), TODAY, 12000000)
        ),
        show.Row(("(2017)皖0202执602号", show.Parties("孙某华", "黄某东"), TODAY, 4530000)),
    ]
    return show.ImportPage(
        "preview",
        "/gallery/import/",
        "2017年5月收案.xlsx",
        rows_total=20000,
        rows_clean=19771,
        rows_repeated=198,
        rows_bad=31,
        matches=[
            match("案  号", "案号", "(2017)皖0202执601号"),
            match("申请人", "申请执行人", "陈某"),
            match("标的(万元)", "标的额（万元）", "12"),
            match("备注", "", "—"),
        ],
        problems=_problems(),
        problems_pages=show.Pages(1, 6, 31, "", "?page=2"),
        sample=show.Table(columns, [show.Group(rows)], "读成这样"),
        confirm=show.Action("导入 19,771 件", "/gallery/import-done/", "main", True),
        cancel=show.Action("不导入", "/gallery/import/"),
        error_file_href="#",
    )


def import_done() -> show.ImportPage:
    return show.ImportPage(
        "finished",
        "/gallery/import/",
        "2017年5月收案.xlsx",
        rows_total=20000,
        rows_clean=19771,
        rows_repeated=198,
        rows_bad=31,
        problems=_problems()[:3],
        error_file_href="#",
        progress=show.Progress(
            "导入",
            19771,
            19771,
            finished=True,
            counts=[("已立案", 19771), ("有问题", 31)],
            note="用时 3 分 12 秒",
        ),
        results=show.Link("看导入的案件", "/gallery/cases/"),
    )
