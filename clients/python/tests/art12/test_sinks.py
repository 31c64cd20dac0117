"""Ways of log lines to Datadog."""

from __future__ import annotations

import io
import json
import socket
from email.utils import formatdate
from typing import Any

import pytest

from ai_act_evidence.art12 import (
    Art12ConfigError,
    Art12DeliveryError,
    Clock,
    DatadogIntake,
    OtlpLogs,
    StdoutForAgent,
    Tries,
)
from ai_act_evidence.art12.sinks.receiver_clock import ReceiverClock
from ai_act_evidence.art12.times import machine_clock

from .intake import Intake, running_intake
from .making import decision, logger

HOUR_MS = 3_600_000
QUICK = Tries(attempts=2, retry_delay_ms=1, timeout_ms=2000)


def sink(intake: Intake, **changed: Any) -> DatadogIntake:
    return DatadogIntake(api_key="key-of-test", url=intake.url, hostname="host-1", tries=QUICK, **changed)


def test_logs_come_to_the_intake_compressed_with_tags_and_key_in_their_places() -> None:
    with running_intake() as intake, logger(sink(intake)) as log:
        event = log.inference(**decision())
    request = intake.requests[1]
    assert request.path == "/api/v2/logs"
    assert request.headers["dd-api-key"] == "key-of-test"
    assert request.headers["content-encoding"] == "gzip"
    [line] = request.body
    assert line["ddtags"] == (
        "compliance.art12:true,env:sandbox,ai_system:credit-scoring,event_type:inference,model_version:7"
    )
    assert (line["hostname"], line["service"]) == ("host-1", "credit-scoring")
    assert line["art12"]["event"] == event == json.loads(line["art12"]["entry"])
    assert "key-of-test" not in json.dumps(request.body)


@pytest.mark.parametrize("passing", [408, 429, 500, 503, "hang up"])
def test_what_may_pass_is_tried_again(passing: int | str) -> None:
    with running_intake(202, passing) as intake, logger(sink(intake)) as log:
        log.inference(**decision())
    assert [line["art12"]["event"]["type"] for line in intake.taken] == [
        "emitter_start",
        "inference",
        "emitter_stop",
    ]


@pytest.mark.parametrize(
    ("answers", "code", "delivered"),
    [
        ([403], "intake-denied", "no"),
        ([400], "intake-http-400", "no"),
        ([429, 429], "intake-http-429", "no"),
        ([503, 503], "intake-http-503", "unknown"),
        ([503, 429], "intake-http-429", "unknown"),
        (["hang up", "hang up"], "intake-no-answer", "unknown"),
        ([302], "intake-http-302", "no"),
    ],
)
def test_a_failure_says_whether_the_event_may_have_arrived(
    answers: list[int | str], code: str, delivered: str
) -> None:
    with running_intake(202, *answers) as intake, logger(sink(intake)) as log:
        with pytest.raises(Art12DeliveryError) as failed:
            log.inference(**decision())
    assert (failed.value.code, failed.value.delivered) == (code, delivered)


def test_nothing_has_arrived_where_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(Art12DeliveryError) as failed:
        logger(DatadogIntake(api_key="k", url=url, tries=QUICK))
    assert (failed.value.code, failed.value.delivered) == ("intake-unreachable", "no")


@pytest.mark.parametrize(("hours", "code"), [(-19, "too-old"), (3, "too-far-ahead")])
def test_what_the_intake_would_drop_for_its_time_is_not_sent(hours: int, code: str) -> None:
    clock = Clock(now=lambda: machine_clock() + hours * HOUR_MS)
    with running_intake() as intake, pytest.raises(Art12DeliveryError) as failed:
        logger(sink(intake), clock=clock)
    assert (failed.value.code, failed.value.delivered) == (code, "no")
    assert intake.requests == []


def test_what_the_intake_has_dropped_by_its_own_clock_is_not_taken_for_delivered() -> None:
    def in_a_day() -> str:
        return formatdate(machine_clock() / 1000 + 24 * 3600, usegmt=True)

    with running_intake(date=in_a_day) as intake, pytest.raises(Art12DeliveryError) as failed:
        logger(sink(intake))
    assert (failed.value.code, failed.value.delivered) == ("too-old", "unknown")


def test_the_other_sides_clock_goes_on_by_uptime_and_is_asked_again_after_ten_minutes() -> None:
    machine, uptime = [0], [0.0]
    clock = ReceiverClock(machine=lambda: machine[0], uptime=lambda: uptime[0])
    clock.heard("Thu, 01 Jan 1970 01:00:00 GMT")
    machine[0], uptime[0] = 99 * HOUR_MS, 60.0
    assert clock.now() == HOUR_MS + 60_000
    uptime[0] = 601.0
    assert clock.now() == 99 * HOUR_MS
    clock.heard("no date")
    assert clock.now() == 99 * HOUR_MS


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"api_key": "a b", "site": "datadoghq.eu"}, "api_key"),
        ({"api_key": "k"}, "site"),
        ({"api_key": "k", "site": "https://datadoghq.eu"}, "site"),
        ({"api_key": "k", "url": "http://intake.example.org"}, "url"),
        ({"api_key": "k", "site": "datadoghq.eu", "max_events": 1001}, "max_events"),
    ],
)
def test_an_intake_that_cannot_work_is_refused(options: dict[str, Any], field: str) -> None:
    with pytest.raises(Art12ConfigError) as refused:
        DatadogIntake(**options)
    assert refused.value.field == field


def test_a_collector_gets_records_whose_body_is_the_line_and_whose_tags_are_an_attribute() -> None:
    with running_intake() as intake, logger(OtlpLogs(url=intake.url, hostname="host-1", tries=QUICK)) as log:
        event = log.inference(**decision())
    request = intake.requests[1]
    assert request.path == "/v1/logs"
    [resource] = request.body["resourceLogs"]
    [record] = resource["scopeLogs"][0]["logRecords"]
    assert json.loads(record["body"]["stringValue"])["art12"]["event"] == event
    assert record["attributes"][0]["key"] == "ddtags"
    assert record["attributes"][0]["value"]["stringValue"].startswith("compliance.art12:true,")


def test_a_collector_that_rejects_a_record_has_not_taken_it() -> None:
    with running_intake() as intake:
        log = logger(OtlpLogs(url=intake.url, tries=QUICK))
        intake.text = '{"partialSuccess":{"rejectedLogRecords":"1"}}'
        with pytest.raises(Art12DeliveryError) as failed:
            log.inference(**decision())
        assert (failed.value.code, failed.value.delivered) == ("collector-rejected", "unknown")
        intake.text = "{}"
        log.close()


def test_an_agent_reads_one_line_an_event() -> None:
    stream = io.StringIO()
    with logger(StdoutForAgent(stream)) as log:
        log.inference(**decision())
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["art12"]["event"]["type"] for line in lines] == [
        "emitter_start",
        "inference",
        "emitter_stop",
    ]
