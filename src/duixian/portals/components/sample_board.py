"""Made-up contexts of the supervisor's pages (样例)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.html import format_html

from duixian.kernel.clock import CHINA
from duixian.kernel.roles import Role
from duixian.portals.components import contexts as show
from duixian.portals.components.sample_papers import approvals_list
from duixian.portals.components.samples import TODAY

_SHARES = (
    58.2,
    58.9,
    60.1,
    61.0,
    61.9,
    62.8,
    64.6,
    67.0,
    69.9,
    73.2,
    76.9,
    80.6,
    80.9,
    81.1,
    82.0,
    82.7,
)
_AIMS = (
    show.Aim(date(2016, 7, 1), date(2016, 12, 31), 0.80, "80.6% 达到"),
    show.Aim(date(2017, 1, 1), date(2017, 12, 31), 0.90),
)


def _month(index: int) -> date:
    return date(2016 + index // 12, index % 12 + 1, 1)


def trend(shift: float = 0.0, end: float = 0.891, outcome: bool = True) -> show.Trend:
    points = [(_month(index), share / 100 + shift) for index, share in enumerate(_SHARES)]
    now = 0.831 + shift
    points.append((TODAY, now))
    months = [date(2017, month, 17) for month in range(6, 12)] + [date(2017, 12, 31)]
    rise = (end - now) / len(months)
    forecast = [show.ForecastPoint(TODAY, now, now, now)]
    for step, day in enumerate(months, start=1):
        middle = now + rise * step
        spread = 0.022 * step / len(months)
        forecast.append(show.ForecastPoint(day, middle - spread, middle, middle + spread))
    return show.Trend(
        "执行完毕占有财产可供执行案件",
        "2016 年 1 月 58.2%，2016 年底 80.6%，达到 80% 的目标；今天 83.1%；预测 2017 年底 89.1%，"
        "八成把握在 86.9% 到 91.2% 之间，目标 90%。",
        points,
        TODAY,
        _AIMS if outcome else tuple(show.Aim(aim.start, aim.by, aim.share) for aim in _AIMS),
        forecast,
    )


_COURTS = """
市中级法院|412|486|90.6|0|141|21.4|96|3|0
镜湖区|1486|1742|91.4|0|118|24.9|94|21|4620000
弋江区|842|1003|89.8|3|126|26.1|93|14|0
鸠江区|1021|1262|86.2|57|163|31.8|71|58|41260000
三山区|388|459|90.3|0|122|23.7|92|5|0
芜湖县|702|861|87.4|27|147|29.3|90|22|0
无为县|1141|1403|87.0|50|158|30.2|88|39|12890000
"""


def _court(line: str) -> show.CourtLine:
    """名称|完毕|有财产|年底预测|差|用时|终本率|失信纳入率|逾期|逾三十日案款."""
    name, *figures = line.split("|")
    done, whole, short, days, overdue, money = (int(figures[at]) for at in (0, 1, 3, 4, 7, 8))
    forecast, ended, listed = (int(figures[at].replace(".", "")) for at in (2, 5, 6))
    weeks = [max(round(max(overdue, 2) * (0.8 + (at * 7 % 5) / 6)), 1) for at in range(11)]
    return show.CourtLine(
        name,
        "#",
        done,
        whole,
        trend(done / whole - 0.831, forecast / 1000, False),
        forecast / 1000,
        short,
        days,
        ended / 1000,
        listed / 100,
        [*weeks, overdue],
        overdue,
        "#",
        money,
    )


def courts() -> list[show.CourtLine]:
    total = show.CourtLine(
        "全市", "", 7821, 9412, None, 0.891, 101, 137, 0.272, 0.90, (), 195, "", 64210000, True
    )
    return [*(_court(line) for line in _COURTS.strip().splitlines()), total]


def _stuck() -> show.Table:
    columns = [
        show.Column("先看这些", "docket", "docket"),
        show.Column("卡在哪里"),
        show.Column("尚欠（元）", "money", "money"),
        show.Column("督办", "act", "short", unseen=True),
    ]

    def row(docket: str, why: str, owed: int, verb: str = "督办") -> show.Row:
        do = show.Action(verb, "#", describe=f"：{docket}") if verb else show.Tag("已督办")
        return show.Row((show.Link(docket, "/gallery/case/"), why, owed, do))

    rows = [
        row("(2016)皖0207执418号", "查封满 142 天未启动评估，胡立", 321000000),
        row("(2016)皖0225执577号", "查封满 128 天未启动评估，周兴", 187640000),
        row("(2016)皖0223执291号", "评估报告逾期 61 天，机构未交", 96000000, "催交"),
        row("(2017)皖0207执35号", "案款到账 52 天未发，胡立", 41260000),
        row("(2016)皖0221执640号", "查封满 97 天未启动评估，施平", 74530000, ""),
        row("(2016)皖0202执1042号", "案款到账 35 天未发，吴明远", 4620000),
    ]
    return show.Table(columns, [show.Group(rows)], "卡得最久的案件", tight=True)


def board() -> show.BoardPage:
    way, warn = show.Obstacle, show.WarningLine
    return show.BoardPage(
        title="全市法院执行",
        as_of=datetime(2017, 5, 17, 6, 0, tzinfo=CHINA),
        lead=format_html(
            "年底目标 90%，照现在的进度到 <b>89.1%</b>，还差 <b>{} 件</b>。能由法院自己推动的有 "
            "<b>{} 件</b>，多数卡在查封后没有启动处置。",
            101,
            731,
        ),
        trend=trend(),
        trend_note="7,821 / 9,412 件，2016 年起收案",
        trend_link=show.Link("件目", "/gallery/cases/"),
        trend_words="达到 90% 的把握约三成",
        targets=[
            show.Target("终本案件符合新标准", "违例 3 件", href="#", met=False, absolute=True),
            show.Target(
                "终本案件被执行人全部限制消费", "无违例，1,906 件", met=True, absolute=True
            ),
        ],
        approvals=approvals_list(),
        approvals_count=8,
        approvals_link=show.Link("全部", "/gallery/approvals/"),
        obstacles=[
            way("已控制，未启动处置", 428, True, "#"),
            way("拍卖中或流拍待定", 322, False, "#"),
            way("和解履行中", 231, False, "#"),
            way("评估逾期", 207, True, "#"),
            way("异议审查中", 143, False, "#"),
            way("案款到账未发", 96, True, "#"),
            way("其他", 164, False, "#"),
        ],
        stuck=_stuck(),
        warnings=[
            warn("满六个月未结，未批延长", 64, 112, 3, "#"),
            warn("查封满三十日未启动评估", 57, 40, -11, "#"),
            warn("查控反馈三日未处理", 38, 61, -6, "#"),
            warn("案款逾三十日未发", 23, 31, -9, "#"),
            warn("线索七日未核实", 9, 21, 0, "#"),
            warn("未按期发执行通知", 4, 18, -2, "#"),
            warn("措施七日内失效", 0, 19, 5, "#"),
        ],
        courts=courts(),
        scopes=[("all", "全市十个法院", True), ("0202", "镜湖区法院", False)],
        actions=[show.Action("生成第三方评估包", "#")],
    )


def matrix() -> show.MatrixPage:
    branches = {
        "implementation": "实施",
        "adjudication": "裁决",
        "administration": "综合",
        "command": "领导",
    }
    roles = [(role.title, branches[role.branch]) for role in Role]
    none: list[show.Mark] = [""] * len(roles)

    def marks(**places: show.Mark) -> list[show.Mark]:
        line = list(none)
        for name, mark in places.items():
            line[list(Role).index(Role[name.upper()])] = mark
        return line

    act = show.MatrixAct
    return show.MatrixPage(
        roles,
        [
            show.MatrixRoom(
                "案件",
                [
                    act("cases.file_case", "立案", "/gallery/manual-act/", marks(filing_hall="do")),
                    act(
                        "cases.extend",
                        "延长执行期限",
                        "/gallery/manual-act/",
                        marks(officer="do", president="sign"),
                    ),
                ],
            ),
            show.MatrixRoom(
                "措施",
                [
                    act(
                        "measures.freeze_deposit",
                        "冻结存款",
                        "/gallery/manual-act/",
                        marks(officer="do"),
                    ),
                    act(
                        "sanctions.detain",
                        "拘留",
                        "/gallery/manual-act/",
                        marks(officer="do", president="both"),
                    ),
                ],
            ),
        ],
    )
