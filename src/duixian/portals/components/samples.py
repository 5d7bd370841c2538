"""Made-up contexts for the gallery (样例): one for each part and page. Nobody here exists."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.html import format_html

from duixian.portals.components import contexts as show
from duixian.portals.components.contexts import ClockState as State

TODAY = date(2017, 5, 17)
COURT = "芜湖市镜湖区人民法院"


def shell(current: str = "工作台", toasts: bool = False) -> show.Shell:
    places = (
        ("工作台", "/gallery/desk/"),
        ("案件", "/gallery/cases/"),
        ("导入", "/gallery/import/"),
        ("审批", "/gallery/approvals/"),
        ("看板", "/gallery/board/"),
        ("手册", "/gallery/manual/"),
    )
    return show.Shell(
        court=COURT,
        home_href="/gallery/",
        nav=[show.NavItem(label, href, label == current) for label, href in places],
        person="吴明远",
        post="承办人，执行一组",
        search_href="/gallery/cases/",
        search_hint="案号、当事人、证件号后四位",
        working=show.Progress("查询", 47, 60),
        working_href="/gallery/progress/",
        links=[show.Link("权限表", "/gallery/matrix/")],
        toasts=[show.Toast("已签发执行通知 3 件。", show.Link("看汇总", "/gallery/bulk-done/"))]
        if toasts
        else [],
    )


# ---- the desk

_TONES = {
    "逾期": (State.MISSED, False),
    "今天": (State.RUNNING, True),
    "已停": (State.PAUSED, False),
    "剩 7": (State.RUNNING, True),
}


def _term(words: str) -> show.Term:
    state, pressing = _TONES.get(words[:3].strip(), _TONES.get(words[:2], (State.RUNNING, False)))
    return show.Term(state, words, pressing)


def _row(line: str, picked: bool = False) -> show.Row:
    """A row of the work list from its words: 期限|事|案号|申请执行人|被执行人|标记|尚欠|下一步."""
    term, what, docket, creditors, debtors, flag, owed, verb = line.split("|")
    reads_only = verb.startswith("看")
    next_act = show.Action(
        verb,
        "/gallery/case/" if reads_only else "/gallery/act/",
        weight="link" if reads_only else "plain",
        describe=f"：{docket}",
    )
    return show.Row(
        (
            _term(term),
            what,
            show.Link(docket, "/gallery/case/"),
            show.Parties(creditors, debtors),
            (show.Tag(flag, "ink"),) if flag else (),
            int(owed),
            next_act,
        ),
        key=docket,
        label=docket,
        href="/gallery/case/",
        selected=picked,
    )


def desk_columns() -> list[show.Column]:
    return [
        show.Column("期限", "term", "term", "?sort=-due", "ascending"),
        show.Column("到期的事", width="what"),
        show.Column("案号", "docket", "docket"),
        show.Column("申请执行人 → 被执行人", "parties"),
        show.Column("标记", "tags", "tags"),
        show.Column("尚欠（元）", "money", "money", "?sort=-owed"),
        show.Column("下一步", "act", "act"),
    ]


_OVERDUE = """
逾期 5 天|案款发放|(2016)皖0202执1042号|徐某莲|芜湖润科商贸有限公司|涉民生|4620000|发放案款
逾期 2 天|核实财产线索|(2017)皖0202执211号|赵某根|孙某、安徽云岭建筑劳务有限公司||31268050|登记核实结果
逾期 1 天|冻结后通知被执行人|(2017)皖0202执468号|芜湖江城融资担保有限公司|何某||120435000|送达冻结裁定
"""
_DUE_TODAY = """
今天|执行通知、报告令|(2017)皖0202执497号|李某珍|芜湖润科商贸有限公司|涉民生|2841500|签发执行通知
今天|执行通知、报告令|(2017)皖0202执498号|周某富|芜湖润科商贸有限公司|涉民生|3106000|签发执行通知
今天|执行通知、报告令|(2017)皖0202执499号|钱某|芜湖润科商贸有限公司|涉民生|2790000|签发执行通知
今天|首次网络查询|(2017)皖0202执455号|安徽皖江小额贷款有限公司|郑某、郑某山||48600000|发起网络查询
今天|审查纳入失信申请|(2016)皖0202执1311号|王某|芜湖市某某街道办事处|涉党政机关|92000000|作出决定
今天|评估报告送达当事人|(2016)皖0202执860号|吴某、吴某兰|安徽长街食品有限公司||276311842|送达报告
"""
_COMING = """
明天|异议期满，启动拍卖|(2016)皖0202执733号|芜湖市某商业银行|安徽澄江装饰工程有限公司||418000000|拟定拍卖方案
已停 9 天|执行期限：异议审查|(2017)皖0202执118号|汪某海|芜湖恒舟航运有限公司||153000000|看异议进展
周五|上报合议庭评议|(2016)皖0202执1187号|芜湖皖江建材有限公司|方某平等 2 人||73174553|提请评议
周五|约谈申请执行人|(2017)皖0202执302号|刘某|黄某东||6430000|记录约谈
"""
_PICKED = 4  # of those due today


def _rows(lines: str, picked: int = 0) -> list[show.Row]:
    return [_row(line, at < picked) for at, line in enumerate(lines.strip().splitlines())]


def desk_groups() -> list[show.Group]:
    return [
        show.Group(_rows(_OVERDUE), "已逾期", 3),
        show.Group(_rows(_DUE_TODAY, _PICKED), "今天到期", 6),
        show.Group(_rows(_COMING), "明天和周五", 11, "按尚欠金额显示前 4 件"),
    ]


def bulk_bar() -> show.BulkBar:
    return show.BulkBar(
        "/gallery/bulk/",
        4,
        [("notice", "签发执行通知", 3), ("inquiry", "发起网络查询", 4)],
        "455 号已于 05-08 签发过通知，不再重复。每件各办各的，末尾给出汇总。",
        export_href="/gallery/cases/",
    )


def _load() -> list[show.LoadDay]:
    due = (6, 4, 7, 0, 0, 11, 5, 8, 3, 6, 4, 0, 0, 0, 9, 5)
    off, made_up = {3, 4, 11, 12, 13}, {10}
    return [
        show.LoadDay(TODAY + timedelta(days=index), number, index not in off, index in made_up)
        for index, number in enumerate(due)
    ]


_ANSWERS = """
徽商银行|14230577|(2017)皖0202执512号 · 07:41|冻结
中国工商银行|9688000|(2017)皖0202执512号 · 07:40|冻结
不动产登记中心 住宅 1 套||(2017)皖0202执455号 · 06:15|查封
车辆管理所 轿车 1 辆||(2016)皖0202执1298号 · 昨天|查封
查无财产 9 份，拒收 1 份||拒收：证件号与户名不符，须更正后重查|一并归档
"""
_LAPSING = """
存款冻结 210,000.00 元||(2016)皖0202执402号 · 05-19 失效，剩 2 天|续行
轿车查封 皖B·7K2**||(2015)镜执字第1822号 · 05-23 失效，剩 6 天|续行
"""
_WAITING = """
徐某莲|4620000|逾期 5 天|(2016)皖0202执1042号 · 到账 04-12
皖江建材|8800000|剩 7 天|(2016)皖0202执1187号 · 到账 04-24
刘某|6200000|剩 21 天|(2017)皖0202执302号 · 到账 05-08
"""


def _to_do(lines: str) -> list[show.SideItem]:
    items = []
    for line in lines.strip().splitlines():
        text, amount, small, verb = line.split("|")
        act = show.Action(verb, "/gallery/act/", describe=f"：{text}")
        items.append(show.SideItem(text, int(amount) if amount else None, small=small, action=act))
    return items


def _to_pay(lines: str) -> list[show.SideItem]:
    split = (line.split("|") for line in lines.strip().splitlines())
    return [
        show.SideItem(who, int(amount), True, _term(term), small)
        for who, amount, term, small in split
    ]


def _side() -> list[show.SideList]:
    return [
        show.SideList("新到反馈", _to_do(_ANSWERS), 14, link=show.Link("全部", "#")),
        show.SideList("案款待发", _to_pay(_WAITING), 3, 19620000),
        show.SideList("措施将失效", _to_do(_LAPSING), 2, note="七日内"),
    ]


def desk() -> show.DeskPage:
    tabs = [
        ("今天要办", 9),
        ("反馈未处理", 14),
        ("案款待发", 3),
        ("措施将失效", 11),
        ("涉民生优先", 27),
        ("满五个月", 22),
        ("润科系列", 18),
        ("全部在办", 312),
    ]
    return show.DeskPage(
        today=TODAY,
        lead=format_html(
            "今天 <b>{} 件到期</b>，另有 <b>{} 件已逾期</b>。昨夜收到 14 份反馈，其中 4 份查到财产，"
            "存款宜先冻结。在办 312 件，其余 292 件本周无事。",
            6,
            3,
        ),
        tabs=[
            show.Tab(label, "#", number, index == 0, str(index + 1))
            for index, (label, number) in enumerate(tabs)
        ],
        table=show.Table(
            desk_columns(),
            desk_groups(),
            "按到期先后排列；空格键选中，回车打开案件",
            selects=True,
            fixed=True,
        ),
        bulk=bulk_bar(),
        load=_load(),
        side=_side(),
        save_filter_href="#",
    )


def empty_desk() -> show.DeskPage:
    """A desk with nothing due: the empty states are designed, too."""
    nothing = show.Empty(
        "今天没有到期的事",
        "最近一件：05-19 存款冻结失效，(2016)皖0202执402号。",
        show.Action("看本周", "#"),
    )
    return show.DeskPage(
        today=TODAY,
        lead="今天没有到期的事，也没有逾期。",
        tabs=[show.Tab("今天要办", "#", 0, True, "1"), show.Tab("全部在办", "#", 0, False, "2")],
        table=show.Table(desk_columns(), [], "今天要办", selects=True, empty=nothing),
        bulk=show.BulkBar("/gallery/bulk/"),
        load=[show.LoadDay(day.day, 0, day.working, day.made_up) for day in _load()],
        side=[show.SideList("新到反馈", [], 0, empty="没有新的反馈。")],
    )


def cases() -> show.CasesPage:
    rows = [row for group in desk_groups() for row in group.rows]
    return show.CasesPage(
        title="案件",
        lead="本院在办和已结案件，您能看的都在这里。",
        table=show.Table(
            desk_columns(),
            [show.Group([show.Row(r.cells, r.key, r.label, r.href) for r in rows])],
            "案件",
            selects=True,
            fixed=True,
            pages=show.Pages(1, 13, 4312, "", "?page=2"),
        ),
        bulk=show.BulkBar("/gallery/bulk/", 0, [("notice", "签发执行通知", None)]),
        filters=[
            show.FormField(
                "state",
                "状态",
                "choice",
                choices=[("open", "在办"), ("closed", "已结")],
                value="open",
            ),
            show.FormField("officer", "承办人", "choice", choices=[("1", "吴明远"), ("2", "程立")]),
            show.FormField("since", "立案不早于", "date"),
            show.FormField("livelihood", "涉民生", "check"),
        ],
        tabs=[show.Tab("我的", "#", 312, True, "1"), show.Tab("全院", "#", 4312, False, "2")],
        actions=[
            show.Action("导入", "/gallery/import/"),
            show.Action("立案", "/gallery/form/", "main"),
        ],
        save_filter_href="#",
        export_href="#",
    )
