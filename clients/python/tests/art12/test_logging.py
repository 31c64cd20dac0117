"""Recording through standard ``logging`` and structlog."""

from __future__ import annotations

import copy
import dataclasses
import gc
import json
import logging
import logging.config
import logging.handlers
import pickle
import queue
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from ai_act_evidence.art12 import (
    Art12DeliveryError,
    Art12Handler,
    Art12Processor,
    Art12ValidationError,
    Art12VocabularyError,
    InferenceCall,
    Output,
    StdoutForAgent,
)

from .making import Collecting, decision_call, is_whole_chain, logger
from .test_logger import Scripted, fault

SECRET = {"name": "Erika Mustermann"}


@pytest.fixture
def application() -> Iterator[logging.Logger]:
    app = logging.getLogger("credit")
    app.setLevel(logging.INFO)
    app.propagate = False
    yield app
    for handler in list(app.handlers):
        app.removeHandler(handler)
    app.filters.clear()


class Shouting(logging.Formatter):
    """Changes every text it gets hold of."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).upper()[:20]


class Redacting(logging.Filter):
    """Changes message and arguments, as filters against secrets do."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = "[redacted]", ()
        return True


def test_an_event_is_the_same_whatever_formatters_and_filters_do_to_the_text(
    application: logging.Logger,
) -> None:
    direct, through = Collecting(), Collecting()
    with logger(direct) as log:
        log.record(decision_call())
    with logger(through) as log:
        handler = Art12Handler(log)
        handler.setFormatter(Shouting())
        handler.addFilter(Redacting())
        application.addFilter(Redacting())
        application.addHandler(handler)
        application.info("decided %s", "Erika", extra={"art12": decision_call()})
    own = {"event_id", "time", "emitter"}
    events = [
        {key: value for key, value in sink.lines[1].event.items() if key not in own}
        for sink in (direct, through)
    ]
    assert events[0] == events[1]
    assert is_whole_chain(through.lines)


def test_other_handlers_see_the_events_id_and_nothing_of_the_call(application: logging.Logger) -> None:
    sink, others = Collecting(), queue.SimpleQueue[logging.LogRecord]()
    with logger(sink) as log:
        application.addHandler(Art12Handler(log))
        application.addHandler(logging.handlers.QueueHandler(others))
        application.info("decided", extra={"art12": decision_call(input=SECRET, case_id="CASE-ERIKA")})
    record = others.get()
    assert record.__dict__["art12_event_id"] == sink.lines[1].event["event_id"]
    assert "erika" not in json.dumps(record.__dict__, default=str).lower()


def ways_to_look_inside(call: Any) -> Iterator[str]:
    yield repr(call)
    yield str(call)
    yield f"{call!a}"
    yield json.dumps(call, default=lambda one: getattr(one, "__dict__", None) or repr(one))
    yield repr(pickle.dumps(call))
    yield repr(copy.deepcopy(call)._given())
    assert not dataclasses.is_dataclass(call)


def test_a_call_shows_its_kind_and_nothing_else() -> None:
    call = decision_call(input=SECRET, output=Output("approve"), case_id="CASE-ERIKA")
    for shown in ways_to_look_inside(call):
        assert "erika" not in shown.lower()
        assert "approve" not in shown
    call._take()


def test_records_without_a_call_pass_by(application: logging.Logger) -> None:
    sink = Collecting()
    with logger(sink) as log:
        application.addHandler(Art12Handler(log))
        application.info("started")
        application.info("started", extra={"art12": None})
    assert sink.types == ["emitter_start", "emitter_stop"]


NO_CALLS = [{"input": SECRET, "output": "approve"}, "approve", InferenceCall, [SECRET]]


@pytest.mark.parametrize("given", NO_CALLS)
def test_what_is_no_call_is_refused_and_not_taken_for_recorded(
    application: logging.Logger, given: object
) -> None:
    with logger(Collecting()) as log:
        application.addHandler(Art12Handler(log))
        with pytest.raises(Art12ValidationError) as refused:
            application.info("decided", extra={"art12": given})
    assert refused.value.code == "unknown-call"
    assert "Erika" not in str(refused.value)


@pytest.mark.parametrize("given", NO_CALLS)
def test_structlog_refuses_what_is_no_call_and_prints_nothing_of_it(given: object) -> None:
    told: list[Exception] = []
    with logger(Collecting()) as log:
        app, printed = printed_by(Art12Processor(log, on_error=told.append))
        app.info("decided", art12=given)
    assert [getattr(error, "code", None) for error in told] == ["unknown-call"]
    assert printed == [{"event": "decided"}]


def test_a_call_that_came_through_a_queue_between_processes_is_refused_in_words() -> None:
    call = decision_call(input=SECRET)
    with logger(Collecting()) as log:
        for emptied in (pickle.loads(pickle.dumps(call)), copy.copy(call)):
            with pytest.raises(Art12ValidationError) as refused:
                log.record(emptied)
            assert refused.value.code == "emptied-call"
        log.record(call)


def test_a_listener_in_another_thread_records_and_tells_what_it_cannot_record(
    application: logging.Logger,
) -> None:
    sink, told, waiting = Collecting(), list[Exception](), queue.Queue[Any]()
    with logger(sink) as log:
        listener = logging.handlers.QueueListener(
            waiting, Art12Handler(log, on_error=told.append, closes=False)
        )
        listener.start()
        application.addHandler(logging.handlers.QueueHandler(waiting))
        application.info("decided", extra={"art12": decision_call(input={1, 2})})
        application.info("decided", extra={"art12": decision_call()})
        listener.stop()
    assert sink.types == ["emitter_start", "inference", "emitter_stop"]
    assert [getattr(error, "code", None) for error in told] == ["not-plain-json"]


def test_a_new_configuration_of_logging_closes_only_a_handler_that_closes(
    application: logging.Logger,
) -> None:
    sink = Collecting()
    with logger(sink) as log:
        borrowing = Art12Handler(log, closes=False)
        logging.config.dictConfig({"version": 1, "disable_existing_loggers": False})
        application.addHandler(borrowing)
        application.info("decided", extra={"art12": decision_call()})
    assert sink.types == ["emitter_start", "inference", "emitter_stop"]


def test_two_handlers_of_one_logger_record_a_call_once(application: logging.Logger) -> None:
    sink = Collecting()
    with logger(sink) as log:
        application.addHandler(Art12Handler(log))
        application.addHandler(Art12Handler(log))
        application.info("decided", extra={"art12": decision_call()})
    assert sink.types == ["emitter_start", "inference", "emitter_stop"]


def test_where_the_log_fails_the_application_hears_of_it_where_it_logs(application: logging.Logger) -> None:
    sink = Scripted(None, fault("no"))
    with logger(sink) as log:
        application.addHandler(Art12Handler(log))
        with pytest.raises(Art12DeliveryError):
            application.info("decided", extra={"art12": decision_call()})
        with pytest.raises(Art12VocabularyError):
            application.info("decided", extra={"art12": decision_call(output=Output("perhaps"))})


def test_an_application_that_wants_to_go_on_is_told_instead(application: logging.Logger) -> None:
    told: list[Exception] = []
    with logger(Scripted(None, fault("no"))) as log:
        application.addHandler(Art12Handler(log, on_error=told.append))
        application.info("decided", extra={"art12": decision_call()})
    assert [type(error) for error in told] == [Art12DeliveryError]


def test_a_call_that_the_loggers_level_lets_not_through_says_so(
    application: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    application.setLevel(logging.WARNING)
    with logger(Collecting()) as log:
        application.addHandler(Art12Handler(log))
        application.info("decided", extra={"art12": decision_call(input=SECRET)})
    gc.collect()
    assert "InferenceCall(...) was made and never recorded" in caplog.text
    assert "Erika" not in caplog.text


def test_a_handler_does_not_make_threads_wait_for_each_other(application: logging.Logger) -> None:
    """So that one sync of the disk serves the calls of all threads that wait."""
    inside = threading.Barrier(4, timeout=10)

    class Meeting(Art12Handler):
        def emit(self, record: logging.LogRecord) -> None:
            inside.wait()
            super().emit(record)

    sink = Collecting()
    with logger(sink) as log:
        application.addHandler(Meeting(log))
        threads = [
            threading.Thread(target=lambda: application.info("x", extra={"art12": decision_call()}))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sink.types.count("inference") == 4


def test_closing_the_handler_ends_the_chain() -> None:
    sink = Collecting()
    Art12Handler(logger(sink)).close()
    assert sink.types == ["emitter_start", "emitter_stop"]


def test_a_handler_that_only_borrows_the_logger_leaves_it_open() -> None:
    sink = Collecting()
    log = logger(sink)
    Art12Handler(log, closes=False).close()
    assert sink.types == ["emitter_start"]
    log.close()


def printed_by(*processors: Any) -> tuple[Any, list[Any]]:
    printed: list[Any] = []

    def keep(_logger: Any, _method: str, event_dict: Any) -> Any:
        printed.append(dict(event_dict))
        raise structlog.DropEvent

    return structlog.wrap_logger(None, processors=[*processors, keep]), printed


def test_structlog_records_the_call_and_prints_the_events_id() -> None:
    sink = Collecting()
    with logger(sink) as log:
        app, printed = printed_by(Art12Processor(log))
        app.info("decided", art12=decision_call(input=SECRET), amount=3)
        app.info("started")
    assert sink.types == ["emitter_start", "inference", "emitter_stop"]
    event_id = sink.lines[1].event["event_id"]
    assert printed == [
        {"event": "decided", "amount": 3, "art12_event_id": event_id},
        {"event": "started"},
    ]


def test_structlog_lets_the_application_hear_of_a_failure() -> None:
    told: list[Exception] = []
    with logger(Scripted(None, fault("no"), fault("no"))) as log:
        app, _ = printed_by(Art12Processor(log))
        with pytest.raises(Art12DeliveryError):
            app.info("decided", art12=decision_call())
        app, printed = printed_by(Art12Processor(log, on_error=told.append))
        app.info("decided", art12=decision_call())
    assert len(told) == 1
    assert printed == [{"event": "decided"}]


def test_lines_for_the_agent_are_the_events_own_whatever_else_is_printed(
    application: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    with logger(StdoutForAgent()) as log:
        application.addHandler(Art12Handler(log))
        application.info("decided", extra={"art12": decision_call()})
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["art12"]["event"]["type"] for line in lines] == [
        "emitter_start",
        "inference",
        "emitter_stop",
    ]
