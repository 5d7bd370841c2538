"""Made-up contexts of the case page and of acts on it (样例)."""

from __future__ import annotations

from datetime import date, datetime

from duixian.kernel.clock import CHINA
from duixian.portals.components import contexts as show
from duixian.portals.components.contexts import ClockState as State
from duixian.portals.components.samples import TODAY

DOCKET = "(2016)皖0202执1187号"


def _when(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2017, month, day, hour, minute, tzinfo=CHINA)


def delay_interest() -> show.Basis:
    columns = [
        show.Column("起"),
        show.Column("止"),
        show.Column("天数", "num"),
        show.Column("基数", "money"),
        show.Column("日利率", "num", only_wide=True),
        show.Column("金额", "money"),
    ]
    return show.Basis(
        title="加倍部分债务利息 27,697.09 元",
        as_of=TODAY,
        formula="尚未清偿的金钱债务（不含一般债务利息）× 日万分之一点七五 × 迟延天数",
        columns=columns,
        rows=[
            ("2016-10-31 届满", "2017-01-09 扣划", 70, 86000000, "0.0175%", "10,535.0000"),
            ("2017-01-09", "2017-04-24 扣划", 105, 78019842, "0.0175%", "14,336.1460"),
            ("2017-04-24", "2017-05-17 今天", 23, 70209719, "0.0175%", "2,825.9412"),
        ],
        total=("合计，末位一次四舍五入到分", "", 198, None, "", 2769709),
        facts="履行期限届满 2016-10-31（判决书第一项）；两次扣划 126,430.00、88,000.00，依次抵诉讼费、"
        "一般利息、本金；评估期间不停计。",
        provisions=[
            "民事诉讼法（2012 年修正）第二百五十三条",
            "法释〔2014〕8 号 第一条第三款、第二条、第三条、第四条",
            "参数「加倍部分日利率」0.0175%，2014-08-01 起，2017-05-02 核对",
        ],
        open_questions=["届满当日是否计入。此处从次日起算，可在法院参数中更改。"],
        rule_version="2017.05.02",
        actions=[show.Action("换个日期算", "#")],
    )


def simple_basis(title: str) -> show.Basis:
    return show.Basis(
        title=title,
        as_of=TODAY,
        steps=[
            ("应付", "本金 + 利息 + 费用", "946,175.53"),
            ("到位", "两次扣划之和", "214,430.00"),
        ],
        provisions=["民事诉讼法（2012 年修正）第二百五十三条"],
        rule_version="2017.05.02",
    )


def money() -> show.MoneySummary:
    return show.MoneySummary(
        94617553,
        21443000,
        73174553,
        12643000,
        8800000,
        simple_basis("应付 946,175.53 元"),
        simple_basis("尚欠 731,745.53 元"),
    )


def ladder() -> list[show.MoneyLine]:
    line = show.MoneyLine
    return [
        line("货款本金", 86000000),
        line("一般债务利息", 4125844, basis=simple_basis("一般债务利息 41,258.44 元")),
        line("加倍部分债务利息", 2769709, basis=delay_interest()),
        line("诉讼费、保全费", 1722000),
        line("应付合计", 94617553, "sum"),
        line("到位", -21443000),
        line("已发放", 12643000, "part", note="2017-01-23", paid=True),
        line("在账待发", 8800000, "part"),
        line("尚欠", 73174553, "sum"),
        line("另：执行申请费，由被执行人负担", 1186176, "aside", simple_basis("执行申请费")),
    ]


def term_bar() -> show.TermBar:
    return show.TermBar(
        "执行期限",
        "立案",
        date(2016, 12, 12),
        date(2017, 7, 24),
        TODAY,
        date(2017, 6, 12),
        [show.Pause(date(2017, 2, 27), date(2017, 4, 10), "评估")],
    )


def nodes() -> list[show.ClockNode]:
    node, y16, y17 = show.ClockNode, 2016, 2017
    return [
        node("立案", State.MET, met_on=date(y16, 12, 12)),
        node("确定承办人", State.MET, met_on=date(y16, 12, 13)),
        node("通知、报告令", State.MET, date(y16, 12, 19), date(y16, 12, 14)),
        node("网络查询", State.MET, met_on=date(y16, 12, 14)),
        node("报告财产", State.MISSED, date(y16, 12, 29), verdict="方某平未报告"),
        node("财产调查", State.MISSED, date(y17, 1, 12), date(y17, 1, 16), days=4, who="吴明远"),
        node(
            "评估", State.PAUSED, paused_from=date(y17, 2, 27), paused_to=date(y17, 4, 10), days=42
        ),
        node("发放案款", State.RUNNING, date(y17, 5, 24), days=7, after_today=True),
        node("启动拍卖", State.RUNNING, date(y17, 5, 27), days=10, day_note="周六，调休上班"),
        node("执行期限", State.RUNNING, date(y17, 7, 24), days=68),
        node("存款冻结", State.RUNNING, date(y17, 12, 15), days=212),
    ]


def next_acts() -> list[show.NextAct]:
    def soon(text: str) -> show.Term:
        return show.Term(State.RUNNING, text, True)

    act, href = show.NextAct, "/gallery/act/"
    return [
        act("pay", "发放案款 88,000.00 元", href, "付给皖江建材，须局长签字", soon("剩 7 天")),
        act(
            "plan", "提请评议拍卖方案", href, "起拍价、保证金、增价幅度由合议庭定", soon("剩 10 天")
        ),
        act("list", "纳入失信被执行人名单", href, "方某平逾期 139 天未报告财产，应当纳入"),
        act("fine", "对方某平罚款", href, "未报告财产，个人不超过十万元，须院长签发", verb="起草"),
    ]


def held_acts() -> list[show.HeldAct]:
    held = show.HeldAct
    return [
        held(
            "发布拍卖公告",
            "方案未评议",
            "拍卖方案还没有经合议庭评议。",
            "法释〔2016〕18 号第二十七条",
            "先办：",
            show.Link("提请评议拍卖方案", "/gallery/act/"),
        ),
        held(
            "扣划徽商银行存款",
            "轮候第二顺位",
            "鸠江区法院冻结在先，至 2018-02-11。",
            cure="可办：",
            cure_link=show.Link("商请移送或参与分配", "/gallery/act/"),
        ),
        held(
            "终结本次执行程序", "有财产可供执行", "住宅流拍且申请执行人不接受抵债后，系统再查一次。"
        ),
    ]


_JOURNAL = """
46|05-15 10:22|评估异议期满，参考价确定|住宅参考价 1,286,000.00 元，双方均未异议。启动拍卖，期限 05-27。||系统
45|05-08 15:40|现场调查|到住宅查看，方某平之母居住，无租赁。照片 12 张，笔录 1 份，已上存证。|笔录|吴明远
44|04-27 09:05|送达评估报告|送达皖江建材、方某平，方某平由同住成年家属签收。|回证 2|程立
43|04-24 11:18|案款到账 88,000.00 元|工商银行扣划，入案款子账号 0202·1187。发放期限 05-24。|到账通知|财务 孙晓
42|04-24 09:30|扣划存款|工商银行尾号 0921，冻结余额内扣划 88,000.00 元，银行 09:41 回执。|裁定|吴明远
41|04-10 16:02|收到评估报告|安徽中衡评估，1,286,000.00 元。执行期限恢复计算，届满改为 07-24。|报告|来件
40|02-27 10:00|摇号确定评估机构，委托评估|种子与名单事先公布，可复验。执行期限自今日暂停。|摇号记录|系统
39|01-23 14:26|发放案款 126,430.00 元|付给皖江建材，银行 14:31 付讫。|领款凭证|财务 孙晓
38|01-17 09:12|限制消费令|对方某平及澄江装饰发出，送达被执行人。|限制消费令|院长 签发
37|01-16 17:40|财产调查办结|迟于期限 4 天，原因：不动产登记中心逾期答复。|汇总表|吴明远
"""
_RECORDED_LATE = {45: _when(5, 11, 9, 2)}


def journal() -> list[show.JournalLine]:
    lines = []
    for line in _JOURNAL.strip().splitlines():
        number, when, title, text, paper, by = line.split("|")
        happened = datetime.strptime(f"2017-{when}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
        papers = [show.Link(paper, "/gallery/document/")] if paper else []
        recorded = _RECORDED_LATE.get(int(number))
        paid = title.startswith("发放")
        lines.append(
            show.JournalLine(int(number), happened, title, text, recorded, papers, by, paid)
        )
    return lines


def head() -> show.CaseHead:
    person = show.Person
    return show.CaseHead(
        docket=DOCKET,
        cause="买卖合同纠纷",
        stage="首次执行",
        flags=[show.Tag("系列案 3 件"), show.Tag("被执行人未报告财产", "late")],
        officer="吴明远",
        panel="丁卫国、程立、吴明远",
        people=[
            person("申请执行人", "芜湖皖江建材有限公司", "91349900****7K3X", "代理人 刘某（律师）"),
            person("被执行人", "方某平", "3499**********0017", "男，1974 年生"),
            person(
                "被执行人",
                "安徽澄江装饰工程有限公司",
                "91349900****2M06",
                "法定代表人 方某平，连带",
            ),
        ],
        title=show.Link("(2016)皖0202民初2043号", "/gallery/document/"),
        title_note="民事判决，履行期限 2016-10-31 届满",
        class_label="有财产可供执行",
        class_reasons=[
            show.Reason("住宅 1 套，首封，参考价 1,286,000.00 元，高于尚欠"),
            show.Reason("另有住房一处，处置不影响基本居住"),
            show.Reason("轿车 1 辆已查封，未实际扣押", False),
            show.Reason("徽商银行存款为轮候冻结", False),
        ],
        class_as_of=_when(5, 17, 8, 0),
        class_basis=simple_basis("有财产可供执行"),
        money=money(),
    )


def _tabs(current: str) -> list[show.Tab]:
    counts = {"日志": 46, "财产与措施": 7, "钱款": 5, "文书": 19, "人员": 4, "关联案件": 3}
    hrefs = {"日志": "/gallery/case/", "财产与措施": "/gallery/case-property/"}
    return [
        show.Tab(label, hrefs.get(label, "/gallery/case/"), number, label == current, str(place))
        for place, (label, number) in enumerate(counts.items(), start=1)
    ]


def case() -> show.CasePage:
    sift = [("全部", None), ("本院行为", 21), ("来件", 14), ("钱款", 5), ("系统自动", 6)]
    return show.CasePage(
        head=head(),
        place=show.Place(
            show.Link("工作台", "/gallery/desk/"), "今天要办，第 12 件，共 20 件", "#", "#"
        ),
        nodes=nodes(),
        clock_summary="四项按时，一项迟办，一项被执行人未做，一段暂停，四项在走",
        term_bar=term_bar(),
        all_nodes=show.Link("全部 23 个节点", "#"),
        next_acts=next_acts(),
        held_acts=held_acts(),
        ladder=ladder(),
        ladder_as_of=TODAY,
        tabs=_tabs("日志"),
        panel=show.JournalPanel(
            journal(),
            [show.Tab(label, "#", number, label == "全部") for label, number in sift],
            "链完整，末项 9c41·e07b 已于 06:00 公布日根",
            show.Link("再往前 36 项", "#"),
        ),
    )


def case_property() -> show.CasePage:
    """The same case with the tab of property and measures open."""
    columns = [
        show.Column("财产", width="name"),
        show.Column("权利人"),
        show.Column("措施", "term"),
        show.Column("顺位", "num", "num"),
        show.Column("到期", "day", "day"),
        show.Column("价值（元）", "money", "money"),
        show.Column("操作", "act", unseen=True),
    ]
    rows = [
        show.Row(
            (
                "住宅 皖(2015)镜湖 0081号",
                "方某平",
                show.Term(State.RUNNING, "查封", True),
                1,
                date(2019, 12, 15),
                128600000,
                show.Action("拍卖", "/gallery/act/", describe="住宅"),
            )
        ),
        show.Row(
            (
                "徽商银行 尾号 3308",
                "澄江装饰",
                show.Term(State.WAITING, "轮候冻结"),
                2,
                date(2017, 12, 15),
                31800000,
                None,
            )
        ),
    ]
    page = case()
    return show.CasePage(
        head=page.head,
        place=page.place,
        nodes=page.nodes,
        next_acts=[],
        nothing_to_do="等鸠江区法院答复，2017-05-24 前没有可办的事。",
        tabs=_tabs("财产与措施"),
        panel=show.TablesPanel(
            [
                show.PanelPart(
                    "财产与措施",
                    show.Table(columns, [show.Group(rows)], "财产与措施"),
                    actions=[show.Action("登记线索", "#")],
                ),
                show.PanelPart(
                    "查询",
                    show.Table(
                        [show.Column("单位")],
                        [],
                        "查询",
                        empty=show.Empty("还没有查询", "立案后六个工作日内应当查询。"),
                    ),
                ),
            ]
        ),
        clock_summary=page.clock_summary,
    )
