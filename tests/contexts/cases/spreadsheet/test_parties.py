"""Names in a cell."""

from __future__ import annotations

import pytest

from duixian.contexts.cases.spreadsheet import IdentityKind, Liability, PartyKind
from duixian.contexts.cases.spreadsheet.parties import divide_sides, kind_of, names_in
from tests.contexts.cases.spreadsheet.conftest import LI, ZHANG


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("张三", ["张三"]),
        ("张 三", ["张三"]),
        ("张三 李四", ["张三", "李四"]),
        ("张三、李四，王五；赵六\n钱七", ["张三", "李四", "王五", "赵六", "钱七"]),
        ("1、张三；2、李四", ["张三", "李四"]),
        ("①张三②李四", ["张三", "李四"]),
        ("芜湖（集团）有限公司、王某某", ["芜湖（集团）有限公司", "王某某"]),
        ("安徽某某合伙企业(有限合伙)", ["安徽某某合伙企业（有限合伙）"]),
        ("Smith John、张三", ["Smith John", "张三"]),
        ("张三（曾用名张小三）", ["张三"]),
    ],
)
def test_names(cell: str, names: list[str]) -> None:
    assert [party.name for party in names_in(cell).parties] == names


def test_what_stands_beside_a_name_goes_to_that_party() -> None:
    first, second = names_in(
        f"张三（{ZHANG}，电话19900001234）、李四，男，身份证号{LI}，住芜湖市镜湖区示例路1号（连带责任）"
    ).parties

    assert (first.name, first.identity, first.phone) == ("张三", ZHANG, "19900001234")
    assert (second.name, second.identity) == ("李四", LI)
    assert second.address.startswith("芜湖市镜湖区示例路1号")


def test_liability_and_representative_in_brackets() -> None:
    firm, person = names_in("启明商贸有限公司（法定代表人：王立新）、李四（承担连带责任）").parties

    assert (firm.name, firm.legal_representative) == ("启明商贸有限公司", "王立新")
    assert (person.name, person.liability) == ("李四", Liability.JOINT)


@pytest.mark.parametrize("cell", ["张三等3人", "张三、李四等", "张三等人", "某某公司等五户"])
def test_et_al_is_noticed(cell: str) -> None:
    assert names_in(cell).incomplete


@pytest.mark.parametrize(
    ("cell", "sides"),
    [
        ("申请执行人：张三；被执行人：李四、王五", ("张三", "李四、王五")),
        ("张三申请执行李四", ("张三", "李四")),
        ("张三与李四民间借贷纠纷一案", ("张三", "李四")),
        ("张三诉李四、王五买卖合同纠纷", ("张三", "李四、王五")),
        ("张三\n李四", ("张三", "李四")),
        ("张三", None),
        ("张三与李四不认识的纠纷", None),
    ],
)
def test_both_sides_in_one_cell(cell: str, sides: tuple[str, str] | None) -> None:
    assert divide_sides(cell) == sides


def test_the_kind_of_party_by_word_by_number_by_name() -> None:
    assert kind_of("李四", None, "") is PartyKind.PERSON
    assert kind_of("芜湖启明商贸有限公司", None, "") is PartyKind.FIRM
    assert kind_of("老王早点", IdentityKind.CREDIT_CODE, "") is PartyKind.FIRM
    assert kind_of("老王早点店铺", None, "非法人组织") is PartyKind.OTHER


@pytest.mark.parametrize(
    "cell", ["等" + " " * 30_000 + "x", "(" * 30_000, "1、" * 10_000, "张" * 30_000, "男," * 9_000]
)
def test_no_cell_takes_long(cell: str) -> None:
    """Whole lines of brackets or blanks must cost no more than their length."""
    import time

    began = time.process_time()
    names_in(cell)
    assert time.process_time() - began < 2
