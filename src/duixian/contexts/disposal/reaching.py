"""What the acts of disposal have in common: finding lots, assets and parties, naming states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field

from duixian.contexts.assets import queries as assets
from duixian.contexts.cases import queries as cases
from duixian.contexts.cases.case_act import CaseAct, case_of
from duixian.contexts.cases.models import Case, CaseParty
from duixian.contexts.disposal.models import Appraisal, Auction, Lot
from duixian.contexts.measures import queries as measures
from duixian.contexts.record.acts import Doing
from duixian.contexts.record.facts import Reference
from duixian.kernel.findings import Refusal

LotRef = Annotated[int, Reference("disposal.Lot")]
ObjectionRef = Annotated[int, Reference("disposal.Objection")]


class DisposalAct(CaseAct):
    """An act of disposal: not while enforcement is suspended, unless the class says so."""

    while_suspended: ClassVar[bool] = False

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not cls.while_suspended and case_of(at).state == Case.State.SUSPENDED:
            raise Refusal(
                "disposal.suspended",
                "本案中止执行，不能处置财产",
                cure="恢复执行后再办理；已公告的应当撤回",
                provisions=("suspension",),
            )


class OnLot(DisposalAct):
    """An act on one lot of the case, in one of the states the class names."""

    states: ClassVar[tuple[str, ...]] = ()

    lot: LotRef = Field(title="处置标的")

    @classmethod
    def fits(cls, at: Doing, lot: Lot) -> bool:
        """Whether the lot is where this act takes it up."""
        return lot.state in cls.states

    @classmethod
    def _candidates(cls, at: Doing) -> list[Lot]:
        return [each for each in lots_of(at) if cls.fits(at, each)]

    @classmethod
    def choices(cls, at: Doing) -> Mapping[str, list[tuple[Any, str]]]:
        return {"lot": [(each.pk, label(each)) for each in cls._candidates(at)]}

    @classmethod
    def defaults(cls, at: Doing) -> Mapping[str, Any]:
        found = cls._candidates(at)
        return {"lot": found[0].pk} if len(found) == 1 else {}

    @classmethod
    def ready(cls, at: Doing) -> None:
        super().ready(at)
        if not cls._candidates(at):
            raise Refusal(
                "disposal.no_lot",
                f"本案没有可以办理“{cls.title}”的处置标的",
                cure="先办理前一步：启动参考价、确定参考价、公告、登记结果依次进行",
            )

    def check(self, at: Doing) -> None:
        super().check(at)
        self._lot(at)

    def _lot(self, at: Doing) -> Lot:
        """The lot; a Refusal saying in which state it is when it may not be acted on."""
        for each in lots_of(at):
            if each.pk != self.lot:
                continue
            if type(self).fits(at, each):
                return each
            raise Refusal(
                "disposal.wrong_state",
                f"{each.asset.description}{each.get_state_display()}，不能办理“{self.title}”",
                cure="从列表中选择可以办理的标的",
                field="lot",
            )
        raise Refusal(
            "disposal.not_in_case", "本案没有这一处置标的", cure="从列表中选择", field="lot"
        )


def case_id_of(at: Doing) -> int:
    """The case every act of this room is about."""
    assert at.case_id is not None  # CaseAct's subject
    return at.case_id


def lots_of(at: Doing) -> list[Lot]:
    """The lots of the case, read once in a doing."""

    def read() -> list[Lot]:
        return list(
            Lot.objects.filter(case_id=case_id_of(at))
            .select_related("asset__owner__party", "asset__institution", "measure")
            .order_by("id")
        )

    found: list[Lot] = at.once("disposal.lots", read)
    return found


def open_lot_of(at: Doing, asset_id: int) -> Lot | None:
    """The lot by which an asset is being disposed of, if it is."""
    return next((each for each in lots_of(at) if each.asset_id == asset_id and each.is_open), None)


def auctions_of(at: Doing, lot: Lot) -> list[Auction]:
    """The rounds of a lot with their sales, oldest first, read once."""

    def read() -> list[Auction]:
        return list(Auction.objects.filter(lot=lot).select_related("sale").order_by("id"))

    found: list[Auction] = at.once(("disposal.auctions", lot.pk), read)
    return found


def live_auction(at: Doing, lot: Lot, state: str) -> Auction:
    """The round of a lot that is announced, or sold: its state says there is one."""
    return next(each for each in reversed(auctions_of(at, lot)) if each.state == state)


def appraisal_of(lot: Lot) -> Appraisal | None:
    """The appraisal now entrusted for a lot."""
    return lot.appraisals.filter(ended_on=None).select_related("agency", "draw").first()


def asset_of(at: Doing, asset_id: int) -> assets.Asset:
    """An asset of this case; a Refusal when it is none."""
    for each in assets_of(at):
        if each.pk == asset_id:
            return each
    raise Refusal("assets.not_in_case", "本案没有这一财产", cure="从本案财产中选择", field="asset")


def assets_of(at: Doing) -> list[assets.Asset]:
    case_id = case_id_of(at)
    return at.once("disposal.assets", lambda: assets.assets_of(case_id))


def sealed_of(at: Doing) -> dict[int, measures.Measure]:
    """By asset: the measure of ours that now stands on it."""
    case_id = case_id_of(at)

    def read() -> dict[int, measures.Measure]:
        standing = [each for each in measures.all_of_case(case_id) if each.kind == "seal"]
        return {each.asset_id: each for each in standing if each.alive}

    return at.once("disposal.measures", read)


def disposable(at: Doing, asset: assets.Asset) -> measures.Measure:
    """The first-ranked measure under which the asset is sold; a Refusal why it may not be."""
    if asset.kind == "deposit":
        raise Refusal("disposal.is_money", "存款不需要变价", cure="办理“扣划存款”", field="asset")
    if asset.state == assets.Asset.State.NOT_ENFORCEABLE:
        raise Refusal(
            "disposal.not_enforceable",
            f"{asset.description}已认定不宜执行：{asset.state_reason}",
            cure="处置其他财产",
            field="asset",
        )
    measure = sealed_of(at).get(asset.pk)
    if measure is None or measure.state == measures.Measure.State.ORDERED:
        raise Refusal(
            "disposal.not_controlled",
            f"{asset.description}没有生效的查封、冻结，不能处置",
            cure="先办理查封，待协助单位登记生效",
            field="asset",
            provisions=("no-disposal-before-seizure",),
        )
    if measure.state == measures.Measure.State.QUEUED:
        raise Refusal(
            "disposal.waits_its_turn",
            f"{asset.description}为轮候查封，首先查封的法院有权处置",
            cure="商请首先查封法院处置或移送处置权；或待轮候转为生效",
            field="asset",
            provisions=("queued-measure",),
        )
    if not measure.must_be_sold:
        raise Refusal(
            "disposal.need_not_be_sold",
            f"查封{asset.description}时注明不需要拍卖、变卖",
            cure="确需变价的，解除后重新查封并注明需要变价",
            field="asset",
        )
    if measure.ends_on is not None and at.on > measure.ends_on:
        raise Refusal(
            "disposal.measure_expired",
            f"查封已于{measure.ends_on}届满",
            cure="重新查封后再处置",
            field="asset",
            provisions=("measure-expiry",),
        )
    return measure


def parties_of(at: Doing) -> list[CaseParty]:
    case_id = case_id_of(at)
    return at.once("disposal.parties", lambda: cases.parties_of(case_id))


def party_choices(at: Doing) -> list[tuple[Any, str]]:
    return [(each.pk, f"{each.get_role_display()} {each.party.name}") for each in parties_of(at)]


def label(lot: Lot) -> str:
    """A lot in a list: what it is and where it stands."""
    return f"{lot.asset.description}（{lot.get_state_display()}）"
