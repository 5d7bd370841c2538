"""The same rule as a vector model in the style of OpenFisca: one formula over all claims at once.

Facts are variables of an entity, the published rates a parameter by date, and the formula walks
the three payments, each over all claims. OpenFisca reckons in 32-bit floats between variables;
inside the formula the arrays are 64-bit, so that sums of fen keep six places.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy
from openfisca_core.entities import build_entity
from openfisca_core.parameters import Parameter, ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.interest_by_hand import Plain, Rates

PAYMENTS = 3
YEAR = "2026"  # OpenFisca has a formula only of a period with a beginning
Array = Any

Claim = build_entity(key="claim", plural="claims", label="一笔迟延债务", is_person=True)
FACTS = ["base", "due", "starts", "multiple", "until"]
FACTS += [f"{name}_{place}" for place in range(PAYMENTS) for name in ("paid_on", "paid")]


def _fact(name: str) -> type[Variable]:
    """A fact of a claim, given from outside."""
    body = {
        "value_type": float,
        "entity": Claim,
        "definition_period": DateUnit.ETERNITY,
        "label": name,
    }
    return type(name, (Variable,), body)


class interest(Variable):  # noqa: N801 - OpenFisca names a variable by its class
    """Doubled part and ordinary interest together, paid or not, in fen."""

    value_type = float
    entity = Claim
    definition_period = DateUnit.YEAR
    label = "利息合计"

    def formula(claim: Any, period: Any, parameters: Any) -> Array:  # noqa: N805
        history = claim.simulation.tax_benefit_system.parameters.lpr.values_list
        rates = [
            (date.fromisoformat(each.instant_str).toordinal(), each.value)
            for each in reversed(history)
        ]
        doubled, ordinary = _reckon(lambda name: claim(name, period).astype(numpy.float64), rates)
        return doubled + ordinary


def _half_up(amounts: Array) -> Array:
    return numpy.floor(amounts + 0.5)


def _reckon(fact: Callable[[str], Array], rates: Rates) -> tuple[Array, Array]:
    """Doubled part and ordinary interest of all claims, in fen."""
    base, due, starts, until = (fact(name) for name in ("base", "due", "starts", "until"))
    multiple = fact("multiple") / 10
    ordinary, doubled = numpy.zeros_like(base), numpy.zeros_like(base)
    settled, doubled_paid = numpy.zeros_like(base), numpy.zeros_like(base)
    day = numpy.minimum(due, starts)
    edges = [opens for opens, _ in rates] + [date.max.toordinal()]
    for place in range(PAYMENTS + 1):
        last = place == PAYMENTS
        on = until if last else fact(f"paid_on_{place}")
        start = numpy.maximum(day, starts)
        for opens, closes, (_, rate) in zip(edges, edges[1:], rates, strict=False):
            days = numpy.clip(numpy.minimum(closes, on) - numpy.maximum(opens, start), 0, None)
            ordinary += base * (rate / 10_000) * multiple * days / 360
        doubled += base * 0.000175 * numpy.clip(on - numpy.maximum(day, due), 0, None)
        day = numpy.maximum(day, on)
        if last:
            break
        money = fact(f"paid_{place}")
        for pot, paid in ((ordinary, settled), (doubled, doubled_paid)):
            owed = _half_up(pot)
            taken = numpy.minimum(owed, money)
            pot[:] = numpy.where(taken < owed, pot - taken, 0)
            paid += taken
            money = money - taken
            if pot is ordinary:
                taken = numpy.minimum(base, money)
                base = base - taken
                money = money - taken
    return doubled_paid + _half_up(doubled), settled + _half_up(ordinary)


def _system(rates: Rates) -> TaxBenefitSystem:
    system = TaxBenefitSystem([Claim])
    for name in FACTS:
        system.add_variable(_fact(name))
    system.add_variable(interest)
    values = {date.fromordinal(day).isoformat(): {"value": rate} for day, rate in rates}
    node = ParameterNode("", data={})
    node.add_child("lpr", Parameter("lpr", {"values": values}))
    system.parameters = node
    return system


def model(claims: list[Plain], rates: Rates) -> Callable[[], Array]:
    """What reckons the interest of all these claims anew each time it is called, in fen."""
    system = _system(rates)
    columns = {name: [getattr(each, name) for each in claims] for name in FACTS[:5]}
    for place in range(PAYMENTS):
        columns[f"paid_on_{place}"] = [each.payments[place][0] for each in claims]
        columns[f"paid_{place}"] = [each.payments[place][1] for each in claims]
    arrays = {name: numpy.array(column, dtype=numpy.float32) for name, column in columns.items()}

    def reckon() -> Array:
        simulation = SimulationBuilder().build_default_simulation(system, count=len(claims))
        for name, array in arrays.items():
            simulation.set_input(name, DateUnit.ETERNITY.value, array)
        return simulation.calculate("interest", YEAR)

    return reckon
