"""docs/protocol says what the code does."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import jsonschema_rs
import pytest
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from duixian.gateways import schemas
from duixian.gateways.dealings import Inquiry, Order
from duixian.gateways.protocol import Measure, Reason
from duixian.gateways.protocol.words import REASONS
from tests.gateways import stories, town
from tests.gateways.conformance import Bench
from tests.gateways.running import RunningInstitutions

DOCUMENTS = Path(__file__).parents[2] / "docs" / "protocol"


def test_the_generated_files_are_fresh() -> None:
    """When this fails: python -m duixian.gateways.schemas docs/protocol."""
    for name, text in schemas.documents().items():
        assert (DOCUMENTS / name).read_text(encoding="utf-8") == text, name


def validator(name: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(json.loads((DOCUMENTS / name).read_text()))


@pytest.mark.parametrize("identifier", ["bank-7001", "land-registry", "vehicle-registry"])
def test_what_is_sent_and_answered_fits_the_published_schemas(
    identifier: str, institutions: RunningInstitutions
) -> None:
    gateway = institutions.gateway(identifier)
    bench = Bench(gateway, gateway, lambda: stories.next_target(identifier))
    inquiry: Inquiry = stories.inquiry(town.LI)
    order: Order = bench.control(bench.next_target())
    for request, kind in ((inquiry, "inquiry.request"), (order, "control.order")):
        message = bench.sealed(request)
        validator("envelope.schema.json").validate(message)
        validator(f"{kind}.schema.json").validate(message["body"])
    receipt = gateway.send_order(order)
    texts = [receipt.evidence, stories.result_of(gateway, order.correlation).evidence]
    texts.append(stories.answered(gateway, inquiry).evidence)
    for text in texts:
        message = json.loads(text)
        validator("envelope.schema.json").validate(message)
        validator(f"{message['kind']}.schema.json").validate(message["body"])
    assert {json.loads(text)["kind"] for text in texts} == {
        "control.receipt",
        "control.result",
        "inquiry.answer",
    }


def test_the_example_verifies_with_a_library_alone() -> None:
    """As another implementation would: canonical JSON, Ed25519, nothing of ours."""
    example = json.loads((DOCUMENTS / "example.json").read_text(encoding="utf-8"))
    message = example["message"]
    validator("control.order.schema.json").validate(message["body"])
    signature = base64.b64decode(message.pop("signature"))
    content = rfc8785.dumps(message)
    assert hashlib.sha256(content).hexdigest() == example["sha256_of_canonical_bytes"]
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(example["public_key"]))
    key.verify(signature, content)
    with pytest.raises(InvalidSignature):
        key.verify(signature, content.replace(b"1234.50", b"9234.50"))


def test_the_schemas_refuse_what_the_models_refuse() -> None:
    order = validator("control.order.schema.json")
    assert not order.is_valid({"BDHM": "1"})
    assert not validator("envelope.schema.json").is_valid({"version": "1"})


def test_every_reason_has_words_and_a_cure() -> None:
    assert set(REASONS) == set(Reason)
    assert all(words.chinese and words.cure for words in REASONS.values())


def test_the_national_measures_keep_their_codes() -> None:
    assert [one.value for one in Measure][:8] == [f"0{number}" for number in range(1, 9)]
