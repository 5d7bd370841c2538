"""Money that reaches the court's account: the bank's lines are entered, then booked, once each.

Entering and booking are apart: a line entered and not booked is found again the next time.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass

import structlog
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from duixian.contexts.cases import access
from duixian.contexts.cases import queries as cases
from duixian.contexts.courts import queries as courts
from duixian.contexts.ledger import court_accounts, queries, sale_payments
from duixian.contexts.ledger.acts import (
    EnterStatement,
    RecordReceipt,
    RecordUnknownReceipt,
    StatementFacts,
)
from duixian.contexts.ledger.models import CourtBankAccount, StatementLine
from duixian.contexts.measures import queries as measures
from duixian.contexts.record import sealing
from duixian.contexts.record.actors import system_actor
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.gateways.dealings import Refused
from duixian.gateways.errors import Malformed
from duixian.gateways.treasury import Line, Page
from duixian.jobs.connection import court_bank
from duixian.jobs.queueing import QUEUE
from duixian.kernel import identifiers
from duixian.kernel.findings import Refusal

log = structlog.get_logger(__name__)

_DOCKET = re.compile(
    r"\(\d{4}\)[^()\s,，;；:：]{1,30}?执[^()\s,，;；:：]{0,10}?\d+号(?:之[一二三四五六七八九十百]+)?"
)
_OF_SALE = re.compile("拍卖|变卖|变价|成交|竞买")
UNNAMED = "未注明付款人"


def fetch_later_in_all_courts() -> None:
    """A job for every court that has an account; one at a time, and none where one waits."""
    for court in courts.all_courts():
        with viewing(system_actor(court.pk)):
            if court_accounts.of_court(court.pk) is None:
                continue
        with contextlib.suppress(AlreadyEnqueued):
            app.configure_task(
                "duixian.fetch_statement",
                allow_unknown=True,
                queue=QUEUE,
                lock=f"statement:{court.pk}",
                queueing_lock=f"statement:{court.pk}",
            ).defer(court_id=court.pk)


def fetch(court_id: int) -> int:
    """Enter what the bank's statement says since last time and book it; returns lines entered."""
    with viewing(system_actor(court_id)):
        account = court_accounts.of_court(court_id)
    if account is None:
        return 0
    entered = _enter_new(account)
    book(court_id)
    return entered


def _enter_new(account: CourtBankAccount) -> int:
    bank = court_bank(account.institution_key, account.court_id)
    entered = 0
    while True:
        with viewing(system_actor(account.court_id)):
            after = queries.last_serial(account.court_id, account.number)
        page = bank.fetch_statement(account.number, after)
        if isinstance(page, Refused):
            log.error("bank refuses the statement", court=account.court_id, reason=page.message)
            return entered
        if page.lines:
            entered += _enter(account, page)
        if not page.more:
            return entered
        if not page.lines:
            raise Malformed("流水称还有内容却没有给出", institution=account.institution_key)


def _enter(account: CourtBankAccount, page: Page) -> int:
    first, last = page.lines[0].serial, page.lines[-1].serial
    act = EnterStatement(lines=tuple(_facts(line, account.number) for line in page.lines))
    key = f"statement:{account.number}:{first}-{last}"
    done = do(act, by=system_actor(account.court_id), key=key)
    return int(getattr(done, "result", {}).get("entered", 0))


def _facts(line: Line, bank_account: str) -> StatementFacts:
    return StatementFacts(
        bank_reference=line.bank_reference,
        on=line.booked_on,
        amount=line.amount,
        counterparty=(line.counterparty or UNNAMED)[:120],
        remark=line.remark[:200],
        bank_account=bank_account,
        serial=line.serial,
        named=line.account_number[:40],
        value_on=line.value_on,
        request_number=line.request_number[:64],
        order_number=line.order_number[:64],
        payer_account=line.counterparty_account,
    )


def book(court_id: int) -> int:
    """Book every line no receipt stands for yet; returns how many were booked."""
    with viewing(system_actor(court_id)):
        found = list(queries.lines_not_booked(court_id)[:1000])
    booked = 0
    for line in found:
        # One after the other: what was booked tells whose account the next line comes from.
        with viewing(system_actor(court_id)):
            destined = _destined(line)
        booked += _book(line, destined)
    return booked


@dataclass(frozen=True, slots=True)
class _Destined:
    """For which case money came, and how; no case: not known."""

    case_id: int | None
    how: str = "other"
    payment_reference: str = ""


def _destined(line: StatementLine) -> _Destined:
    """The one case all signs on a line point to: its number, its levy, its docket, its sale."""
    order = measures.order_by_correlation(line.request_number) if line.request_number else None
    levy = order if order is not None and order.kind == "levy" else None
    sale = None if levy is not None else _sale_of(line)
    signs = {_case_of_number(line), levy.case_id if levy else None, _case_of_remark(line)}
    named = (signs | {sale.case_id if sale is not None else None}) - {None}
    if len(named) != 1:
        if named:
            log.error("signs on a line contradict each other", line=line.bank_reference)
        return _Destined(None)
    if levy is not None:
        return _Destined(levy.case_id, "levied")
    if sale is not None:
        return _Destined(sale.case_id, "sold", sale.reference)
    if _OF_SALE.search(line.remark):
        # It says it is the price of a sale and nothing says of which: a person must find out.
        return _Destined(None)
    return _Destined(named.pop(), "paid")


def _sale_of(line: StatementLine) -> sale_payments.SalePayment | None:
    account_hash = sealing.keyed_hash(_payer_account(line)) if line.payer_account_sealed else ""
    return sale_payments.identify(line.court_id, line.remark, line.counterparty, account_hash)


def _payer_account(line: StatementLine) -> str:
    sealed = line.payer_account_sealed
    return sealing.unseal(sealed) if sealed else ""


def _case_of_number(line: StatementLine) -> int | None:
    case_id = court_accounts.case_of_number(line.bank_account, line.named)
    if case_id is None or cases.court_of(case_id) != line.court_id:
        return None
    return case_id


def _case_of_remark(line: StatementLine) -> int | None:
    found = _DOCKET.findall(identifiers.normalise(line.remark))
    known = {cases.by_docket(text) for text in found}
    mine = {each.pk for each in known if each is not None and each.court_id == line.court_id}
    return mine.pop() if len(mine) == 1 else None


def _standing(line: StatementLine, case_id: int) -> int:
    """The case money goes to: where an old case was resumed, the one it goes on in."""
    with viewing(system_actor(line.court_id)):
        return cases.going_on_in(access.case_or_refuse(case_id)).pk


def _book(line: StatementLine, destined: _Destined) -> bool:
    if destined.case_id is None:
        return _book_unknown(line)
    levied = destined.how == "levied"
    receipt = RecordReceipt.model_validate(
        {
            "case": _standing(line, destined.case_id),
            "how": destined.how,
            "amount": line.amount,
            "received_on": line.on,
            "credited_on": min(line.value_on or line.on, line.on) if levied else None,
            "payer": line.counterparty,
            "bank_reference": line.bank_reference,
            "payment_reference": destined.payment_reference,
            "payer_account": _payer_account(line),
        }
    )
    try:
        do(receipt, by=system_actor(line.court_id), key=f"receipt:{line.bank_reference}")
    except Refusal as refusal:
        return _not_booked(line, refusal)
    return True


def _book_unknown(line: StatementLine) -> bool:
    unknown = RecordUnknownReceipt(
        amount=line.amount,
        received_on=line.on,
        payer=line.counterparty,
        bank_reference=line.bank_reference,
        payer_account=_payer_account(line),
    )
    try:
        do(unknown, by=system_actor(line.court_id), key=f"receipt:{line.bank_reference}")
    except Refusal as refusal:
        if refusal.code != "ledger.received_already":
            raise
        return False
    return True


def _not_booked(line: StatementLine, refusal: Refusal) -> bool:
    """Known already or of a day to come: later. Anything else: money without a case."""
    if refusal.code == "ledger.received_already":
        return False
    if refusal.code == "ledger.received_in_future" or refusal.transient:
        log.warning("line waits", line=line.bank_reference, refusal=refusal.code)
        return False
    log.error("case cannot take its money", line=line.bank_reference, refusal=refusal.code)
    return _book_unknown(line)
