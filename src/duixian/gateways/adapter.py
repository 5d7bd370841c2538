"""What every institution behind protocol v1 has in common; a plugin adds only its property."""

from __future__ import annotations

from abc import abstractmethod
from datetime import timedelta
from typing import Any, ClassVar

import httpx
from pydantic import BaseModel, ValidationError

from duixian.gateways import readings
from duixian.gateways.client import CourtIdentity, Line, LineOptions, Reply
from duixian.gateways.dealings import (
    Answer,
    ConfigFinding,
    Inquiry,
    NotYet,
    Order,
    Receipt,
    Refused,
    Result,
    Sent,
    Subject,
    WrongIdentity,
)
from duixian.gateways.directory import Institution
from duixian.gateways.errors import GatewayError, Misconfigured
from duixian.gateways.protocol import (
    REASONS,
    VERSION,
    About,
    ControlOrder,
    InquiryRequest,
    Kind,
    Measure,
    Reason,
)
from duixian.gateways.protocol.envelope import CLOCK_TOLERANCE
from duixian.gateways.registry import Gateway, options_of
from duixian.gateways.signing import fault_of
from duixian.kernel import clock

MEASURES_ON_DEPOSITS = frozenset(Measure) - {Measure.SEAL_UP}
MEASURES_ON_REGISTERED = frozenset(
    {Measure.SEAL_UP, Measure.RENEW, Measure.QUEUE, Measure.LIFT, Measure.LIFT_QUEUED}
)


class ProtocolGateway(Gateway):
    """A gateway over protocol v1: signed JSON over HTTP, asynchronous answers."""

    options: ClassVar[type[BaseModel]] = LineOptions
    measures: ClassVar[frozenset[Measure]]

    def __init__(
        self, institution: Institution, court: CourtIdentity, client: httpx.Client | None = None
    ) -> None:
        options = options_of(institution)
        if not isinstance(options, LineOptions):
            raise Misconfigured("选项类型不符", institution=institution.identifier)
        self.institution = institution
        self.court = court
        self.line = Line(institution, court, options, client)

    @abstractmethod
    def target_items(self, order: Order) -> dict[str, Any]:
        """The one list of the control order that names this plugin's objects.

        Raises Misconfigured for a target of another kind.
        """

    def send_inquiry(self, inquiry: Inquiry) -> Sent | Refused:
        body = self._checked(
            InquiryRequest,
            **self._asked(inquiry, "1"),
            transactions_from=inquiry.transactions_from,
            transactions_to=inquiry.transactions_to,
            writ_number=inquiry.writ_number,
        )
        reply = self.line.send(
            Kind.INQUIRY_REQUEST,
            "/v1/inquiries",
            body,
            correlation=inquiry.correlation,
            idempotency_key=inquiry.key,
            expects=(Kind.INQUIRY_RECEIPT,),
        )
        refused = self._refusal(reply)
        if refused is not None:
            return refused
        receipt = readings.receipt(reply.envelope.body, self.institution.identifier)
        return Sent(
            self.institution.identifier,
            inquiry.correlation,
            receipt.receipt_number,
            receipt.received_on,
            reply.text,
        )

    def fetch_answer(
        self, correlation: str, subject: Subject
    ) -> Answer | NotYet | Refused | WrongIdentity:
        reply = self.line.fetch(
            Kind.ANSWER_FETCH,
            f"/v1/answers/{correlation}",
            correlation=correlation,
            expects=(Kind.INQUIRY_ANSWER, Kind.NOT_YET),
        )
        return self._waiting_or_refused(reply) or readings.answer(
            reply, self.institution.identifier, subject
        )

    def send_order(self, order: Order) -> Receipt | Refused:
        if order.measure not in self.measures:
            return self._refused(order.correlation, Reason.NOT_SUPPORTED, returned=True)
        body = self._checked(
            ControlOrder,
            **self._asked(order, "2"),
            **self.target_items(order),
            remark=order.remark,
        )
        reply = self.line.send(
            Kind.CONTROL_ORDER,
            "/v1/orders",
            body,
            correlation=order.correlation,
            idempotency_key=order.key,
            expects=(Kind.CONTROL_RECEIPT,),
        )
        refused = self._refusal(reply)
        if refused is not None:
            return refused
        receipt = readings.receipt(reply.envelope.body, self.institution.identifier)
        return Receipt(
            self.institution.identifier,
            order.correlation,
            receipt.receipt_number,
            receipt.received_on,
            reply.text,
        )

    def fetch_result(self, correlation: str) -> Result | NotYet | Refused:
        reply = self.line.fetch(
            Kind.RESULT_FETCH,
            f"/v1/results/{correlation}",
            correlation=correlation,
            expects=(Kind.CONTROL_RESULT, Kind.NOT_YET),
        )
        return self._waiting_or_refused(reply) or readings.result(
            reply, self.institution.identifier
        )

    def check_config(self) -> tuple[ConfigFinding, ...]:
        try:
            about = self.line.about()
        except GatewayError as error:
            cure = "核对地址、网络和对方服务是否启动"
            return (ConfigFinding(False, "连接", error.message, cure),)
        return (
            ConfigFinding(True, "连接", f"已连通 {self.institution.base_url}"),
            self._same("协议版本", VERSION, about.version),
            self._same("单位标识", self.institution.identifier, about.identifier),
            self._same("类别", self.institution.kind.value, about.kind.value),
            self._key_is_published(about),
            self._clocks_agree(about),
            self._can_what_is_listed(about),
        )

    def close(self) -> None:
        self.line.close()

    def _asked(self, request: Inquiry | Order, nature: str) -> dict[str, Any]:
        """Items both requests share: who asks about whom."""
        return {
            "request_number": request.correlation,
            "institution_kind": self.institution.kind,
            "nature": nature,
            "name": request.subject.name,
            "document_kind": request.subject.document_kind.value,
            "id_number": request.subject.id_number,
            "court_name": self.court.name,
            "court_code": self.court.code,
            "officer": request.officer.name,
            "officer_telephone": request.officer.telephone,
            "docket_number": request.docket_number,
            "work_card": request.officer.work_card,
            "duty_card": request.officer.duty_card,
            "notice_name": request.notice_name,
            "writs": request.writs,
            "callback": request.callback,
        }

    def _checked(self, model: type[BaseModel], **items: Any) -> BaseModel:
        """The body by its model; what our own side got wrong is refused before it leaves."""
        try:
            return model.model_validate(items)
        except ValidationError as error:
            raise Misconfigured(
                f"请求不符合协议，未发出：{fault_of(error)}",
                institution=self.institution.identifier,
            ) from error

    def _waiting_or_refused(self, reply: Reply) -> NotYet | Refused | None:
        if reply.envelope.kind is Kind.NOT_YET:
            return readings.not_yet(reply, self.institution.identifier)
        return self._refusal(reply)

    def _refusal(self, reply: Reply) -> Refused | None:
        if reply.envelope.kind in (Kind.REFUSAL, Kind.RETURN):
            return readings.refusal(reply, self.institution.identifier)
        return None

    def _refused(self, correlation: str, reason: Reason, *, returned: bool) -> Refused:
        words = REASONS[reason]
        return Refused(
            self.institution.identifier,
            correlation,
            reason,
            words.chinese,
            words.cure,
            returned=returned,
            transient=words.transient,
        )

    @staticmethod
    def _same(subject: str, ours: str, theirs: str) -> ConfigFinding:
        if ours == theirs:
            return ConfigFinding(True, subject, ours)
        message = f"目录中为 {ours}，对方自称 {theirs}"
        return ConfigFinding(False, subject, message, "核对目录中的地址和标识")

    def _key_is_published(self, about: About) -> ConfigFinding:
        listed = {key.public_key for key in self.institution.keys}
        if listed & {key.public_key for key in about.keys}:
            return ConfigFinding(True, "公钥", "与对方公布的一致")
        return ConfigFinding(
            False, "公钥", "目录中的公钥与对方公布的不同", "经电话等其他途径核实后更新目录"
        )

    @staticmethod
    def _clocks_agree(about: About) -> ConfigFinding:
        gap = abs(about.instant - clock.wall())
        seconds = gap / timedelta(seconds=1)
        if gap <= CLOCK_TOLERANCE:
            return ConfigFinding(True, "时钟", f"相差 {seconds:.0f} 秒")
        return ConfigFinding(False, "时钟", f"相差 {seconds:.0f} 秒", "校准服务器时钟")

    def _can_what_is_listed(self, about: About) -> ConfigFinding:
        missing = set(self.institution.capabilities) - set(about.capabilities)
        if not missing:
            return ConfigFinding(True, "能力", "目录所列能力对方均具备")
        names = "、".join(sorted(missing))
        return ConfigFinding(False, "能力", f"对方不具备：{names}", "更新目录")

    def wrong_target(self, order: Order) -> Misconfigured:
        """For plugins: the order's object is not of this institution's kind."""
        kind = type(order.target).__name__
        return Misconfigured(
            f"{self.label}不能控制该类财产（{kind}）", institution=self.institution.identifier
        )


def control_items(order: Order) -> dict[str, Any]:
    """Items every controlled object carries, whatever its kind."""
    return {
        "sequence": 1,
        "measure": order.measure,
        "ruling_number": order.ruling_number,
        "starts_on": order.starts_on,
        "ends_on": order.ends_on,
        "original_docket": order.original_docket,
        "original_request": order.original_request,
    }
