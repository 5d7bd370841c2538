"""Reading cases: lists, one case, and what hangs on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router

from duixian.api import shapes
from duixian.api.reading import actor_of, page_by_day
from duixian.contexts.assets import queries as assets
from duixian.contexts.cases import access, queries
from duixian.contexts.cases.owed import owed
from duixian.contexts.deadlines import queries as deadlines
from duixian.contexts.distribution import queries as distribution
from duixian.contexts.documents import queries as documents
from duixian.contexts.ledger import queries as ledger
from duixian.contexts.measures import queries as measures
from duixian.contexts.record import queries as record
from duixian.contexts.record.viewing import viewing
from duixian.kernel import clock
from duixian.kernel.money import yuan
from duixian.workflow.next_acts import next_acts

router = Router(tags=["cases"])


@router.get("cases", summary="案件列表 / Cases")
def list_cases(
    request: HttpRequest,
    query: str = "",
    state: str = "",
    due_before: date | None = None,
    cursor: str = "",
) -> dict[str, Any]:
    with viewing(actor_of(request)):
        found = queries.search(query)
        if state:
            found = found.filter(state=state)
        if due_before is not None:
            found = found.filter(deadlines__state="running", deadlines__due_on__lt=due_before)
            found = found.distinct()
        return page_by_day(found, "filed_on", cursor, shapes.case)


@router.get("cases/{case_id}", summary="案件 / One case")
def one_case(request: HttpRequest, case_id: int) -> dict[str, Any]:
    with viewing(actor_of(request)):
        case = access.case_or_refuse(case_id)
        found = owed(case.pk, clock.today())
        value = found.value
        return {
            **shapes.case(case),
            "parties": [shapes.party(each) for each in queries.parties_of(case.pk)],
            "titles": [
                {
                    "kind": title.kind,
                    "number": title.number,
                    "issuer": title.issuer,
                    "effective_on": title.effective_on,
                    "performance_due_on": title.performance_due_on,
                }
                for title in queries.titles_of(case.pk)
            ],
            "amounts": {
                "until": value.until,
                "costs": yuan(value.costs),
                "principal": yuan(value.principal),
                "ordinary": yuan(value.ordinary),
                "doubled": yuan(value.doubled),
                "total": yuan(value.total),
                "credited": yuan(value.credited),
                "outstanding": yuan(value.outstanding),
                **found.reasons_as_json(),
            },
        }


@router.get("cases/{case_id}/deadlines", summary="期限 / Its clocks")
def its_deadlines(request: HttpRequest, case_id: int) -> dict[str, Any]:
    with viewing(actor_of(request)):
        case = access.case_or_refuse(case_id)
        return {"items": [shapes.deadline(each) for each in deadlines.of_case(case.pk)]}


@router.get("cases/{case_id}/journal", summary="日志 / Its journal")
def its_journal(request: HttpRequest, case_id: int, cursor: str = "") -> dict[str, Any]:
    with viewing(actor_of(request)):
        case = access.case_or_refuse(case_id)
        return page_by_day(record.journal_of(case.pk), "occurred_on", cursor, shapes.entry)


@router.get("cases/{case_id}/money", summary="案款 / Its money")
def its_money(request: HttpRequest, case_id: int) -> dict[str, Any]:
    with viewing(actor_of(request)):
        case = access.case_or_refuse(case_id)
        account = ledger.account_of_case(case.pk)
        return {
            "balance": yuan(account.balance if account else 0),
            "available": yuan(account.available if account else 0),
            "receipts": [
                {
                    "id": each.pk,
                    "number": each.number,
                    "how": each.how,
                    "amount": yuan(each.amount),
                    "received_on": each.received_on,
                    "payer": each.payer,
                    "left": yuan(each.left),
                }
                for each in ledger.receipts_of(case.pk)
            ],
            "payouts": [
                {
                    "id": each.pk,
                    "number": each.number,
                    "payee": each.account_name,
                    "amount": yuan(each.amount),
                    "state": each.state,
                    "ordered_on": each.ordered_on,
                    "settled_on": each.settled_on,
                    "account": each.account_masked,
                }
                for each in distribution.payouts_of(case.pk)
            ],
        }


@router.get("cases/{case_id}/assets", summary="财产 / Its property")
def its_assets(request: HttpRequest, case_id: int) -> dict[str, Any]:
    with viewing(actor_of(request)):
        case = access.case_or_refuse(case_id)
        return {"items": [shapes.asset(each) for each in assets.assets_of(case.pk)]}


@router.get("cases/{case_id}/measures", summary="控制措施 / Its measures")
def its_measures(request: HttpRequest, case_id: int) -> dict[str, Any]:
    with viewing(actor_of(request)):
        case = access.case_or_refuse(case_id)
        return {"items": [shapes.measure(each) for each in measures.measures_of(case.pk)]}


@router.get("cases/{case_id}/documents", summary="文书 / Its documents")
def its_documents(request: HttpRequest, case_id: int) -> dict[str, Any]:
    with viewing(actor_of(request)):
        case = access.case_or_refuse(case_id)
        return {"items": [shapes.document(each) for each in documents.documents_of(case.pk)]}


@router.get("cases/{case_id}/next-acts", summary="现在可以办 / Next lawful acts")
def its_next_acts(request: HttpRequest, case_id: int) -> dict[str, Any]:
    actor = actor_of(request)
    with viewing(actor):
        found = next_acts(actor, access.case_or_refuse(case_id))
        return {
            "allowed": [shapes.possible(each) for each in found.allowed],
            "refused": [shapes.possible(each) for each in found.refused],
        }
