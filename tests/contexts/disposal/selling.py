"""A case of 2018 with a sealed house, on its way to money."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from duixian.contexts.assets import queries as assets
from duixian.contexts.assets.acts_register import RegisterAsset
from duixian.contexts.cases import queries as cases
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.disposal import queries
from duixian.contexts.disposal.acts_agency import EnrolAgency
from duixian.contexts.disposal.acts_appraisal import DrawAppraiser
from duixian.contexts.disposal.acts_auction import AnnounceAuction
from duixian.contexts.disposal.acts_price import FixPriceByAgreement, StartReferencePrice
from duixian.contexts.disposal.acts_result import RecordAuctionResult
from duixian.contexts.ledger.acts import RecordReceipt
from duixian.contexts.measures.acts_control import SealUp
from duixian.contexts.measures.acts_receipt import ConfirmMeasure
from duixian.contexts.record.actors import Actor
from duixian.contexts.record.acts import Act, Subject
from duixian.contexts.record.doing import Done, attempt, begin_reading, do
from duixian.contexts.record.viewing import viewing
from duixian.kernel.findings import Refusal
from duixian.kernel.roles import Role
from tests.contexts.assets.answers import done, enrol, system
from tests.world import (
    World,
    act,
    credit_code,
    effected,
    file_case,
    form_panel,
    identity_number,
    on_day,
)

AGENCIES = ("芜湖甲评估有限公司", "芜湖乙评估有限公司", "芜湖丙评估有限公司", "芜湖丁评估有限公司")
BUYER = {"buyer": "张某", "buyer_identity": identity_number(77), "bids": 6}


class Selling:
    """A house (or a car) sealed first in rank on 2018-10-15, agencies enrolled."""

    def __init__(
        self, world: World, *, kind: str = "real_estate", begins: str = "2018-10-08", **facts: Any
    ) -> None:
        self.world, self.court = world, world.jinghu
        self.places = enrol(self.court, begins)
        with on_day(begins):
            for serial, name in enumerate(AGENCIES):
                enrolment = act(
                    EnrolAgency,
                    credit_code=credit_code(9000 + serial),
                    name=name,
                    kinds=["real_estate", "vehicle"],
                )
                do(enrolment, by=system(self.court))
        self.case = file_case(self.court, begins, applied_on=begins)
        form_panel(self.court, self.case, begins)
        with viewing(self.court.officer):
            self.debtor = cases.debtors_of(self.case)[0]
            self.creditor = cases.creditors_of(self.case)[0]
            self.parties = [each.pk for each in cases.parties_of(self.case)]
        self.asset, self.measure = self.seal(kind, begins, **facts)

    def seal(self, kind: str, day: str, **facts: Any) -> tuple[int, int]:
        """A house or a car entered and sealed first in rank; asset and measure."""
        entered = self.do(
            day,
            RegisterAsset,
            owner=self.debtor.pk,
            kind=kind,
            description="镜湖区北京中路某小区3幢201室" if kind == "real_estate" else "大众轿车",
            number="340202001001GB00001F00010001" if kind == "real_estate" else "LSVAA4182E21848",
            institution=self.places[kind],
            certificate="皖(2015)芜湖市不动产权第0001号" if kind == "real_estate" else "皖B12345",
        )
        asset = int(entered.result["asset"])
        sealed = self.do(day, SealUp, asset=asset, **facts)
        self.seal_order = sealed.result["order"]
        self.do(
            day,
            ConfirmMeasure,
            by=system(self.court),
            order=self.seal_order,
            outcome="effective",
        )
        return asset, int(sealed.result["measure"])

    @property
    def panel(self) -> list[Actor]:
        return [self.court.actor(Role.PANEL_JUDGE, place) for place in range(3)]

    def do(self, day: str, kind: type[Act], /, by: Any = None, **facts: Any) -> Done:
        with on_day(day):
            return done(do(act(kind, case=self.case, **facts), by=by or self.court.officer))

    def signed(self, day: str, kind: type[Act], /, *signers: Actor, **facts: Any) -> Done:
        """Done by the officer and signed the same day, by the panel unless others are named."""
        with on_day(day):
            waiting = do(act(kind, case=self.case, **facts), by=self.court.officer)
            return effected(waiting, *(signers or self.panel))

    def refusal(self, day: str, kind: type[Act], /, by: Any = None, **facts: Any) -> Refusal:
        with on_day(day), pytest.raises(Refusal) as refused:
            attempt(act(kind, case=self.case, **facts), by=by or self.court.officer)
        return refused.value

    def proposed(self, day: str, kind: type[Act]) -> dict[str, Any]:
        """What the form would be filled with, as facts."""
        with on_day(day), viewing(self.court.officer):
            at = begin_reading(self.court.officer, Subject(self.court.court.pk, self.case))
            kind.ready(at)
            return dict(kind.defaults(at))

    def agreed(self, day: str, amount: str = "1000000.00") -> int:
        """Every party agrees on the price; returns the lot."""
        fixed = self.do(
            day,
            FixPriceByAgreement,
            asset=self.asset,
            amount=amount,
            agreed_by=self.parties,
            agreed_on=day,
            record="各方到庭一致同意",
        )
        return int(fixed.result["lot"])

    def started(self, day: str) -> int:
        return int(self.do(day, StartReferencePrice, asset=self.asset).result["lot"])

    def drawn(self, day: str) -> Done:
        return self.do(day, DrawAppraiser, lot=self.started(day))

    def terms(self, lot: int, **changed: Any) -> dict[str, Any]:
        """Terms of the first round at the law's lowest, for a price of a million."""
        return {
            "lot": lot,
            "round": "1",
            "platform": "人民法院诉讼资产网",
            "starting_price": "700000.00",
            "deposit": "70000.00",
            "step": "5000.00",
            "starts_on": "2018-12-10",
            **changed,
        }

    def announced(self, day: str, lot: int, **changed: Any) -> Done:
        made = self.signed(day, AnnounceAuction, **self.terms(lot, **changed))
        self.round = int(made.result["auction"])
        return made

    def sold(self, day: str, lot: int, price: str, **changed: Any) -> Done:
        facts = {**BUYER, "lot": lot, "sold": True, "price": price, **changed}
        return self.do(day, RecordAuctionResult, **facts)

    def unsold(self, day: str, lot: int) -> Done:
        return self.do(day, RecordAuctionResult, lot=lot, sold=False)

    def paid(
        self,
        day: str,
        amount: str,
        reference: str = "P1",
        how: str = "sold",
        payer: str = "张某",
        towards: int | None = None,
    ) -> Done:
        """Money received; that of a sale under the reference of `towards` or the newest round."""
        note = queries.payment_reference(towards or self.round) if how == "sold" else ""
        return self.do(
            day,
            RecordReceipt,
            by=self.court.finance,
            how=how,
            amount=amount,
            received_on=day,
            payer=payer,
            bank_reference=reference,
            payment_reference=note,
        )

    def clock(self, node: str) -> tuple[str, date | None] | None:
        """State and due day of the newest clock of a node."""
        with viewing(self.court.officer):
            every = [each for each in deadlines.of_case(self.case) if each.node == node]
        return (every[-1].state, every[-1].due_on) if every else None

    def lot(self, lot: int) -> queries.Lot:
        with viewing(self.court.officer):
            return queries.lot(lot)

    def the_asset(self) -> assets.Asset:
        with viewing(self.court.officer):
            return assets.asset(self.asset)
