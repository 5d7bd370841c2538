"""One filled-in specimen of every kind of paper, all from one invented case of 2017."""

from __future__ import annotations

from datetime import date
from typing import Any

from duixian.contexts.documents import templates
from duixian.contexts.documents.blocks import Sheet
from duixian.contexts.documents.citing import law_values

NUMBER = "(2017)皖0202执512号"
ISSUED_ON = date(2017, 5, 17)
NOTICE = "演示数据　人物、案件均属虚构　不具法律效力"

SHARED: dict[str, Any] = {
    "court_name": "安徽省芜湖市镜湖区人民法院",
    "docket_number": NUMBER,
    "issued_on": ISSUED_ON.isoformat(),
    "addressee": "芜湖恒岳机械有限公司",
    "cause": "借款合同纠纷",
    "filed_on": "2017-05-10",
    "creditors": [
        {
            "name": "安徽皖江小额贷款有限公司",
            "description": "住所地安徽省芜湖市镜湖区北京中路（虚构）1号",
            "identity_label": "统一社会信用代码",
            "identity": "91349900MA2XXXX018",
            "agent": "法定代表人：程某，执行董事",
        }
    ],
    "debtors": [
        {
            "name": "芜湖恒岳机械有限公司",
            "description": "住所地安徽省芜湖市鸠江区（虚构）88号",
            "identity_label": "统一社会信用代码",
            "identity": "91349900MA2XXXX5T1",
            "agent": "法定代表人：方某平，总经理",
        },
        {
            "name": "方某平",
            "description": "男，1978年3月2日出生，汉族，住安徽省芜湖市弋江区（虚构）",
            "identity_label": "公民身份号码",
            "identity": "349900197803020017",
        },
    ],
    "title_maker": "安徽省芜湖市镜湖区人民法院",
    "title_number": "(2016)皖0202民初1044号",
    "title_kind": "民事判决书",
    "claim_amount": 28641260,
    "officer": "吴明远",
    "clerk": "程立",
    "officer_phone": "0553-0000000",
    "court_address": "安徽省芜湖市镜湖区（演示地址）",
    "panel": [
        {"office": "审判长", "name": "吴明远"},
        {"office": "审判员", "name": "何敏"},
        {"office": "审判员", "name": "司徒静"},
    ],
    "staff": [
        {"name": "吴明远", "credential": "皖0202执009"},
        {"name": "程立", "credential": "皖0202执021"},
    ],
    "ruling_number": "(2017)皖0202执512号之一",
    "institution": "徽商银行股份有限公司芜湖分行",
    "owner": "芜湖恒岳机械有限公司",
    "owner_identity": "91349900MA2XXXX5T1",
    "starts_on": "2017-05-17",
    "ends_on": "2018-05-17",
    "term": "一年",
}

_HOUSE = "坐落芜湖市弋江区（虚构）花园3幢201室的房屋"
_ACCOUNT = {"account_name": "芜湖市镜湖区人民法院案款专户", "account_bank": "徽商银行芜湖分行"}

OWN: dict[str, dict[str, Any]] = {
    "filing_notice": {"addressee": "安徽皖江小额贷款有限公司"},
    "enforcement_notice": {
        "obligations": [
            {"text": "偿还借款本金280,000.00元及利息6,412.60元"},
            {"text": "方某平对上述债务承担连带清偿责任"},
        ],
        "fee": 419619,
        **_ACCOUNT,
        "account_number": "6200000000005121",
    },
    "declaration_order": {"reporting_days": 10},
    "ruling_freeze": {
        "object_kind": "银行存款",
        "amount": 22860879,
        "items": [
            {
                "owner": "芜湖恒岳机械有限公司",
                "institution": "徽商银行芜湖分行",
                "object": "尾号3308账户",
                "amount": "142,305.77",
            },
            {
                "owner": "芜湖恒岳机械有限公司",
                "institution": "工商银行芜湖分行",
                "object": "尾号0921账户",
                "amount": "79,762.06",
            },
        ],
        "reserved": "为被执行人方某平保留其本人及所扶养家属必需的生活费用1,080.00元。",
    },
    "ruling_seal": {
        "measure": "查封",
        "items": [
            {
                "owner": "方某平",
                "object": _HOUSE,
                "register": "芜湖市不动产登记中心，皖(2015)芜湖市不动产权第0000001号",
                "note": "已抵押",
            }
        ],
        "use_allowed": "是",
        "term": "三年",
        "ends_on": "2020-05-17",
    },
    "ruling_auction": {
        "seized_on": "2017-05-17",
        "seizure_ruling_number": "(2017)皖0202执512号之二",
        "seizure_measure": "查封",
        "owner_names": "方某平",
        "items": [{"object": _HOUSE, "reference_price": "860,000.00"}],
    },
    "ruling_confirm_sale": {
        "way": "拍卖",
        "owner_names": "方某平",
        "object": _HOUSE,
        "buyer": "孟某",
        "buyer_identity_label": "公民身份号码",
        "buyer_identity": "349900198507120025",
        "sold_on": "2017-05-10",
        "paid_on": "2017-05-15",
        "price": 79200000,
    },
    "ruling_terminate": {
        "measures_taken": [
            {"taken_on": "2017-05-12", "text": "发出执行通知书、报告财产令", "outcome": "未申报"},
            {
                "taken_on": "2017-05-13",
                "text": "通过网络执行查控系统查询银行存款、车辆、不动产、证券",
            },
        ],
        "property_result": "除已扣划存款外，未发现其他可供执行的财产",
        "collected": 1208660,
        "outstanding": 27432600,
        "sanctions": "已发出限制消费令，并纳入失信被执行人名单",
        "talk_on": "2017-05-16",
        "creditor_opinion": "同意终结本次执行程序，保留恢复执行的权利",
    },
    "ruling_levy": {
        "amount": 14230577,
        "items": [
            {
                "owner": "芜湖恒岳机械有限公司",
                "institution": "徽商银行芜湖分行",
                "object": "尾号3308账户",
                "amount": "142,305.77",
            }
        ],
    },
    "ruling_lift": {
        "measure": "冻结",
        "reason": "被执行人已履行完毕",
        "items": [
            {
                "owner": "芜湖恒岳机械有限公司",
                "object": "尾号0921账户存款79,762.06元",
                "ruling_number": "(2017)皖0202执512号之一",
                "extent": "全部解除",
            }
        ],
    },
    "ruling_suspend": {
        "ground": "申请人表示可以延期执行",
        "explanation": "申请执行人于2017年5月16日书面同意延期三个月",
    },
    "ruling_final_termination": {
        "ground": "申请人撤销申请",
        "explanation": "申请执行人于2017年5月16日书面撤回执行申请",
    },
    "general_ruling": {
        "facts": "经查，原裁定将被执行人名称“恒岳机械”误写为“恒越机械”。",
        "reasons": "原裁定确有笔误，应予补正。",
        "basis": "《中华人民共和国民事诉讼法》有关补正笔误",
        "order": "将原裁定中的“恒越机械”补正为“恒岳机械”。",
    },
    "general_notice": {
        "addressee": "安徽皖江小额贷款有限公司",
        "text": "请于收到本通知之日起七日内到本院执行局核对账目。\n请携带身份证件。",
    },
    "notice_of_assistance_inquiry": {
        "items": [
            {"object": "开户信息及账户余额"},
            {"object": "账户往来明细", "period": "2016年5月17日至2017年5月17日"},
        ]
    },
    "notice_of_assistance_freeze": {
        "amount": 14230577,
        "items": [
            {
                "holder": "芜湖恒岳机械有限公司",
                "account": "6200000000003308",
                "amount": "142,305.77",
                "note": "基本户",
            }
        ],
    },
    "notice_of_assistance_seal": {
        "institution": "芜湖市不动产登记中心",
        "owner": "方某平",
        "owner_identity": "349900197803020017",
        "measure": "查封",
        "items": [{"object": _HOUSE, "register": "皖(2015)芜湖市不动产权第0000001号"}],
        "term": "三年",
        "ends_on": "2020-05-17",
    },
    "notice_of_assistance_levy": {
        "amount": 14230577,
        "items": [
            {
                "holder": "芜湖恒岳机械有限公司",
                "account": "6200000000003308",
                "amount": "142,305.77",
            }
        ],
        **_ACCOUNT,
        "account_number": "6200000000005121",
    },
    "notice_of_assistance_lift": {
        "measure": "冻结",
        "reason": "被执行人已履行完毕",
        "items": [
            {
                "object": "尾号0921账户存款79,762.06元",
                "notice_number": "(2017)皖0202执512号之一",
                "extent": "全部解除",
            }
        ],
    },
    "consumption_restriction_order": {
        "restricted": "芜湖恒岳机械有限公司及其法定代表人方某平",
        "unit": "是",
        "ground": "被执行人未按执行通知书指定的期间履行生效法律文书确定的给付义务",
        "starts_on": "2017-05-17",
        "president": "章衡",
    },
    "consumption_restriction_lift": {
        "restricted": "芜湖恒岳机械有限公司及其法定代表人方某平",
        "starts_on": "2017-05-12",
        "reason": "被执行人已履行完毕",
        "president": "章衡",
    },
    "dishonest_listing_decision": {
        "addressee": "方某平",
        "listed": "方某平",
        "ground": "有履行能力而拒不履行生效法律文书确定的义务",
        "ends_on": "2019-05-16",
        "president": "章衡",
    },
    "money_receipt": {
        "addressee": "安徽澄江装饰有限公司",
        "receipt_number": "2017收000001",
        "payer": "安徽澄江装饰有限公司",
        "how": "被执行人交纳",
        "amount": 10_000_000,
        "received_on": "2017-01-09",
        "bank_reference": "HS20170109001",
    },
    "payout_notice": {
        "addressee": "安徽皖江小额贷款有限公司",
        "received": 14230577,
        "received_on": "2017-05-16",
        "items": [
            {"item": "借款本金", "amount": "138,109.58"},
            {"item": "执行申请费", "amount": "4,196.19", "note": "上缴财政"},
        ],
        "paid": 13810958,
        "account_name": "安徽皖江小额贷款有限公司",
        "account_bank": "工商银行芜湖分行",
        "account_number": "6200000000007781",
    },
    "closing_notice": {
        "outcome": "被执行人已全部履行生效法律文书确定的义务",
        "collected": 29060879,
        "paid": 28641260,
        "fee": 419619,
        "returned": 0,
        "closing_mode": "执行完毕",
        "closed_on": "2017-05-17",
    },
    "termination_talk_record": {
        "talk_on": "2017-05-16",
        "talk_hours": "9时10分至9时40分",
        "place": "本院执行局第二接待室",
        "interviewee": "程某",
        "interviewee_role": "申请执行人的法定代表人",
        "understood": "听清楚了。",
        "told_measures": "已发出执行通知书、报告财产令，查询银行、车辆、不动产、证券",
        "told_property": "除已扣划存款外，未发现其他可供执行的财产",
        "leads": "暂时没有。",
        "agrees": "同意",
        "opinion": "保留恢复执行的权利。",
        "addition": "没有。",
    },
    "service_receipt": {
        "recipient": "方某平",
        "address": "安徽省芜湖市弋江区（虚构）",
        "method": "直接送达",
        "papers": [
            {"title": "执行通知书", "number": NUMBER, "served_on": "2017年5月17日"},
            {"title": "报告财产令", "number": NUMBER, "served_on": "2017年5月17日"},
        ],
        "server": "吴明远、程立",
        "completed_on": "2017-05-17",
    },
    "file_index": {
        "items": [
            {"title": "受理案件通知书", "number": NUMBER, "dated": "2017-05-10", "note": "已送达"},
            {"title": "执行通知书", "number": NUMBER, "dated": "2017-05-12", "note": "已送达"},
            {"title": "执行裁定书", "number": NUMBER + "之一", "dated": "2017-05-17"},
        ]
    },
}


def values_of(kind: str) -> dict[str, Any]:
    """Values that fill every field of the kind that the specimen case has something for."""
    wanted = {field.name for field in templates.template(kind).fields}
    given = {**SHARED, **OWN[kind]}
    plain = {name: value for name, value in given.items() if name in wanted}
    law = {name: traced["value"] for name, traced in law_values(kind, ISSUED_ON).items()}
    return plain | law


def sheet_of(kind: str, **changes: Any) -> Sheet:
    """The specimen paper of a kind, with some values changed."""
    paper = templates.template(kind)
    return templates.expand(
        paper,
        values_of(kind) | changes,
        number=NUMBER + ("之一" if paper.series else ""),
        notice=NOTICE,
        seal="芜湖市镜湖区人民法院",
    )
