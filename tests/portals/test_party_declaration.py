"""A debtor with a phone and a link declares what he owns, once, and keeps a receipt."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from lxml import html

from duixian.contexts.assets import queries as assets
from duixian.contexts.assets.acts_declaration import OrderDeclaration, RevokeDeclarationLink
from duixian.contexts.closing.acts_closing import CloseAsFinallyTerminated
from duixian.contexts.record import queries as record
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.kernel.roles import Role
from duixian.portals import slots
from tests.contexts.assets.answers import done
from tests.world import World, act, effected, file_case, form_panel, make_world, on_day

pytestmark = pytest.mark.django_db
DAY = "2017-05-20"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


class Debtor:
    """Someone with a link, filling in the form as a browser without scripts would."""

    def __init__(self, world: World, day: str = DAY) -> None:
        self.world, self.court, self.day = world, world.jinghu, day
        self.case = file_case(self.court, "2017-05-08")
        with on_day("2017-05-10"):
            ordered = done(do(act(OrderDeclaration, case=self.case), by=self.court.officer))
        self.links: list[int] = ordered.result["links"]
        with viewing(self.court.officer):
            self.token = assets.declaration_token(self.links[0])
        self.address = f"/declare/{self.token}/"
        self.client = Client()
        self.answer: Any = None

    def open(self, address: str = "") -> str:
        with on_day(self.day):
            self.answer = self.client.get(address or self.address)
        return str(self.answer.content.decode())

    def press(self, go: str, /, **typed: str) -> str:
        """Press a button with what the form holds and what was typed into it."""
        form = html.fromstring(self.answer.content.decode()).xpath("//main//form[@method='post']")[
            -1
        ]
        posted = {name: value or "" for name, value in form.form_values()}
        buttons = form.xpath(".//button[@name='go']/@value")
        assert go in buttons, f"no such button among {buttons}"
        posted |= {name.replace("__", "-"): value for name, value in typed.items()}
        with on_day(self.day):
            self.answer = self.client.post(self.address, {**posted, "go": go})
        return str(self.answer.content.decode())

    def to_review(self) -> str:
        page = self.open()
        page = self.press("step:money")
        for _ in range(6):
            page = self.press("next")
        return page

    def declarations(self) -> list[Any]:
        with viewing(self.court.officer):
            return list(assets.declarations_of(self.case))


def test_the_first_page_says_who_asks_for_what_until_when(world: World) -> None:
    debtor = Debtor(world)
    page = debtor.open()
    assert debtor.answer.status_code == 200
    for words in ("芜湖市镜湖区人民法院", "方某平", "承办人1", "2017-05-25", "剩 5 天"):
        assert words in page
    assert "收到执行通知之日前 1 年到现在" in page and "10 日内再报告一次" in page
    assert "349900" not in page, "no identity number on a page without a sign-in"
    assert debtor.answer["Cache-Control"] == "no-store"
    assert "noindex" in debtor.answer["X-Robots-Tag"]


def test_step_by_step_to_a_receipt(world: World) -> None:
    debtor = Debtor(world)
    debtor.open()
    assert "第 1 步，共 7 步" in debtor.press("step:money")
    debtor.press("add")
    debtor.press(
        "add",
        money__0__sort="account",
        money__0__place="徽商银行芜湖分行",
        money__0__number="6222020001",
        money__0__amount="3万",
    )
    page = debtor.press("remove:1")
    assert "徽商银行芜湖分行" in page and "删去第 2 项" not in page
    assert "房屋和土地" in debtor.press("next")
    debtor.press("next")
    debtor.press("add")
    debtor.press("next", things__0__sort="vehicle", things__0__description="大众朗逸")
    debtor.press("next")
    debtor.press("next")
    debtor.press("add")
    page = debtor.press(
        "next",
        changes__0__sort="moved",
        changes__0__kind="real_estate",
        changes__0__description="弋江路房屋卖给方某强",
        changes__0__changed_on="2017-02-01",
        changes__0__amount="￥８０，０００元",
    )
    assert "核对后提交" in page and "大众朗逸" in page
    assert "30,000.00" in page and "80,000.00" in page
    debtor.press("file", truthful="true", statement="车在修理厂")
    assert debtor.answer.status_code == 302
    receipt = debtor.open(debtor.answer["Location"])
    [filed] = debtor.declarations()
    with viewing(debtor.court.officer):
        entry = record.entry(filed.entry_id)
        owned = assets.assets_of(debtor.case)
    assert entry.hash in receipt and f"第 {entry.seq} 项" in receipt
    assert "6222020001" not in receipt and "0001" in receipt
    assert (filed.channel, filed.kind, filed.late_days) == ("link", "first", 0)
    assert {(each.kind, each.value or each.balance) for each in owned} == {
        ("deposit", 3_000_000),
        ("vehicle", None),
    }
    [change] = [each for each in filed.items.all() if each.is_change]
    assert (change.kind, change.amount) == ("real_estate", 8_000_000)
    assert change.description == "转让、出租财产：弋江路房屋卖给方某强"
    assert (entry.person_id, entry.role) == (None, Role.SYSTEM)


def test_who_owns_nothing_says_so_and_answers_for_it(world: World) -> None:
    debtor = Debtor(world)
    page = debtor.to_review()
    assert "本人（单位）没有上述任何财产" in page
    page = debtor.press("file")
    assert debtor.answer.status_code == 422
    for name in ("nothing", "truthful"):
        assert f'id="f-{name}-error"' in page and f'href="#f-{name}"' in page
    assert not debtor.declarations()
    debtor.press("file", nothing="true", truthful="true")
    assert "声明没有财产" in debtor.open(debtor.answer["Location"])
    assert debtor.declarations()[0].nothing_owned


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("amount", "很多", "看不懂这个金额"),
        ("amount", "-5", "看不懂这个金额"),
        ("amount", "1.234", "看不懂这个金额"),
        ("sort", "", "没有选是哪一种"),
        ("sort", "<script>", "没有选是哪一种"),
        ("description", "长" * 201, "最多 200 个字"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    world: World, field: str, typed: str, words: str
) -> None:
    debtor = Debtor(world)
    debtor.open()
    debtor.press("step:money")
    debtor.press("add")
    right = {
        "money__0__sort": "account",
        "money__0__place": "徽商银行",
        "money__0__description": "工资卡",
        "money__0__amount": "12.50",
    }
    page = debtor.press("next", **{**right, f"money__0__{field}": typed})
    assert debtor.answer.status_code == 422
    tree = html.fromstring(page)
    [error] = tree.xpath("//*[@id=$id]", id=f"f-money-0-{field}-error")
    assert words in error.text_content()
    assert tree.xpath("//*[@id=$id]/@aria-invalid", id=f"f-money-0-{field}") == ["true"]
    assert "徽商银行" in page and "<script>" not in re.sub(r"<script [^>]*src", "", page)
    assert "房屋和土地" in debtor.press(
        "next", **{f"money__0__{field}": right[f"money__0__{field}"]}
    )


def test_a_day_to_come_is_no_day_of_a_change(world: World) -> None:
    debtor = Debtor(world)
    debtor.to_review()
    debtor.press("step:changes")
    debtor.press("add")
    page = debtor.press(
        "next",
        changes__0__sort="spent",
        changes__0__kind="deposit",
        changes__0__description="装修",
        changes__0__changed_on="2018-01-01",
    )
    assert "日期不对" in page and debtor.answer.status_code == 422


def test_pressing_twice_files_once(world: World) -> None:
    debtor = Debtor(world)
    debtor.to_review()
    form = debtor.answer
    debtor.press("file", nothing="true", truthful="true")
    first = debtor.answer["Location"]
    debtor.answer = form
    debtor.press("file", nothing="true", truthful="true")
    assert debtor.answer["Location"] == first
    assert len(debtor.declarations()) == 1
    debtor.answer = form
    page = debtor.press("file", nothing="true", truthful="true", statement="补一句")
    assert debtor.answer.status_code == 422 and "已经提交过" in page
    assert len(debtor.declarations()) == 1


def test_afterwards_the_same_link_supplements(world: World) -> None:
    debtor = Debtor(world)
    debtor.to_review()
    debtor.press("file", nothing="true", truthful="true")
    debtor.day = "2017-06-30"
    assert "您已于 2017-05-20 提交过申报" in debtor.open()
    debtor.press("step:money")
    debtor.press("add")
    debtor.press("next", money__0__sort="cash", money__0__amount="500")
    for _ in range(5):
        debtor.press("next")
    debtor.press("file", truthful="true")
    assert [(each.kind, each.late_days) for each in debtor.declarations()] == [
        ("first", 0),
        ("supplement", 0),
    ]


def test_every_link_that_opens_nothing_looks_the_same(world: World) -> None:
    debtor = Debtor(world)
    other = Debtor(world)
    court = debtor.court
    form_panel(court, other.case, "2017-05-12")
    with on_day("2017-05-12"):
        do(act(RevokeDeclarationLink, case=debtor.case, link=debtor.links[0]), by=court.officer)
        close = act(
            CloseAsFinallyTerminated, case=other.case, ground="withdrawn", explanation="撤回申请"
        )
        panel = [court.actor(Role.PANEL_JUDGE, place) for place in range(3)]
        effected(do(close, by=court.officer), *panel, court.president)
    digits = "0" * 48
    addresses = [
        debtor.address,
        other.address,
        f"/declare/{court.court.pk}-{digits}/",
        f"/declare/999999-{digits}/",
        "/declare/abc/",
        f"/declare/{world.jiujiang.court.pk}-{debtor.token.split('-')[1]}/",
    ]
    pages = {
        re.sub(r'(name="(csrf.*?|next)" value=")[^"]*', r"\1", debtor.open(each))
        for each in addresses
    }
    assert len(pages) == 1 and debtor.answer.status_code == 404
    assert "这个链接打不开" in pages.pop()


def test_a_link_revoked_while_filling_in_files_nothing(world: World) -> None:
    debtor = Debtor(world)
    debtor.to_review()
    with on_day("2017-05-12"):
        revoke = act(RevokeDeclarationLink, case=debtor.case, link=debtor.links[0])
        do(revoke, by=debtor.court.officer)
    page = debtor.press("file", nothing="true", truthful="true")
    assert debtor.answer.status_code == 404 and "这个链接打不开" in page
    assert not debtor.declarations()


def test_a_receipt_belongs_to_its_link(world: World) -> None:
    debtor = Debtor(world)
    debtor.to_review()
    debtor.press("file", nothing="true", truthful="true")
    [filed] = debtor.declarations()
    with viewing(debtor.court.officer):
        second = assets.declaration_token(debtor.links[1])
    debtor.open(f"/declare/{second}/receipt/{filed.entry_id}/")
    assert debtor.answer.status_code == 404


def test_guessing_is_slowed_down_for_the_guesser_only(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "MOST_GUESSES", 3)
    monkeypatch.setattr(slots, "MOST_VISITS", 4)
    debtor = Debtor(world)
    guesser = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(3):
        assert guesser.get("/declare/1-abc/").status_code == 404
    assert guesser.get(debtor.address).status_code == 429
    assert [Client().get(debtor.address).status_code for _ in range(5)] == [200] * 4 + [429]
    other = Debtor(world)
    assert "财产申报" in other.open() and other.answer.status_code == 200


def test_the_officer_gets_the_links_and_nobody_else_does(world: World) -> None:
    debtor = Debtor(world)
    court = debtor.court
    address = f"/declare/links/{debtor.case}/"

    def seen_by(person: Any) -> Any:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        with on_day("2017-05-12"):
            return client.get(address)

    page = seen_by(court.people[Role.OFFICER][0])
    assert page.status_code == 200
    text = page.content.decode()
    assert debtor.token in text and "data:image/svg+xml" in text
    assert seen_by(court.people[Role.CLERK][0]).status_code == 200
    for person in (
        court.people[Role.OFFICER][1],
        court.people[Role.PRESIDENT][0],
        world.city.people[Role.PRESIDENT][0],
    ):
        assert seen_by(person).status_code == 403
    assert seen_by(world.jiujiang.people[Role.OFFICER][0]).status_code == 404
    assert Client().get(address).status_code == 302


def test_the_form_speaks_english_by_switch(world: World, settings: Any) -> None:
    debtor = Debtor(world)
    debtor.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    pages = [debtor.open(), debtor.press("step:money"), debtor.press("add")]
    pages.append(debtor.press("next", money__0__amount="much"))
    for page in pages:
        main = html.fromstring(page).xpath("//main")[0].text_content()
        for name in ("芜湖市镜湖区人民法院", "买卖合同纠纷", "方某平", "承办人1", "皖", "执", "号"):
            main = main.replace(name, "")
        assert not re.findall(r"[一-鿿]+", main)
