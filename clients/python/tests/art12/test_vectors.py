"""The vectors of ``clients/vectors``, which bind every client, whatever its language."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from ai_act_evidence.art12 import Art12InputError, CheckpointSigner, Config, LogLine, artifact_digest
from ai_act_evidence.art12.canonical import GENESIS, canonical_data, sha256_hex
from ai_act_evidence.art12.checkpoint import checkpoint_key, checkpoint_of, pre_auth_encoding, sign_checkpoint
from ai_act_evidence.art12.references import (
    SecretKey,
    case_digest,
    commitment_digest,
    input_digest,
    reviewer_pseudonym,
)
from ai_act_evidence.art12.source import config_block
from ai_act_evidence.art12.spool.batch import batch_bytes, batches_in
from ai_act_evidence.art12.spool.late import late_key
from ai_act_evidence.art12.spool.left_chain import stop_after
from ai_act_evidence.art12.spool.state_file import ChainState, Point

from .vectors import read_vectors

CANONICAL = read_vectors("canonicalization.json")
REFERENCES = read_vectors("references.json")
CHAINS = read_vectors("chain.json")["chains"]
CHECKPOINTS = read_vectors("checkpoints.json")
SPOOL = read_vectors("spool.json")
LINES = read_vectors("log-lines.json")["lines"]


def named(cases: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


@named(CANONICAL["cases"])
def test_json_has_one_canonical_text(case: dict[str, str]) -> None:
    text = canonical_data(json.loads(case["json"]), "input")
    assert text == case["canonical"]
    assert sha256_hex(text) == case["sha256"]


@named(CANONICAL["refused"])
def test_what_has_no_canonical_text_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(Art12InputError, match="not-plain-json"):
        canonical_data(json.loads(case["json"]), "input")


@named(REFERENCES["input"])
def test_an_input_has_one_keyed_reference(case: dict[str, str]) -> None:
    key = SecretKey(bytes.fromhex(case["key_hex"]), "key")
    assert (
        input_digest(key, case["scope"], canonical_data(json.loads(case["json"]), "input")) == case["digest"]
    )


@named(REFERENCES["commitment"])
def test_a_commitment_is_opened_with_its_nonce(case: dict[str, str]) -> None:
    text = canonical_data(json.loads(case["json"]), "input")
    assert commitment_digest(case["scope"], bytes.fromhex(case["nonce_hex"]), text) == case["digest"]
    assert hashlib.sha256(bytes.fromhex(case["message_hex"])).hexdigest() == case["digest"]


@named(REFERENCES["case"])
def test_a_case_has_one_keyed_reference(case: dict[str, str]) -> None:
    key = SecretKey(bytes.fromhex(case["key_hex"]), "key")
    assert case_digest(key, case["key_id"], case["case_id"]) == case["digest"]


@named(REFERENCES["reviewer"])
def test_a_reviewer_has_one_pseudonym_in_each_system(case: dict[str, str]) -> None:
    key = SecretKey(bytes.fromhex(case["key_hex"]), "key")
    assert reviewer_pseudonym(key, case["system_id"], case["reviewer"]) == case["digest"]


@named(REFERENCES["config"])
def test_settings_have_one_digest_which_covers_the_threshold(case: dict[str, Any]) -> None:
    config = Config(values=json.loads(case["values_json"]), decision_threshold=case["decision_threshold"])
    assert config_block(config) == {
        "digest": case["digest"],
        "decision_threshold": case["decision_threshold"],
    }


@named(REFERENCES["artifact"])
def test_a_folder_has_the_digest_that_gnu_tools_give(case: dict[str, Any], tmp_path: Path) -> None:
    for name, text in case["files"].items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    assert artifact_digest(tmp_path) == case["digest"]


@named(LINES)
def test_an_event_is_sent_as_this_very_line(case: dict[str, Any]) -> None:
    line = LogLine.of_event(case["line"]["art12"]["event"])
    hostname = case["line"].get("hostname")
    assert json.loads(line.to_json(hostname)) == case["line"]


@named(CHAINS)
def test_each_event_carries_the_digest_of_the_one_before(case: dict[str, Any]) -> None:
    """Reading chains is the verifier's task; here the digests must be those that this client writes."""
    lines = [LogLine.of_entry(each["entry"]) for each in case["entries"]]
    assert [line.entry_sha256 for line in lines] == [each["sha256"] for each in case["entries"]]
    heads = {line.sequence: line.entry_sha256 for line in lines} | {0: GENESIS}
    fits = [
        line.event["emitter"]["prev"] == heads[line.sequence - 1]
        for line in lines
        if line.sequence - 1 in heads
    ]
    if not case["breaks"]:
        assert all(fits)


def public_key() -> EllipticCurvePublicKey:
    [pem] = [
        key["publicKey"] for key in CHECKPOINTS["key_ring"]["keys"] if key["keyId"] == key_id_of_vectors()
    ]
    key = load_pem_public_key(pem.encode())
    assert isinstance(key, EllipticCurvePublicKey)
    return key


def key_id_of_vectors() -> str:
    envelope = json.loads(CHECKPOINTS["checkpoints"][0]["envelope"])
    return str(envelope["signatures"][0]["keyid"])


@named(CHECKPOINTS["checkpoints"])
def test_a_checkpoint_is_this_very_envelope_but_for_its_signature(case: dict[str, Any]) -> None:
    expected = json.loads(case["envelope"])
    signature = base64.b64decode(expected["signatures"][0]["sig"])
    signed: list[bytes] = []

    def sign(message: bytes) -> bytes:
        signed.append(message)
        return signature

    signer = CheckpointSigner(key_id=expected["signatures"][0]["keyid"], sign=sign)
    assert sign_checkpoint(case["checkpoint"], signer) == case["envelope"].encode()
    assert [message.decode() for message in signed] == [case["signed"]]
    assert checkpoint_key(case["checkpoint"]) == case["key"]
    public_key().verify(signature, pre_auth_encoding(case["payload"].encode()), ECDSA(hashes.SHA256()))


def test_a_checkpoint_that_was_changed_does_not_fit_its_signature() -> None:
    """So that the check above can fail."""
    case = CHECKPOINTS["checkpoints"][0]
    signature = base64.b64decode(json.loads(case["envelope"])["signatures"][0]["sig"])
    changed = pre_auth_encoding(case["payload"].replace('"start"', '"stop"').encode())
    with pytest.raises(InvalidSignature):
        public_key().verify(signature, changed, ECDSA(hashes.SHA256()))


def test_a_checkpoint_says_where_its_event_stands() -> None:
    for case in CHECKPOINTS["checkpoints"]:
        of_lines = [
            checkpoint_of(LogLine.of_entry(each["entry"])) for chain in CHAINS for each in chain["entries"]
        ]
        same = [each for each in of_lines if each["entry_sha256"] == case["checkpoint"]["entry_sha256"]]
        assert all(each == case["checkpoint"] for each in same)


@named(SPOOL["segments"])
def test_a_file_of_the_spool_is_read_as_far_as_it_was_answered(case: dict[str, Any]) -> None:
    read = [
        [None if line.entry is None else sha256_hex(line.entry) for line in batch]
        for batch in batches_in(case["text"].encode())
    ]
    assert read == case["read"]


def test_a_batch_lies_in_the_spool_as_these_very_bytes() -> None:
    [case] = [each for each in SPOOL["segments"] if each["name"] == "a write of one event, then one of two"]
    written = b"".join(
        batch_bytes([LogLine.of_entry(entry) for entry in entries]) for entries in case["batches"]
    )
    assert written.decode() == case["text"]


@named(SPOOL["successors"])
def test_the_next_process_ends_a_chain_with_this_stop(case: dict[str, Any]) -> None:
    state = ChainState(
        delivered=Point(**case["state"]["delivered"]),
        dropped_head=Point(**case["state"]["droppedHead"]),
        dropped=case["state"]["dropped"],
    )
    stop = stop_after(LogLine.of_entry(case["last"]), state)
    event = None if stop is None else {key: value for key, value in stop.event.items() if key != "event_id"}
    assert event == case["stop"]


@named(SPOOL["late"])
def test_what_goes_past_datadog_has_this_key_and_these_lines(case: dict[str, Any]) -> None:
    lines = [LogLine.of_entry(entry) for entry in case["entries"]]
    assert late_key(lines) == case["key"]
    assert [json.loads(line.to_archived_json()) for line in lines] == case["lines"]


def test_every_file_of_vectors_is_driven_by_a_test() -> None:
    tests = "".join(file.read_text("utf-8") for file in Path(__file__).parents[1].rglob("*.py"))
    folder = Path(__file__).parents[3] / "vectors"
    assert [file.name for file in folder.glob("*.json") if file.name not in tests] == []
