"""Events on disk until they are delivered."""

from __future__ import annotations

import errno
import gzip
import json
import os
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import pytest

from ai_act_evidence.art12 import (
    Art12ConfigError,
    Art12DeliveryError,
    Art12Error,
    Art12Sink,
    Checkpoints,
    CheckpointSigner,
    Clock,
    LogLine,
    Spool,
)
from ai_act_evidence.art12.spool import segments
from ai_act_evidence.art12.spool.disk import write_all
from ai_act_evidence.art12.spool.lock import FolderLock
from ai_act_evidence.art12.spool.state_file import Point, StateFile
from ai_act_evidence.art12.times import machine_clock

from .making import Collecting, decision, is_whole_chain, logger


class Away(Art12Sink):
    """A sink that nobody answers for."""

    def write(self, lines: Sequence[LogLine]) -> None:
        raise Art12DeliveryError(code="away", needed="x", fix="y", delivered="no")


def spool(folder: Path, **changed: Any) -> Spool:
    """With short pauses; faults are ignored unless they are asked for."""
    given: dict[str, Any] = {
        "folder": folder / "spool",
        "when_log_cannot_be_written": "fail-closed",
        "retry_delay_ms": 5,
        "close_wait_ms": 5000,
        "on_fault": lambda _fault: None,
        **changed,
    }
    return Spool(**given)


def left_behind(folder: Path, events: int, **changed: Any) -> None:
    """What a process leaves that could deliver nothing and was killed: files, and no stop."""
    log = logger(Away(), spool=spool(folder, close_wait_ms=0, **changed))
    for _ in range(events):
        log.inference(**decision())
    # As the system would: the lock goes with the process, the files stay.
    log._emitters._emitter.of_child()


class Codes:
    """Codes of the faults that were told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def __call__(self, fault: Exception) -> None:
        assert isinstance(fault, Art12Error)
        self.told.append(fault.code)


def test_calls_are_answered_although_nobody_takes_the_events(tmp_path: Path) -> None:
    log = logger(Away(), spool=spool(tmp_path, close_wait_ms=0))
    assert log.inference(**decision())["emitter"]["sequence"] == 2
    log.close()


def test_what_is_in_the_spool_is_delivered_and_then_gone_from_the_disk(tmp_path: Path) -> None:
    sink = Collecting()
    with logger(sink, spool=spool(tmp_path)) as log:
        for _ in range(30):
            log.inference(**decision())
    assert is_whole_chain(sink.lines)
    assert len(sink.lines) == 32
    assert list((tmp_path / "spool/chains").iterdir()) == []
    assert list((tmp_path / "spool").glob("*.lock")) == []


def test_the_next_process_delivers_what_a_dead_one_left_and_ends_its_chain(tmp_path: Path) -> None:
    left_behind(tmp_path, 3)
    sink = Collecting()
    with logger(sink, spool=spool(tmp_path)):
        pass
    emitters = list(dict.fromkeys(line.emitter for line in sink.lines))
    assert len(emitters) == 2
    dead = [line for line in sink.lines if line.emitter == emitters[0]]
    assert is_whole_chain(dead)
    stop = dead[-1].event
    assert (stop["type"], stop["closed_by"], stop["time"]) == (
        "emitter_stop",
        "successor",
        dead[-2].event["time"],
    )
    assert is_whole_chain([line for line in sink.lines if line.emitter == emitters[1]])


def test_a_write_that_was_cut_off_is_left_out_and_the_chain_ends_before_it(tmp_path: Path) -> None:
    left_behind(tmp_path, 2)
    [file] = (tmp_path / "spool/chains").glob("*/*.segment")
    os.truncate(file, file.stat().st_size - 40)
    sink, codes = Collecting(), Codes()
    with logger(sink, spool=spool(tmp_path, on_fault=codes)):
        pass
    dead = [line for line in sink.lines if line.emitter == sink.lines[0].emitter]
    assert [line.event["type"] for line in dead] == ["emitter_start", "inference", "emitter_stop"]
    assert is_whole_chain(dead)
    assert codes.told == ["torn-end"]


def test_a_damaged_event_is_told_and_the_others_are_delivered(tmp_path: Path) -> None:
    left_behind(tmp_path, 3)
    [file] = (tmp_path / "spool/chains").glob("*/*.segment")
    written = file.read_bytes()
    second = written.split(b"\n")[1]
    file.write_bytes(written.replace(second, second.replace(b'"approve"', b'"decline"')))
    sink, codes = Collecting(), Codes()
    with logger(sink, spool=spool(tmp_path, on_fault=codes)):
        pass
    dead = [line.sequence for line in sink.lines if line.emitter == sink.lines[0].emitter]
    assert dead == [1, 3, 4, 5]
    assert codes.told == ["spool-damaged"]


def test_events_that_were_delivered_are_not_sent_again_by_the_next_process(tmp_path: Path) -> None:
    first = Collecting()
    log = logger(first, spool=spool(tmp_path))
    log.inference(**decision())
    settled(lambda: len(first.lines) == 2)
    [state] = (tmp_path / "spool/chains").glob("*/state")
    settled(lambda: StateFile.open(state).state.delivered.sequence == 2)
    log._emitters._emitter.of_child()
    second = Collecting()
    with logger(second, spool=spool(tmp_path)):
        pass
    assert [line.sequence for line in second.lines if line.emitter == first.lines[0].emitter] == [3]


def settled(holds: Any) -> None:
    """Waits until something holds that another thread brings about."""
    tick = threading.Event()
    for _ in range(2000):
        if holds():
            return
        tick.wait(0.005)
    raise AssertionError("did not come about within ten seconds")


def test_a_second_process_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with logger(Collecting(), spool=spool(tmp_path)):
        with pytest.raises(Art12ConfigError) as refused:
            logger(Collecting(), spool=spool(tmp_path))
    assert refused.value.code == "spool-in-use"
    with logger(Collecting(), spool=spool(tmp_path)):
        pass


@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_folder_that_others_may_write_is_refused(tmp_path: Path, mode: int) -> None:
    chains = tmp_path / "spool/chains"
    chains.mkdir(parents=True)
    chains.chmod(mode)
    with pytest.raises(Art12ConfigError) as refused:
        logger(Collecting(), spool=spool(tmp_path))
    assert refused.value.code == "spool-not-private"


class Disk:
    """A disk that can be full: writes of events and of the state fail then."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_full = False
        monkeypatch.setattr(segments, "write_all", self._write)

    def _write(self, descriptor: int, data: bytes, position: int) -> None:
        if self.is_full:
            os.pwrite(descriptor, data[: len(data) // 2], position)
            raise OSError(errno.ENOSPC, "no space")
        write_all(descriptor, data, position)


def test_fail_closed_a_call_that_cannot_be_written_raises_and_leaves_no_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, sink = Disk(monkeypatch), Collecting()
    with logger(sink, spool=spool(tmp_path)) as log:
        disk.is_full = True
        with pytest.raises(Art12DeliveryError, match="ENOSPC") as failed:
            log.inference(**decision())
        disk.is_full = False
        log.inference(**decision())
        assert log.dropped == 0
    assert (failed.value.code, failed.value.delivered) == ("spool-unwritable", "no")
    assert is_whole_chain(sink.lines)
    assert sink.types == ["emitter_start", "inference", "emitter_stop"]


def test_fail_closed_a_call_is_not_answered_from_a_folder_that_somebody_removed(tmp_path: Path) -> None:
    log = logger(Away(), spool=spool(tmp_path, close_wait_ms=0))
    log.inference(**decision())
    shutil.rmtree(tmp_path / "spool")
    for _ in range(2):
        with pytest.raises(Art12DeliveryError) as refused:
            log.inference(**decision())
        assert refused.value.code == "spool-unwritable"
    with pytest.raises(Art12DeliveryError):
        log.close()


def test_nothing_of_a_write_that_failed_stays_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    log = logger(Away(), spool=spool(tmp_path, close_wait_ms=0))
    [file] = (tmp_path / "spool/chains").glob("*/*.segment")
    before = file.read_bytes()
    disk.is_full = True
    with pytest.raises(Art12DeliveryError):
        log.inference(**decision())
    assert file.read_bytes() == before
    disk.is_full = False
    log.close()


def test_fail_open_the_application_goes_on_and_the_chain_says_how_many_were_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, sink, codes = Disk(monkeypatch), Collecting(), Codes()
    open_spool = spool(tmp_path, when_log_cannot_be_written="fail-open", on_fault=codes)
    with logger(sink, spool=open_spool) as log:
        disk.is_full = True
        log.inference(**decision())
        log.inference(**decision())
        disk.is_full = False
        log.inference(**decision())
        assert log.dropped == 2
    assert [line.sequence for line in sink.lines] == [1, 4, 5, 6]
    assert sink.types == ["emitter_start", "inference", "emitter_heartbeat", "emitter_stop"]
    assert [line.event.get("dropped") for line in sink.lines] == [None, None, 2, 2]
    assert sink.lines[1].event["emitter"]["prev"] != sink.lines[0].entry_sha256
    assert codes.told == ["events-dropped", "events-dropped"]


def test_the_number_of_dropped_events_survives_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    log = logger(Away(), spool=spool(tmp_path, when_log_cannot_be_written="fail-open"))
    disk.is_full = True
    log.inference(**decision())
    disk.is_full = False
    log._emitters._emitter.of_child()
    sink = Collecting()
    with logger(sink, spool=spool(tmp_path)):
        pass
    assert [(line.sequence, line.event.get("dropped")) for line in sink.lines[:2]] == [(1, None), (3, 1)]


def test_a_full_spool_takes_no_more_and_gives_up_nothing_for_it(tmp_path: Path) -> None:
    log = logger(Away(), spool=spool(tmp_path, max_bytes=64 * 1024, close_wait_ms=0))
    with pytest.raises(Art12DeliveryError) as failed:
        for _ in range(200):
            log.inference(**decision())
    assert failed.value.code == "spool-full"
    log._emitters._emitter.of_child()
    sink = Collecting()
    with logger(sink, spool=spool(tmp_path, max_bytes=256 * 1024)):
        pass
    assert is_whole_chain([line for line in sink.lines if line.emitter == sink.lines[0].emitter])


class Vault:
    """Objects that were put once."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.failures = 0

    def put(self, key: str, data: bytes) -> Literal["written", "taken"]:
        if self.failures > 0:
            self.failures -= 1
            raise OSError("the vault is away")
        if key in self.objects:
            return "taken"
        self.objects[key] = data
        return "written"


class ByTime(Collecting):
    """Judges by their time, as Datadog's intake does."""

    max_age_hours = 18
    max_ahead_hours = 2


def test_a_sink_that_judges_by_time_needs_a_way_past_it(tmp_path: Path) -> None:
    with pytest.raises(Art12ConfigError) as refused:
        logger(ByTime(), spool=spool(tmp_path))
    assert refused.value.field == "spool.late"


@pytest.mark.parametrize("hours", [-20, 5])
def test_what_the_sink_takes_no_more_goes_to_the_vault_in_the_form_of_its_archive(
    tmp_path: Path, hours: int
) -> None:
    past = Clock(now=lambda: machine_clock() + hours * 3_600_000)
    vault, codes = Vault(), Codes()
    vault.failures = 1
    log = logger(Away(), clock=past, spool=spool(tmp_path, close_wait_ms=0))
    log.inference(**decision())
    log._emitters._emitter.of_child()
    sink = ByTime()
    with logger(sink, spool=spool(tmp_path, late=vault.put, on_fault=codes)):
        pass
    lines = [
        json.loads(line) for data in vault.objects.values() for line in gzip.decompress(data).splitlines()
    ]
    kinds = [line["attributes"]["art12"]["event"]["type"] for line in lines]
    assert kinds == ["emitter_start", "inference", "emitter_stop"]
    assert all(key.startswith("late/dt=") for key in vault.objects)
    assert sink.types == ["emitter_start", "emitter_stop"]
    assert codes.told == ["late-failed"]


class Picky(Collecting):
    """Refuses one event for what is in it."""

    def write(self, lines: Sequence[LogLine]) -> None:
        if any(line.sequence == 3 for line in lines):
            raise Art12DeliveryError(code="x", needed="x", fix="y", delivered="no", status=413)
        super().write(lines)


def test_a_single_event_that_the_sink_refuses_goes_to_the_vault_and_holds_up_no_other(tmp_path: Path) -> None:
    left_behind(tmp_path, 4)
    vault, sink = Vault(), Picky()
    log = logger(sink, spool=spool(tmp_path, late=vault.put))
    log.close()
    [key] = [key for key in vault.objects if "000000000003-000000000003" in key]
    assert [line.sequence for line in sink.lines if line.emitter in key] == [1, 2, 4, 5, 6]


def test_the_chain_of_a_dead_process_gets_a_checkpoint_of_its_end(tmp_path: Path) -> None:
    left_behind(tmp_path, 1)
    vault = Vault()
    signer = CheckpointSigner(key_id="ab" * 32, sign=lambda _message: b"signature")
    with logger(Collecting(), spool=spool(tmp_path), checkpoints=Checkpoints(signer=signer, put=vault.put)):
        pass
    keys = sorted(vault.objects)
    assert [key.rsplit(".", 3)[1] for key in keys].count("000000000003") == 1
    assert len(keys) == 3


def test_a_lock_goes_with_its_process_and_a_stale_one_does_not_count(tmp_path: Path) -> None:
    lock = FolderLock.take(tmp_path)
    lock.abandon()
    assert len(list(tmp_path.glob("*.lock"))) == 1
    FolderLock.take(tmp_path).release()
    assert list(tmp_path.glob("*.lock")) == []


def test_a_state_whose_last_write_was_cut_off_says_what_it_said_before(tmp_path: Path) -> None:
    file = tmp_path / "state"
    state = StateFile.create(file)
    state.update(dropped=1)
    state.update(delivered=Point(5, "ab" * 32))
    state.close()
    written = file.read_bytes()
    newest = written.index(b'"number":3')
    file.write_bytes(written[: newest + 20] + b"\0" * 30 + written[newest + 50 :])
    again = StateFile.open(file)
    assert (again.state.dropped, again.state.delivered.sequence) == (1, 0)
    again.close()
