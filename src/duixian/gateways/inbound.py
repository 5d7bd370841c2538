"""Answers and results an institution pushes to the court (推送), instead of being asked.

The view that receives the push hands the raw body over and gets back what it is about; whose
inquiry it answers is then looked up by the correlation, and only then is it read.
"""

from __future__ import annotations

from dataclasses import dataclass

from duixian.gateways import readings
from duixian.gateways.client import Reply
from duixian.gateways.dealings import Answer, Refused, Result, Subject, WrongIdentity
from duixian.gateways.directory import Directory
from duixian.gateways.errors import Malformed
from duixian.gateways.protocol import Envelope, Kind
from duixian.gateways.signing import NonceStore, open_sealed

PUSHED = (Kind.INQUIRY_ANSWER, Kind.CONTROL_RESULT, Kind.RETURN)


@dataclass(frozen=True, slots=True)
class Pushed:
    """A push that passed every check and has not been read yet."""

    institution: str
    correlation: str
    envelope: Envelope
    text: str

    @property
    def is_result(self) -> bool:
        """True for a control result, false for an answer or a return."""
        return self.envelope.kind is Kind.CONTROL_RESULT

    def answer(self, subject: Subject) -> Answer | WrongIdentity | Refused:
        """The answer, checked to be about the person who was asked about. Raises Malformed."""
        reply = Reply(self.envelope, self.text)
        if self.envelope.kind is Kind.RETURN:
            return readings.refusal(reply, self.institution)
        if self.is_result:
            raise Malformed("推送的是控制结果，不是查询反馈", institution=self.institution)
        return readings.answer(reply, self.institution, subject)

    def result(self) -> Result | Refused:
        """What the order did. Raises Malformed."""
        reply = Reply(self.envelope, self.text)
        if self.envelope.kind is Kind.RETURN:
            return readings.refusal(reply, self.institution)
        if not self.is_result:
            raise Malformed("推送的是查询反馈，不是控制结果", institution=self.institution)
        return readings.result(reply, self.institution)


def receive(raw: bytes, *, court_code: str, directory: Directory, nonces: NonceStore) -> Pushed:
    """Check a push. Raises MessageRefused with its reason; answer HTTP by `REASONS[...].status`.

    Pushes may come twice: the second one is refused as a replay only when it is the same message;
    a fresh one about the same correlation passes and must be recognised by its correlation.
    """
    envelope = open_sealed(
        raw,
        recipient=court_code,
        keys_of=directory.keys_of,
        kinds=PUSHED,
        nonces=nonces,
    )
    return Pushed(envelope.sender, envelope.correlation, envelope, raw.decode())
