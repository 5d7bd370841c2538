"""Made-up contexts of documents, approvals and the manual (样例)."""

from __future__ import annotations

from duixian.portals.components import contexts as show
from duixian.portals.components.contexts import ClockState as State
from duixian.portals.components.sample_case import DOCKET
from duixian.portals.components.samples import TODAY

_DESK = show.Link("工作台", "/gallery/desk/")


def document() -> show.DocumentPage:
    columns = [
        show.Column("受送达人"),
        show.Column("方式"),
        show.Column("送达", "day", "day"),
        show.Column("状态", "term"),
    ]
    return show.DocumentPage(
        "协助冻结存款通知书",
        [_DESK, show.Link(DOCKET, "/gallery/case/"), show.Link("文书")],
        "(2016)皖0202执1187号之四",
        "/gallery/paper/",
        facts=[
            ("签发", "吴明远，2016-12-15"),
            ("印章", "已盖，执行专用章"),
            ("依据", "民事诉讼法第二百四十二条"),
        ],
        actions=[
            show.Action("下载 PDF", "#"),
            show.Action("下载 DOCX", "#"),
            show.Action("送达", "#", "main"),
        ],
        services=show.Table(
            columns,
            [show.Group([show.Row(("徽商银行", "网络", TODAY, show.Term(State.MET, "已回执")))])],
            "送达",
        ),
        sources=[
            ("被执行人", "方某平", "当事人 2"),
            ("冻结金额", "731,745.53", "金额，计至 2016-12-15"),
            ("期限", "一年", "规则 freeze-term"),
        ],
        digest="9c41e07b·5d20",
        status=show.Tag("已生效", "ink"),
    )


def approvals_list() -> list[show.Approval]:
    def sign(weight: str, which: str) -> list[show.Action]:
        return [show.Action("签发", "#", weight, True, describe=f"：{which}")]  # type: ignore[arg-type]

    item, href = show.Approval, "/gallery/act/"
    return [
        item(
            "拘留决定",
            "何某，十五日以下",
            "(2017)皖02执58号",
            href,
            "承办 严立新，等 2 小时",
            "复查通过 · 签后不可撤回",
            actions=sign("final", "拘留决定"),
        ),
        item(
            "罚款决定",
            "芜湖恒舟航运，300,000 元",
            "(2017)皖02执31号",
            href,
            "承办 严立新，等 4 小时",
            "复查通过",
            actions=sign("plain", "罚款决定"),
        ),
        item(
            "延长执行期限",
            "三个月",
            "(2016)皖02执112号",
            href,
            "承办 范静，等 1 天",
            "复查通过",
            actions=sign("plain", "延长执行期限"),
        ),
        item(
            "限制消费令",
            "刘某国",
            "(2017)皖02执77号",
            href,
            refusal=show.RefusalBox("昨日已履行完毕，案款到账"),
            actions=[show.Action("退回", "#", post=True, describe="：限制消费令")],
        ),
    ]


def approvals() -> show.ApprovalsPage:
    columns = [
        show.Column("签发", "moment"),
        show.Column("事项"),
        show.Column("案号", "docket"),
        show.Column("结果"),
    ]
    signed = show.Table(
        columns,
        [show.Group([show.Row((TODAY, "扣划存款", show.Link("(2017)皖02执40号", "#"), "已生效"))])],
        "最近签过的",
    )
    return show.ApprovalsPage(
        "等我签发",
        approvals_list(),
        tabs=[show.Tab("等我签", "#", 4, True, "1"), show.Tab("我提交的", "#", 2, False, "2")],
        signed=signed,
    )


def manual_rooms() -> list[show.ManualRoom]:
    href = "/gallery/manual-act/"
    return [
        show.ManualRoom(
            "案件",
            [
                ("立案", href, "审查申请是否符合条件，七日内立案"),
                ("确定承办人", href, "按规则分案，理由可见"),
            ],
        ),
        show.ManualRoom(
            "措施",
            [
                ("冻结存款", href, "以足以清偿债权和费用为限"),
                ("查封不动产", href, "首封、轮候与期限"),
            ],
        ),
    ]


def manual() -> show.ManualPage:
    return show.ManualPage(manual_rooms())


def manual_act() -> show.ManualActPage:
    return show.ManualActPage(
        "冻结存款",
        "measures.freeze_deposit",
        "把被执行人在银行的存款固定住，不能支取。",
        manual_rooms(),
        ["承办人"],
        [],
        ["民事诉讼法（2012 年修正）第二百四十二条", "法释〔2004〕15 号第二十一条"],
        [
            ("账户", True, "被执行人名下、查询反馈中的账户"),
            ("金额", True, "不超过债权和执行费用"),
            ("期限", False, "空着按法律最长"),
        ],
        [
            ("金额超过债权和费用", "改小金额，或先解除别的冻结"),
            ("户名与被执行人不一致", "先核对身份"),
        ],
        "协助冻结存款通知书",
        ["冻结期限一年，届满前一个月提醒"],
        "POST /api/v1/acts/measures.freeze_deposit",
    )
