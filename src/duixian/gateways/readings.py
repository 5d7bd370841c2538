"""Reading replies: from the wire's models to the dataclasses rooms and jobs use."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from duixian.gateways.client import Reply
from duixian.gateways.dealings import (
    Answer,
    DepositAccount,
    ExistingMeasure,
    FinancialProduct,
    Holder,
    Mortgage,
    NotYet,
    Priority,
    RealEstate,
    Refused,
    Result,
    SubAccount,
    Subject,
    Transaction,
    Vehicle,
    WrongIdentity,
)
from duixian.gateways.errors import Malformed
from duixian.gateways.protocol import (
    REASONS,
    AccountFound,
    ControlResult,
    EstateFound,
    FreezeFound,
    InquiryAnswer,
    InquiryReceipt,
    Kind,
    MortgageFound,
    NotYetBody,
    RefusalBody,
    ReturnBody,
    SealFound,
    TransactionFound,
    VehicleFound,
    normal_name,
    read_body,
)
from duixian.gateways.signing import fault_of
from duixian.kernel.money import Fen

CONTROLLED = "1"
Body = TypeVar("Body", bound=BaseModel)


def read(model: type[Body], body: dict[str, Any], institution: str) -> Body:
    """A body by its model. Raises Malformed naming the item at fault."""
    try:
        return read_body(model, body)
    except (ValidationError, RecursionError) as error:
        raise Malformed(f"答复内容有误：{fault_of(error)}", institution=institution) from error


def receipt(body: dict[str, Any], institution: str) -> InquiryReceipt:
    """Receipts of inquiries and of orders have the same items."""
    return read(InquiryReceipt, body, institution)


def not_yet(reply: Reply, institution: str) -> NotYet:
    """Nothing so far."""
    body = read(NotYetBody, reply.envelope.body, institution)
    return NotYet(institution, reply.envelope.correlation, body.retry_after_seconds)


def refusal(reply: Reply, institution: str) -> Refused:
    """A refused message or a returned request, in words with a cure."""
    returned = reply.envelope.kind is Kind.RETURN
    contact = telephone = ""
    if returned:
        htxx = read(ReturnBody, reply.envelope.body, institution)
        reason, said, contact, telephone = htxx.reason, htxx.remark, htxx.contact, htxx.telephone
    else:
        said_no = read(RefusalBody, reply.envelope.body, institution)
        reason, said = said_no.reason, said_no.message
    words = REASONS[reason]
    return Refused(
        institution,
        reply.envelope.correlation,
        reason,
        said or words.chinese,
        words.cure,
        returned=returned,
        transient=words.transient,
        contact=contact,
        telephone=telephone,
        evidence=reply.text,
    )


def answer(reply: Reply, institution: str, subject: Subject) -> Answer | WrongIdentity:
    """The answer, if it is about the person asked; otherwise nothing of it is read out.

    An institution may send the same record twice in one answer: equal records become one. Two
    different records of one account contradict each other and the answer cannot be believed.
    """
    body = read(InquiryAnswer, reply.envelope.body, institution)
    if body.request_number != reply.envelope.correlation:
        raise Malformed("反馈的请求单号不符", institution=institution)
    if body.id_number != subject.id_number or normal_name(body.name) != normal_name(subject.name):
        return WrongIdentity(
            institution,
            body.request_number,
            subject,
            body.name,
            body.id_number,
            reply.text,
        )
    return Answer(
        institution,
        body.request_number,
        body.answered_on,
        deposits=_once(
            {_deposit(one, institution): one.number for one in body.accounts if one.is_an_account},
            institution,
        ),
        estates=_once({_estate(one): one.unit_number for one in body.estates}, institution),
        vehicles=_once(
            {_vehicle(one, subject, institution): one.identification for one in body.vehicles},
            institution,
        ),
        evidence=reply.text,
    )


Found = TypeVar("Found", DepositAccount, RealEstate, Vehicle)


def _once(found: dict[Found, str], institution: str) -> tuple[Found, ...]:
    numbers = list(found.values())
    if len(set(numbers)) != len(numbers):
        twice = next(number for number in numbers if numbers.count(number) > 1)
        raise Malformed(f"反馈自相矛盾：{twice} 出现两次且内容不同", institution=institution)
    return tuple(found)


def _deposit(one: AccountFound, institution: str) -> DepositAccount:
    if one.balance is None or one.available is None:
        raise Malformed(f"账户 {one.number} 缺少余额", institution=institution)
    return DepositAccount(
        number=one.number,
        account_class=one.account_class,
        state=one.state,
        branch=one.branch,
        branch_code=one.branch_code,
        currency=one.currency,
        balance=one.balance,
        available=one.available,
        opened_on=one.opened_on,
        closed_on=one.closed_on,
        protected=one.protected,
        existing=tuple(_freeze(freeze) for freeze in one.freezes),
        sub_accounts=tuple(
            SubAccount(sub.number, sub.account_class, sub.currency, sub.balance, sub.available)
            for sub in one.sub_accounts
        ),
        products=tuple(
            FinancialProduct(
                product.name,
                product.kind,
                product.sale_kind,
                product.product_number,
                product.product_account,
                product.proceeds_account,
                product.amount,
                product.controllable,
            )
            for product in one.products
        ),
        priorities=tuple(
            Priority(right.kind, right.holder, right.amount) for right in one.priorities
        ),
        transactions=tuple(_transaction(movement) for movement in one.transactions),
        remark=one.remark,
    )


def _transaction(movement: TransactionFound) -> Transaction:
    sign = -1 if movement.direction == "借" else 1
    return Transaction(
        movement.on,
        Fen(sign * movement.amount),
        movement.counterparty,
        movement.counterparty_account,
        movement.serial,
    )


def _freeze(freeze: FreezeFound) -> ExistingMeasure:
    return ExistingMeasure(
        freeze.sequence,
        freeze.authority,
        freeze.document_number,
        freeze.ends_on,
        freeze.amount,
        freeze.queued,
    )


def _seal(seal: SealFound) -> ExistingMeasure:
    return ExistingMeasure(
        seal.sequence, seal.authority, seal.document_number, seal.ends_on, None, seal.queued
    )


def _mortgage(one: MortgageFound) -> Mortgage:
    return Mortgage(one.mortgagee, one.secured, one.certificate)


def _estate(one: EstateFound) -> RealEstate:
    return RealEstate(
        unit_number=one.unit_number,
        right_kind=one.right_kind,
        location=one.location,
        planned_use=one.planned_use,
        floor_area=one.floor_area,
        certificate=one.certificate,
        registry=one.registry,
        registered_on=one.registered_on,
        co_ownership=one.co_ownership,
        state=one.state,
        holders=tuple(
            Holder(holder.name, holder.id_number, holder.share, holder.ownership)
            for holder in one.holders
        ),
        mortgages=tuple(_mortgage(mortgage) for mortgage in one.mortgages),
        existing=tuple(_seal(seal) for seal in one.seals),
    )


def _vehicle(one: VehicleFound, subject: Subject, institution: str) -> Vehicle:
    if one.owner_id_number != subject.id_number:
        raise Malformed(f"车辆 {one.plate} 不在被执行人名下", institution=institution)
    return Vehicle(
        identification=one.identification,
        plate=one.plate,
        plate_kind=one.plate_kind,
        brand=one.brand,
        vehicle_kind=one.vehicle_kind,
        engine_number=one.engine_number,
        registered_on=one.registered_on,
        use=one.use,
        colour=one.colour,
        state=one.state,
        registry=one.registry,
        mortgages=tuple(_mortgage(mortgage) for mortgage in one.mortgages),
        existing=tuple(_seal(seal) for seal in one.seals),
    )


def result(reply: Reply, institution: str) -> Result:
    """What an order did to its one object."""
    body = read(ControlResult, reply.envelope.body, institution)
    if body.request_number != reply.envelope.correlation:
        raise Malformed("控制结果的请求单号不符", institution=institution)
    if len(body.outcomes) != 1:
        raise Malformed("控制结果的条数与请求不符", institution=institution)
    outcome = body.outcomes[0]
    controlled = outcome.state == CONTROLLED
    return Result(
        institution=institution,
        correlation=body.request_number,
        done_on=body.done_on,
        controlled=controlled,
        queued=outcome.queued,
        rank=outcome.rank,
        starts_on=outcome.starts_on,
        ends_on=outcome.ends_on,
        limit=outcome.limit,
        amount=outcome.controlled,
        balance=outcome.balance,
        available=outcome.available,
        reason=outcome.reason,
        message=outcome.reason_text,
        cure=REASONS[outcome.reason].cure if outcome.reason else "",
        registration=outcome.registration,
        prior=tuple(_freeze(freeze) for freeze in outcome.prior),
        documents=body.documents,
        evidence=reply.text,
    )
