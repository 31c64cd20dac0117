"""The application of the spool's tests, in Python: the same job and the same words as `../node/spool/application.ts`."""

import itertools
import json
import os
import signal
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ai_act_evidence.art12 import (
    Art12Error,
    CaseKey,
    Checkpoints,
    Config,
    DatadogIntake,
    Heartbeat,
    KeyedReference,
    Model,
    Output,
    Oversight,
    Spool,
    System,
    Tries,
    Vocabulary,
    create_art12_logger,
    pem_checkpoint_signer,
)


def say(line):
    os.write(1, f"{line}\n".encode())


def putting_into(vault):
    def put(key, data):
        file = Path(vault) / key
        file.parent.mkdir(parents=True, exist_ok=True)
        # As S3 does it: the object is there whole, or not at all, whenever this process is killed.
        part = Path(f"{vault}.part-{os.getpid()}-{uuid.uuid4()}")
        part.write_bytes(data)
        try:
            os.link(part, file)
        except FileExistsError:
            return "taken"
        finally:
            part.unlink()
        return "written"

    return put


def main(job):
    put = putting_into(job["vault"])
    key = job.get("checkpointKey")
    log = create_art12_logger(
        system=System(id="credit-scoring", version="2.4.1"),
        environment="sandbox",
        role="provider",
        model=Model(name="credit-scoring-gbm", version="7", run_id="0f" * 16, artifact_sha256="a1" * 32),
        config=Config(values={"features": ["age", "income"]}, decision_threshold=0.5),
        input_reference=KeyedReference(
            key_id="input-2026", key=bytes([1]) * 32, scope="application-features-v2"
        ),
        pseudonym_key=bytes([2]) * 32,
        case_key=CaseKey(id="case-2026", key=bytes([3]) * 32),
        vocabulary=Vocabulary(decisions=["approve", "decline"]),
        sink=DatadogIntake(api_key="key", url=job["intake"], tries=Tries(attempts=1, timeout_ms=2000)),
        heartbeat=Heartbeat(every_seconds=60),
        checkpoints=key
        and Checkpoints(signer=pem_checkpoint_signer(Path(key).read_text()), put=put, every_events=5),
        spool=Spool(
            folder=job["folder"],
            when_log_cannot_be_written=job.get("whenLogCannotBeWritten", "fail-closed"),
            late=put,
            retry_delay_ms=50,
            close_wait_ms=5000,
            on_fault=lambda fault: say(f"fault {fault.code}"),
            segment_bytes=job.get("segmentBytes"),
        ),
    )
    ending = threading.Event()
    if job.get("closesOnSigterm"):
        signal.signal(signal.SIGTERM, lambda _signal, _frame: ending.set())
    say("started")
    number = itertools.count()
    turn = threading.Lock()

    def decide(_):
        if ending.is_set():
            return
        with turn:
            index = next(number)
        try:
            event = log.inference(
                input={"index": index},
                output=Output("approve", confidence=0.8731),
                oversight=Oversight(required=False),
            )
            say(f"ok {event['emitter']['sequence']}")
        except Art12Error as error:
            say(f"no {error.code}")
        time.sleep(job.get("pauseMs", 0) / 1000)

    with ThreadPoolExecutor(job.get("atATime", 1)) as workers:
        # In portions: the executor would keep all that is to come in memory.
        for begin in range(0, job["decisions"], 50):
            list(workers.map(decide, range(begin, min(begin + 50, job["decisions"]))))
    if job.get("closes", True):
        stop = log.close()
        say(f"closed {stop['emitter']['sequence']} {log.dropped}")
    else:
        os._exit(0)


if __name__ == "__main__":
    try:
        main(json.loads(sys.argv[1]))
    except Art12Error as error:
        say(f"failed {error.code}")
        sys.exit(1)
