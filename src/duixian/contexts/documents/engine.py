"""Pure decisions on numbers and service of process (编号与送达)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duixian.contexts.documents.wording import serial_suffix
from duixian.kernel.findings import Finding, Refusal, Step
from duixian.kernel.periods import Period, Unit, natural_end
from duixian.law import texts


class Method(StrEnum):
    """How a paper reaches a person (送达方式)."""

    IN_PERSON = "in_person"
    ELECTRONIC = "electronic"
    POST = "post"
    LEFT = "left"
    PUBLIC = "public"
    ENTRUSTED = "entrusted"

    @property
    def label(self) -> str:
        return _TITLES[self]


_TITLES = {
    Method.IN_PERSON: "直接送达",
    Method.ELECTRONIC: "电子送达",
    Method.POST: "邮寄送达",
    Method.LEFT: "留置送达",
    Method.PUBLIC: "公告送达",
    Method.ENTRUSTED: "委托送达",
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at service, as the law looks at it.

    served_on: day of signature, receipt, leaving or publication; is_ruling: 裁定书 and the like;
    consented: the recipient agreed to electronic service; receipt: signature, postal or
    electronic receipt, witness or recording, name of the paper of publication; reason: why
    public notice had to be used, or why the attempt failed.
    """

    method: Method
    served_on: date
    issued_on: date
    is_ruling: bool = False
    delivered: bool = True
    consented: bool = False
    receipt: str = ""
    reason: str = ""


def check_attempt(attempt: Attempt) -> None:
    """Raise the Refusal the law has for this attempt, if any."""
    if attempt.served_on < attempt.issued_on:
        raise Refusal(
            "documents.served_before_issued",
            f"送达日期{attempt.served_on}早于文书签发日期{attempt.issued_on}",
            cure="核对送达日期",
            field="served_on",
        )
    if not attempt.delivered:
        _check_failure(attempt)
    elif attempt.method is Method.ELECTRONIC:
        _check_electronic(attempt)
    elif attempt.method is Method.PUBLIC:
        _check_public(attempt)
    elif attempt.method in (Method.LEFT, Method.POST, Method.ENTRUSTED) and not attempt.receipt:
        raise Refusal(
            "documents.receipt_missing",
            f"{attempt.method.label}须有凭据",
            cure={
                Method.LEFT: "写明见证人，或拍照、录像的编号",
                Method.POST: "填写邮件号和签收情况",
                Method.ENTRUSTED: "填写受托法院的送达回证",
            }[attempt.method],
            field="receipt",
        )


def _check_failure(attempt: Attempt) -> None:
    if not attempt.reason:
        raise Refusal(
            "documents.reason_missing",
            "未能送达的，须写明理由",
            cure="填写退回、拒收或查无此人等情况",
            field="reason",
        )
    if attempt.method is Method.PUBLIC:
        raise Refusal(
            "documents.public_notice_cannot_fail",
            "公告一经刊登即开始计算，不存在未送达",
            cure="未刊登的不要登记；已刊登的登记为已送达",
            field="delivered",
            provisions=("public-notice-service",),
        )


def _check_electronic(attempt: Attempt) -> None:
    if not attempt.consented:
        raise Refusal(
            "documents.consent_missing",
            "电子送达须经受送达人同意",
            cure="先取得送达地址确认书，或改用其他方式",
            field="consented",
        )
    rule = texts.provisions()["electronic-service-of-rulings"]
    if attempt.is_ruling and not rule.on(attempt.served_on):
        raise Refusal(
            "documents.ruling_not_electronic",
            f"{attempt.served_on}裁定书不能以电子方式送达",
            cure="改用直接、邮寄、留置或公告送达",
            field="method",
            provisions=(rule.key,),
        )


def _check_public(attempt: Attempt) -> None:
    for field, value, words in (
        ("receipt", attempt.receipt, "刊登公告的报纸、网站或张贴处所"),
        ("reason", attempt.reason, "下落不明或其他方式无法送达的情况"),
    ):
        if not value:
            raise Refusal(
                "documents.public_notice_unfounded",
                f"公告送达须写明{words}",
                cure=f"填写{words}",
                field=field,
                provisions=("public-notice-service",),
            )


def completed_on(method: Method, served_on: date) -> Finding[date]:
    """The day from which the law takes the paper as served (送达日期).

    Public notice is complete when the term of the law in force on the day of publication has
    passed; it does not roll over days off, since nobody has to do anything on its last day.
    """
    if method is not Method.PUBLIC:
        step = Step(method.label, "当日送达", {"送达日": served_on.isoformat()}, str(served_on))
        return Finding(served_on, (step,))
    term = texts.parameter("public-notice-service", on=served_on)
    period = Period(term.length, Unit(term.unit))
    end = natural_end(served_on, period)
    step = Step(
        "公告送达",
        f"自公告之日起经过{period}",
        {"公告日": served_on.isoformat()},
        end.isoformat(),
        tuple(citation.key for citation in term.provisions),
    )
    return Finding(end, (step,), term.provisions)


def document_number(docket_number: str, serial: int | None) -> str:
    """The number a paper bears: the docket number, and 之几 when its kind is counted.

    >>> document_number("(2017)皖0202执512号", 2)
    '(2017)皖0202执512号之二'
    """
    return docket_number + (serial_suffix(serial) if serial else "")


def serial_scope(case_id: int, series: str) -> str:
    """Papers are counted per case and series, without gaps."""
    return f"document:{case_id}:{series}"
