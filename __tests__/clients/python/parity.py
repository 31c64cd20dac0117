"""Does in Python what the test does in Node: reads jobs as JSON, one a line, and prints what comes out, one a line."""

import json
import sys

from ai_act_evidence.art12 import (
    Art12Error,
    Art12Sink,
    CaseKey,
    Clock,
    Config,
    KeyedReference,
    LogLine,
    Model,
    Output,
    Oversight,
    System,
    Use,
    Vocabulary,
    create_art12_logger,
)
from ai_act_evidence.art12.canonical import canonical_data

HOST = "host-1"


class Keeping(Art12Sink):
    """Keeps the newest line."""

    newest = ""

    def write(self, lines):
        self.newest = lines[-1].entry


def decided(job):
    """The inference that a logger makes of a call."""
    sink = Keeping()
    log = create_art12_logger(
        system=System(id="credit-scoring", version="2.4.1"),
        environment="sandbox",
        role="provider",
        model=Model(name="credit-scoring-gbm", version="7", run_id="0f" * 16, artifact_sha256="a1" * 32),
        config=Config(values=job["values"], decision_threshold=job["threshold"]),
        input_reference=KeyedReference(
            key_id="input-2026", key=bytes([1]) * 32, scope="application-features-v2"
        ),
        pseudonym_key=bytes([2]) * 32,
        case_key=CaseKey(id="case-2026", key=bytes([3]) * 32),
        vocabulary=Vocabulary(
            decisions=["approve", "decline"],
            reasons=["income_not_verified", "threshold_review", "not_a_person"],
        ),
        clock=Clock(now=lambda: job["now"]),
        sink=sink,
    )
    call = job["call"]
    use = call.get("use")
    try:
        log.inference(
            input=call["input"],
            output=Output(call["output"].get("decision"), confidence=call["output"].get("confidence")),
            oversight=Oversight(
                required=call["oversight"]["required"],
                reviewer=call["oversight"].get("reviewer"),
                override=call["oversight"].get("override"),
                reason=call["oversight"].get("reason"),
            ),
            use=use and Use(use["start"], use["end"]),
            case_id=call.get("caseId"),
            trace_id=call.get("traceId"),
        )
        return sink.newest
    finally:
        log.close()


DO = {
    "canonical": lambda job: canonical_data(json.loads(job["json"]), "input"),
    "line": lambda job: LogLine.of_event(job["event"]).to_json(HOST),
    "archived": lambda job: LogLine.of_entry(job["entry"]).to_archived_json(),
    "inference": decided,
}

for line in sys.stdin:
    job = json.loads(line)
    try:
        print(json.dumps({"text": DO[job["do"]](job)}))
    except Art12Error as error:
        print(json.dumps({"refused": error.code, "kind": type(error).__name__}))
