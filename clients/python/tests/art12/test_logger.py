"""What is recorded of a system's operation."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from ai_act_evidence.art12 import (
    Art12ClosedError,
    Art12ConfigError,
    Art12DeliveryError,
    Art12Error,
    Art12InputError,
    Art12Sink,
    Art12ValidationError,
    Art12VocabularyError,
    Clock,
    CommittedReference,
    Config,
    Heartbeat,
    KeyedReference,
    LogLine,
    Model,
    Output,
    Oversight,
    Spool,
    System,
    Use,
    Vocabulary,
)
from ai_act_evidence.art12.references import commitment_digest
from ai_act_evidence.art12.validate import event_fault

from .making import Collecting, decision, decision_call, is_whole_chain, logger, minimal, text_of

NEW_CONFIG = Config(values={"features": ["income"]}, decision_threshold=0.6)


def test_every_kind_of_event_is_recorded_in_one_chain_and_by_the_schema() -> None:
    sink = Collecting()
    with logger(sink) as log:
        first = log.inference(**decision(case_id="2026/000417", trace_id="4b" * 16))
        log.outcome(refers_to=first["event_id"], outcome="repaid")
        override = Oversight(required=True, override=True, reviewer="r-42", reason="income_not_verified")
        log.oversight(refers_to=first["event_id"], oversight=override)
        log.error(error="feature_store_timeout", refers_to=first["event_id"])
        log.out_of_scope_input(input={"age": 12}, reason="not_a_person")
        log.config_change(config=NEW_CONFIG, reason="threshold_review")
        log.heartbeat()
    kinds = ["inference", "outcome", "oversight", "error", "out_of_scope_input", "config_change"]
    assert sink.types == ["emitter_start", *kinds, "emitter_heartbeat", "emitter_stop"]
    assert [event_fault(line.event) for line in sink.lines] == [None] * 9
    assert is_whole_chain(sink.lines)


def test_neither_input_nor_case_nor_reviewer_leaves_the_process() -> None:
    sink = Collecting()
    with logger(sink) as log:
        event = log.inference(
            **decision(
                input={"name": "Erika Mustermann", "iban": "DE02120300000000202051"},
                case_id="CASE-ERIKA",
                oversight=Oversight(required=True, reviewer="hans.huber"),
            )
        )
    for secret in ("Erika", "Mustermann", "DE0212", "CASE-ERIKA", "hans.huber", "\u0001" * 8):
        assert secret not in text_of(sink.lines)
    canonical = b'{"iban":"DE02120300000000202051","name":"Erika Mustermann"}'
    message = b"art12.input.v1\0application-features-v2\0" + canonical
    assert event["input"]["digest"] == hmac.new(bytes([1]) * 32, message, hashlib.sha256).hexdigest()


def test_a_commitment_is_opened_by_what_the_application_kept() -> None:
    kept: dict[str, str] = {}
    reference = CommittedReference(scope="features-v2", keep_opening=kept.__setitem__)
    with logger(Collecting(), input_reference=reference) as log:
        event = log.inference(**decision())
    nonce = bytes.fromhex(kept[event["event_id"]])
    expected = commitment_digest("features-v2", nonce, '{"age":41,"income":3000}')
    assert event["input"]["digest"] == expected


def test_an_event_whose_opening_is_not_kept_is_not_recorded() -> None:
    def broken(_event_id: str, _nonce: str) -> None:
        raise OSError("no store")

    sink = Collecting()
    with logger(sink, input_reference=CommittedReference(scope="v2", keep_opening=broken)) as log:
        with pytest.raises(Art12InputError, match="opening-not-kept"):
            log.inference(**decision())
    assert sink.types == ["emitter_start", "emitter_stop"]


@pytest.mark.parametrize(
    ("given", "kind", "field"),
    [
        ({"input": {"born": datetime(1985, 1, 1)}}, Art12InputError, "input"),
        ({"input": {"ratio": float("nan")}}, Art12InputError, "input"),
        ({"input": {1: "x"}}, Art12InputError, "input"),
        ({"input": {"id": 2**53 + 1}}, Art12InputError, "input"),
        ({"input": {"set": {1, 2}}}, Art12InputError, "input"),
        ({"output": Output("perhaps")}, Art12VocabularyError, "output.decision"),
        ({"output": Output(confidence=0.5)}, Art12ValidationError, "output.decision"),
        ({"output": Output("approve", confidence=1.2)}, Art12ValidationError, "output.confidence"),
        ({"output": {"decision": "approve"}}, Art12ValidationError, "output"),
        ({"oversight": Oversight(required=True, override=True)}, Art12ValidationError, "oversight.reviewer"),
        ({"oversight": Oversight(required=False, reviewer="")}, Art12InputError, "oversight.reviewer"),
        (
            {"oversight": Oversight(required=False, reason="because")},
            Art12VocabularyError,
            "oversight.reason",
        ),
        ({"trace_id": "xyz"}, Art12ValidationError, "trace_id"),
        ({"case_id": ""}, Art12InputError, "case_id"),
        ({"use": Use(datetime(2026, 1, 1), "x")}, Art12ValidationError, "use.start"),
        ({"use": Use("yesterday", "today")}, Art12ValidationError, "use.start"),
        (
            {"use": Use(datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), "x")},
            Art12ValidationError,
            "use.start",
        ),
        ({"output": Output("approve", confidence=10**400)}, Art12ValidationError, "output.confidence"),
    ],
)
def test_a_bad_call_is_refused_at_its_field_and_uses_no_number(
    given: dict[str, Any], kind: type[Art12Error], field: str
) -> None:
    sink = Collecting()
    with logger(sink) as log:
        with pytest.raises(kind) as refused:
            log.inference(**decision(**given))
        log.inference(**decision())
    assert refused.value.field == field
    assert is_whole_chain(sink.lines)
    assert sink.types == ["emitter_start", "inference", "emitter_stop"]


def test_a_refusal_never_repeats_what_was_given() -> None:
    with logger(Collecting()) as log, pytest.raises(Art12Error) as refused:
        log.inference(**decision(output=Output("Erika Mustermann")))
    assert "Erika" not in str(refused.value)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"system": System(id="credit scoring", version="1")}, "system.id"),
        ({"system": {"id": "credit-scoring", "version": "1"}}, "system"),
        ({"system": None}, "system"),
        ({"environment": "a b"}, "environment"),
        ({"role": "observer"}, "role"),
        ({"model": Model(name="m", version="7", run_id="0f" * 16)}, "model.artifact_path"),
        ({"model": Model(name="m", version="7", run_id="1", artifact_sha256="a1" * 32)}, "model.run_id"),
        (
            {"model": Model(name="m", version="7", run_id="0f" * 16, artifact_path="/nowhere")},
            "model.artifact_path",
        ),
        ({"config": Config(decision_threshold=float("nan"), digest="a1" * 32)}, "config.decision_threshold"),
        (
            {"input_reference": KeyedReference(key_id="k", key=b"short", scope="s")},
            "input_reference.key",
        ),
        (
            {"input_reference": KeyedReference(key_id="k", key=b"1" * 32, scope="DE02120300000000202051")},
            "input_reference.scope",
        ),
        ({"pseudonym_key": b"1"}, "pseudonym_key"),
        ({"vocabulary": Vocabulary(decisions=["Approve"])}, "vocabulary.decisions[0]"),
        ({"vocabulary": Vocabulary(decisions="approve")}, "vocabulary.decisions"),
        ({"heartbeat": Heartbeat(every_seconds=0)}, "heartbeat.every_seconds"),
        ({"clock": Clock(source="sundial")}, "clock.source"),  # type: ignore[arg-type]
        ({"service": "GB29NWBK60161331926819"}, "service"),
        ({"spool": Spool(folder="", when_log_cannot_be_written="fail-closed")}, "spool.folder"),
        ({"spool": Spool(folder="a\0b", when_log_cannot_be_written="fail-closed")}, "spool.folder"),
        (
            {"spool": Spool(folder="s", when_log_cannot_be_written="fail-closed", late=5)},  # type: ignore[arg-type]
            "spool.late",
        ),
        ({"heartbeat": Heartbeat(every_seconds=9, on_fault="log")}, "heartbeat.on_fault"),  # type: ignore[arg-type]
        ({"clock": Clock(now=1_800_000_000_000)}, "clock.now"),  # type: ignore[arg-type]
        ({"clock": Clock(now=lambda: 1.8e12)}, "clock.now"),  # type: ignore[arg-type,return-value]
        ({"clock": Clock(now=lambda: 10**18)}, "clock.now"),
        ({"service": 5}, "service"),
        ({"vocabulary": Vocabulary(decisions=None)}, "vocabulary.decisions"),  # type: ignore[arg-type]
        ({"config": Config(decision_threshold=0.5)}, "config.values"),
        (
            {"input_reference": CommittedReference(scope="s", keep_opening=None)},  # type: ignore[arg-type]
            "input_reference.keep_opening",
        ),
        (
            {"model": Model(name="m", version="7", run_id="0f" * 16, artifact_path=5)},  # type: ignore[arg-type]
            "model.artifact_path",
        ),
        (
            {"model": Model(name="m", version="7", run_id="0f" * 16, artifact_path="a\0b")},
            "model.artifact_path",
        ),
        (
            {
                "model": Model(
                    name="m",
                    version="7",
                    run_id="0f" * 16,
                    artifact_sha256="a1" * 32,
                    upstream={},  # type: ignore[arg-type]
                )
            },
            "model.upstream",
        ),
    ],
)
def test_an_option_that_cannot_work_is_told_before_anything_is_recorded(
    changed: dict[str, Any], field: str
) -> None:
    sink = Collecting()
    with pytest.raises(Art12ConfigError) as refused:
        logger(sink, **changed)
    assert refused.value.field == field
    assert sink.lines == []


def test_keys_and_inputs_do_not_show_in_what_is_printed() -> None:
    options = minimal(Collecting())
    call = decision_call(input={"name": "Erika"}, case_id="CASE-ERIKA")
    printed = repr(options["input_reference"]) + repr(options["case_key"]) + repr(call)
    assert "\\x01" not in printed
    assert "Erika" not in printed
    call._take()


def test_later_events_carry_the_new_settings() -> None:
    sink = Collecting()
    with logger(sink) as log:
        before = log.inference(**decision())["config"]
        change = log.config_change(config=NEW_CONFIG, reason="threshold_review")
        after = log.inference(**decision())["config"]
    assert (change["before"], change["after"]) == (before["digest"], after["digest"])
    assert after["decision_threshold"] == 0.6


def test_events_of_many_threads_stand_in_one_chain() -> None:
    sink = Collecting()
    with logger(sink) as log:
        threads = [
            threading.Thread(target=lambda: [log.inference(**decision()) for _ in range(50)])
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(sink.lines) == 402
    assert is_whole_chain(sink.lines)


class Gate(Art12Sink):
    """Takes what comes once it is opened."""

    def __init__(self) -> None:
        self.lines: list[LogLine] = []
        self.batches: list[int] = []
        self.is_open = threading.Event()
        self.is_open.set()

    def write(self, lines: Sequence[LogLine]) -> None:
        self.is_open.wait(10)
        self.lines += lines
        self.batches.append(len(lines))


def test_coroutines_wait_for_the_sink_while_the_event_loop_goes_on() -> None:
    sink = Gate()
    log = logger(sink)
    sink.is_open.clear()

    async def application() -> None:
        calls = [asyncio.ensure_future(log.aio.record(decision_call())) for _ in range(20)]
        for _ in range(5):
            await asyncio.sleep(0)
        assert not any(call.done() for call in calls)
        sink.is_open.set()
        await asyncio.gather(*calls)
        await log.aio.close()

    asyncio.run(application())
    assert is_whole_chain(sink.lines)
    assert len(sink.lines) == 22
    # What was called while the first was on its way is one batch.
    assert max(sink.batches) >= 10


def test_a_coroutine_that_is_cancelled_does_not_take_its_event_back() -> None:
    sink = Gate()
    log = logger(sink)
    sink.is_open.clear()

    async def application() -> None:
        call = asyncio.ensure_future(log.aio.record(decision_call()))
        await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        sink.is_open.set()

    asyncio.run(application())
    log.close()
    assert [line.event["type"] for line in sink.lines] == ["emitter_start", "inference", "emitter_stop"]


class Scripted(Art12Sink):
    """Fails as it is told, then takes all; keeps each try."""

    def __init__(self, *faults: Exception | None) -> None:
        self.faults = list(faults)
        self.tries: list[list[str]] = []
        self.taken: list[LogLine] = []

    def write(self, lines: Sequence[LogLine]) -> None:
        self.tries.append([line.entry for line in lines])
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        self.taken += lines


def fault(delivered: Any) -> Art12DeliveryError:
    return Art12DeliveryError(code="test", needed="x", fix="y", delivered=delivered)


def test_an_event_that_was_not_taken_leaves_no_gap() -> None:
    sink = Scripted(None, fault("no"))
    with logger(sink) as log:
        with pytest.raises(Art12DeliveryError):
            log.inference(**decision())
        log.inference(**decision())
    assert is_whole_chain(sink.taken)
    assert len(sink.taken) == 3


def test_an_event_that_may_have_arrived_is_sent_again_byte_for_byte_before_the_next() -> None:
    sink = Scripted(None, RuntimeError("connection reset"), fault("no"))
    with logger(sink) as log:
        with pytest.raises(Art12DeliveryError) as first:
            log.inference(**decision())
        with pytest.raises(Art12DeliveryError) as second:
            log.inference(**decision())
        log.inference(**decision())
    assert (first.value.code, first.value.delivered) == ("sink-failed", "unknown")
    assert second.value.code == "held-back"
    assert sink.tries[1] == sink.tries[2] == sink.tries[3]
    assert is_whole_chain(sink.taken)
    assert len(sink.taken) == 4


def test_settings_change_although_nobody_knows_whether_their_event_arrived() -> None:
    sink = Scripted(None, RuntimeError("connection reset"))
    with logger(sink) as log:
        with pytest.raises(Art12DeliveryError):
            log.config_change(config=NEW_CONFIG, reason="threshold_review")
        assert log.inference(**decision())["config"]["decision_threshold"] == 0.6


def test_nothing_is_recorded_after_the_stop() -> None:
    sink = Collecting()
    log = logger(sink)
    stop = log.close()
    assert log.close() == stop
    with pytest.raises(Art12ClosedError):
        log.inference(**decision())
    assert sink.types == ["emitter_start", "emitter_stop"]


def test_heartbeats_come_by_themselves_and_say_how_often() -> None:
    sink = Collecting()
    two = threading.Event()

    class Counting(Collecting):
        def write(self, lines: Sequence[LogLine]) -> None:
            sink.write(lines)
            if sink.types.count("emitter_heartbeat") >= 2:
                two.set()

    with logger(Counting(), heartbeat=Heartbeat(every_seconds=1)):
        assert two.wait(10)
    beats = [line.event for line in sink.lines if line.event["type"] == "emitter_heartbeat"]
    assert [beat["heartbeat_seconds"] for beat in beats[:2]] == [1, 1]
    assert sink.lines[0].event["heartbeat_seconds"] == 1


def test_times_are_utc_with_three_decimals_whatever_zone_they_are_given_in() -> None:
    start = datetime(2026, 11, 24, 22, 0, 0, 123999, tzinfo=timezone(timedelta(hours=1)))
    with logger(Collecting(), clock=Clock(now=lambda: 1_790_000_000_007)) as log:
        event = log.inference(**decision(use=Use(start, "2026-11-24T21:00:01.000Z")))
    assert event["use"] == {"start": "2026-11-24T21:00:00.123Z", "end": "2026-11-24T21:00:01.000Z"}
    assert event["time"] == "2026-09-21T14:13:20.007Z"


@pytest.mark.parametrize(
    ("given", "logged"),
    [(0.87314999, 0.8731), (0.00005, 0.0001), (1, 1.0), (0.99999, 1.0), (0.12345, 0.1235)],
)
def test_confidence_is_rounded_to_four_decimals(given: float, logged: float) -> None:
    with logger(Collecting()) as log:
        event = log.inference(**decision(output=Output("approve", confidence=given)))
    assert event["output"].get("confidence") == logged


def test_errors_survive_the_way_out_of_a_worker_process() -> None:
    import pickle

    error = Art12DeliveryError(code="c", needed="n", fix="f", delivered="unknown", status=503)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.code, again.delivered, again.status) == (str(error), "c", "unknown", 503)
