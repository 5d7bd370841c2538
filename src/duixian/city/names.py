"""Names of the city: people, firms, streets, banks, makes. All of them are made up.

Surnames and given names are common ones, weighted so that people share names as they do in life:
an enforcement system must never take one 王丽 for another.
"""

from __future__ import annotations

import random

from duixian.city.draw import Table

_SURNAMES = Table(
    [(name, 70.0) for name in "王李张"]
    + [(name, 36.0) for name in "刘陈杨黄赵吴"]
    + [(name, 20.0) for name in "周徐孙马朱胡林郭何高罗郑梁谢宋唐许"]
    + [
        (name, 9.0)
        for name in "邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
    ]
    + [
        (name, 3.0)
        for name in "石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
    ]
    + [("欧阳", 1.0), ("诸葛", 0.5), ("上官", 0.5), ("司马", 0.5)]
)
_MALE = "伟强磊军勇杰涛明超辉鹏飞斌波刚健俊帆凯宇浩志建国平华东海林峰德宝庆喜"
_FEMALE = "芳娜敏静丽艳娟霞玲桂英秀兰燕红梅雪琴云洁莉婷倩雯颖慧萍蓉菊翠玉凤珍"
_EITHER = "文晓春秋永新家子安世家荣长成正光祥元立本"

_TRADE_FIRST = "瑄旻垚翀骞昶晟燊淼钰玥珺皓霁澍铎炅祎畅睿"
_TRADE_SECOND = "衡溪禾岩舸栎榕樾渚垣陌楹桢煦曦蕴泓沅芃骁"

_BUSINESSES = {
    "company": (
        "商贸",
        "机械制造",
        "建材",
        "物流",
        "电子科技",
        "纺织",
        "食品",
        "装饰工程",
        "汽车零部件",
        "印刷包装",
        "餐饮管理",
        "农业发展",
        "环保科技",
        "五金制品",
    ),
    "builder": ("建筑工程", "建筑劳务", "市政园林工程", "钢结构工程"),
    "developer": ("房地产开发", "置业"),
    "property_manager": ("物业服务", "物业管理"),
    "insurer": ("财产保险",),
    "lender": ("小额贷款", "融资担保"),
}
_STREET_FIRST = (
    "青榆",
    "白蘋",
    "木槿",
    "栖梧",
    "望槐",
    "烟汀",
    "石枫",
    "桂渚",
    "柳浦",
    "荻花",
    "松岚",
    "鹤汀",
    "杏坞",
    "竹溪",
    "莲塘",
    "枫林",
    "云桥",
    "稻香",
    "陶井",
    "船坞",
)
_STREET_LAST = ("路", "街", "巷", "大道")
_ESTATES = (
    "栖梧里",
    "望槐苑",
    "青榆花园",
    "荻花新村",
    "松岚公馆",
    "柳浦小区",
    "鹤汀雅居",
    "杏坞家园",
    "桂渚名邸",
    "烟汀华庭",
    "莲塘新寓",
    "石枫山庄",
)
_VILLAGES = (
    "上荻村",
    "下荻村",
    "陶井村",
    "东坞村",
    "西坞村",
    "石枫村",
    "柳浦村",
    "鹤汀村",
    "稻香村",
    "船坞村",
    "莲塘村",
    "木槿村",
)

DISTRICTS: tuple[tuple[str, str, float], ...] = (
    ("jinghu", "镜湖区", 22),
    ("yijiang", "弋江区", 14),
    ("jiujiang", "鸠江区", 15),
    ("sanshan", "弋江区", 4),
    ("wanzhi", "湾沚区", 10),
    ("fanchang", "繁昌区", 8),
    ("nanling", "南陵县", 9),
    ("wuwei", "无为市", 13),
    ("jingkai", "经济技术开发区", 5),
)
"""Key of the court, name of the district on the day the city is made, share of the people.

三山 was joined to 弋江 in 2020; its people keep their own key so that earlier cases find its court.
"""

BANKS: tuple[tuple[str, str, float], ...] = (
    ("7001", "江岸商业银行", 30),
    ("7002", "赭塔合作银行", 22),
    ("7003", "青弋农村银行", 20),
    ("7004", "九莲储蓄银行", 14),
    ("7005", "长桥实业银行", 9),
    ("7006", "云帆网络银行", 5),
)
"""Four digits that begin its account numbers, name, share of the accounts."""

MAKES = (
    ("翔隼", "小型轿车", 90_000),
    ("江豚", "小型普通客车", 130_000),
    ("青骢", "小型轿车", 180_000),
    ("墨麒", "小型越野客车", 320_000),
    ("驮山", "重型半挂牵引车", 260_000),
    ("驮山", "轻型厢式货车", 80_000),
)
"""Make, kind of vehicle, price when new in yuan."""

LISTED = (
    ("990001", "江豚汽车"),
    ("990002", "赭塔水泥"),
    ("990003", "青弋电力"),
    ("990004", "云帆软件"),
    ("990005", "荻花纸业"),
    ("990006", "九莲医药"),
)
"""Code and short name of securities traded in the city; no exchange uses 99."""


def person_name(chance: random.Random, sex: str) -> str:
    """A full name, surname first; one in four has a given name of one character."""
    own = _MALE if sex == "male" else _FEMALE
    given = chance.choice(own)
    if chance.random() < 0.75:
        given = chance.choice(_EITHER + own) + given
    return _SURNAMES.draw(chance) + given


def trade_word(chance: random.Random) -> str:
    """The invented word by which a firm is known (字号)."""
    return chance.choice(_TRADE_FIRST) + chance.choice(_TRADE_SECOND)


def firm_name(chance: random.Random, kind: str, word: str) -> str:
    """A firm's registered name (企业名称) for its kind of business and its trade word."""
    business = chance.choice(_BUSINESSES[kind])
    suffix = "股份有限公司" if kind == "insurer" or chance.random() < 0.05 else "有限公司"
    return f"{chance.choice(('芜湖', '芜湖市', '安徽'))}{word}{business}{suffix}"


def village(chance: random.Random) -> str:
    """The name of a village."""
    return chance.choice(_VILLAGES)


def estate(chance: random.Random) -> str:
    """The name of a housing estate."""
    return chance.choice(_ESTATES)


def street(chance: random.Random) -> str:
    """The name of a street."""
    return chance.choice(_STREET_FIRST) + chance.choice(_STREET_LAST)


def address(chance: random.Random, district: str) -> str:
    """Where somebody lives, below the district: an estate with a door, or a village group."""
    place = district if district.endswith("市") else f"芜湖市{district}"
    if district in ("南陵县", "无为市", "繁昌区", "湾沚区") and chance.random() < 0.5:
        return (
            f"{place}{village(chance)}第{chance.randrange(1, 13)}村民组{chance.randrange(1, 90)}号"
        )
    return (
        f"{place}{street(chance)}{chance.randrange(1, 320)}号{estate(chance)}"
        f"{chance.randrange(1, 33)}幢{chance.randrange(1, 4)}单元{chance.randrange(101, 2900)}室"
    )


def business_address(chance: random.Random, district: str) -> str:
    """Where a firm is registered."""
    place = district if district.endswith("市") else f"芜湖市{district}"
    return f"{place}{street(chance)}{chance.randrange(1, 320)}号{chance.randrange(1, 20)}号楼"
