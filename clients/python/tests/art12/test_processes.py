"""Processes that are forked, killed, or end without a word."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from ai_act_evidence.art12 import LogLine

from .intake import Intake, running_intake
from .making import is_whole_chain

ROOT = Path(__file__).parents[2]
_KILLS = 5


def started(todo: str, folder: Path, intake: Intake) -> subprocess.Popen[str]:
    # Python 3.12 and later warn of every fork while threads run: here that is what is tried.
    program = [sys.executable, "-W", "ignore::DeprecationWarning", "-B", "-m", "tests.art12.application"]
    return subprocess.Popen(
        [*program, todo, str(folder), intake.url],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ran(todo: str, folder: Path, intake: Intake, status: int = 0) -> list[str]:
    """Ids of the events that were answered."""
    out, err = started(todo, folder, intake).communicate(timeout=60)
    process_status = None if "Traceback" in err else status
    assert process_status == status, err
    return out.split()


def chains(intake: Intake) -> dict[str, list[LogLine]]:
    """What the intake has taken, by emitter, in the order of the sequence; what came twice counts once."""
    found: dict[str, dict[int, LogLine]] = defaultdict(dict)
    for taken in intake.taken:
        line = LogLine.of_entry(taken["art12"]["entry"])
        before = found[line.emitter].setdefault(line.sequence, line)
        assert before.entry == line.entry, "two events in one place of a chain"
    return {emitter: [lines[at] for at in sorted(lines)] for emitter, lines in found.items()}


def ids_of(found: dict[str, list[LogLine]]) -> set[str]:
    return {line.event["event_id"] for lines in found.values() for line in lines}


@pytest.mark.parametrize("away", [False, True], ids=["the intake is there", "the intake is away"])
def test_killed_again_and_again_nothing_that_was_answered_is_lost(tmp_path: Path, away: bool) -> None:
    answered: list[str] = []
    with running_intake() as intake:
        intake.away = away
        for kill in range(_KILLS):
            process = started("for_ever", tmp_path / "spool", intake)
            assert process.stdout is not None
            assert process.stderr is not None
            answered += [process.stdout.readline().strip() for _ in range(20 + 15 * kill)]
            process.send_signal(signal.SIGKILL)
            answered += process.stdout.read().split("\n")[:-1]
            process.wait()
            process.stdout.close()
            process.stderr.close()
        intake.away = False
        ran("once", tmp_path / "spool", intake)
    found = chains(intake)
    assert len(found) == _KILLS + 1
    assert all(is_whole_chain(lines) for lines in found.values())
    assert all(lines[-1].event["type"] == "emitter_stop" for lines in found.values())
    assert set(answered) <= ids_of(found)


def test_each_forked_worker_is_an_emitter_of_its_own(tmp_path: Path) -> None:
    with running_intake() as intake:
        answered = ran("forked", tmp_path / "spool", intake)
    found = chains(intake)
    assert len(found) == 4
    assert all(is_whole_chain(lines) for lines in found.values())
    ends = [[lines[0].event["type"], lines[-1].event["type"]] for lines in found.values()]
    assert ends == [["emitter_start", "emitter_stop"]] * 4
    assert set(answered) <= ids_of(found)


def test_a_child_that_logs_nothing_does_not_hold_its_dead_parents_folder(tmp_path: Path) -> None:
    with running_intake() as intake:
        answered = ran("silent_child", tmp_path / "spool", intake)
    found = chains(intake)
    assert len(found) == 2
    assert set(answered) <= ids_of(found)
    assert sorted(lines[-1].event.get("closed_by", "itself") for lines in found.values()) == [
        "itself",
        "successor",
    ]


def test_what_killed_workers_left_is_delivered_though_fewer_start_than_died(tmp_path: Path) -> None:
    with running_intake() as intake:
        intake.away = True
        first = started("pool", tmp_path / "spool", intake)
        # The parent's logger waits for the intake when it is closed.
        assert first.stdout is not None
        assert first.stderr is not None
        answered = [first.stdout.readline().strip() for _ in range(3)]
        intake.away = False
        assert first.wait(60) == 0, first.stderr.read()
        first.stdout.close()
        first.stderr.close()
        second = started("forked", tmp_path / "spool", intake)
        _out, err = second.communicate(timeout=60)
        assert second.returncode == 0, err
    found = chains(intake)
    assert set(answered) <= ids_of(found)
    assert all(lines[-1].event["type"] == "emitter_stop" for lines in found.values())
    assert list((tmp_path / "spool").glob("worker-*/chains/*")) == []


def test_a_program_that_ends_without_a_word_ends_its_chain(tmp_path: Path) -> None:
    with running_intake() as intake:
        ran("shutdown", tmp_path / "spool", intake)
    kinds = [taken["art12"]["event"]["type"] for taken in intake.taken]
    assert kinds == ["emitter_start", "inference", "emitter_stop"]
    assert json.dumps(intake.taken).count("successor") == 0
