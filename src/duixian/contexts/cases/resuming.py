"""A resumed case (恢复执行案件): a case of its own, linked to the one it resumes."""

from __future__ import annotations

from datetime import date

from duixian.contexts.cases import engine, queries
from duixian.contexts.cases.models import Case, CaseParty, Obligation, Title
from duixian.contexts.courts import queries as courts
from duixian.contexts.record import serials
from duixian.law.rules.delay_interest import STOPPING_ALL

RESUMED = "执恢"


def resume(old: Case, on: date, *, owed: int, reason: str) -> Case:
    """Enter the case that resumes `old`, numbered as 执恢; inside the act that resumes it."""
    serial = serials.next_serial(engine.docket_scope(old.court_id, RESUMED, on.year), old.court_id)
    number = f"({on.year}){courts.code_of(old.court_id, on)}{RESUMED}{serial}号"
    new = Case.objects.create(
        court_id=old.court_id,
        docket_number=number,
        docket_year=on.year,
        docket_type=RESUMED,
        docket_serial=serial,
        source="恢复执行",
        cause=old.cause,
        applied_on=on,
        filed_on=on,
        flags=old.flags,
        series=old.series,
        creditor_names=old.creditor_names,
        debtor_names=old.debtor_names,
        names_key=old.names_key,
        claim_amount=old.claim_amount,
        collected_amount=old.collected_amount,
        owed_amount=owed,
        owed_on=on,
        resumed_from=old,
        remarks=reason,
    )
    _copy(old, new)
    return new


def _copy(old: Case, new: Case) -> None:
    """Parties, titles, credits and stays of interest go on in the new case; the old stays whole."""
    for appearance in CaseParty.objects.filter(case=old).order_by("id"):
        appearance.pk, appearance.case = None, new
        appearance.save(force_insert=True)
    for title in Title.objects.filter(case=old).order_by("id"):
        items = list(Obligation.objects.filter(title=title).order_by("seq"))
        title.pk, title.case = None, new
        title.save(force_insert=True)
        for item in items:
            item.pk, item.case, item.title = None, new, title
            item.save(force_insert=True)
    for credit in queries.credits_of(old.pk):
        credit.pk, credit.case = None, new
        credit.save(force_insert=True)
    for pause in queries.pauses_of(old.pk):
        if pause.stops_interest:
            if pause.ends_on is None and pause.ground != STOPPING_ALL:
                # Nothing in the new case would ever end it: who resumes says its ground is gone.
                pause.ends_on = max(new.filed_on, pause.starts_on)
            pause.pk, pause.case = None, new
            pause.save(force_insert=True)
