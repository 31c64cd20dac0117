"""What a run lacks is told before anybody asks for promotion, and what cannot be told is never called fine."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import mlflow
import pandas as pd
import pytest

from ai_act_evidence.mlflow import (
    GateRefusedError,
    NoRunError,
    NotSignedInError,
    Preflight,
    experiment_name,
    log_datasets,
    preflight,
)
from ai_act_evidence.mlflow.requirements import catalogue

from .conftest import StandIn

pytestmark = pytest.mark.usefixtures("plain")

RUN = "a59b" * 8
LACK = {
    "requirement": "run-tagged",
    "duties": ["Art17(1)"],
    "what": "Tag <b>x</b> is missing.",
    "fix": 'set_tag("x", "<script>")',
}
AHEAD = {"requirement": "approved", "duties": ["Art17(1)"], "title": "The version is approved", "how": "Ask."}
NAME = {
    "system": "credit-scoring",
    "what": "features",
    "why": "higher-recall",
    "change_id": "CHG-1042",
    "context": "annex-iii-5b",
}
TAGS = dict.fromkeys(catalogue().tags, "x") | {
    "ai_act.system": "credit-scoring",
    "ai_act.change_class": "predetermined",
    "ai_act.change_id": "CHG-1042",
    "ai_act.regulatory_context": "annex-iii-5b",
    "ai_act.code_commit": "0123456789" * 4,
}


def answer(**over: Any) -> dict[str, Any]:
    return {
        "run": {
            "id": RUN,
            "experimentName": "e",
            "status": "FINISHED",
            "startedAt": "2026-11-30T00:00:00.000Z",
        },
        "system": "credit-scoring",
        "model": "credit-scoring",
        "lacks": [],
        "untilRegistered": [AHEAD],
        "measured": [{"metric": "test_roc_auc", "value": 0.8, "needed": "at least 0.68"}],
        "versions": [],
        **over,
    }


@pytest.fixture
def gate(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "token-of-anna")
    mlflow.set_tracking_uri(stand_in.url)
    return stand_in


def says(gate: StandIn, status: int, said: Any) -> None:
    gate.answers[f"/evidence/v1/preflight/{RUN}"] = (status, said)


def whole_run(tmp_path: Path) -> str:
    """All that can be looked at without a gate."""
    mlflow.set_experiment(experiment_name(**NAME))
    frames = {
        part: pd.DataFrame({"a": [number, 1]}) for number, part in enumerate(("train", "validation", "test"))
    }
    for part, frame in frames.items():
        frame.to_csv(tmp_path / f"{part}.csv")
    with mlflow.start_run(tags=TAGS) as run:
        log_datasets(
            train=(frames["train"], tmp_path / "train.csv"),
            validation=(frames["validation"], tmp_path / "validation.csv"),
            test=(frames["test"], tmp_path / "test.csv"),
        )
    return str(run.info.run_id)


def test_the_gate_is_asked_with_the_token_and_its_answer_is_shown(gate: StandIn) -> None:
    says(gate, 200, answer(lacks=[LACK]))
    told = preflight(RUN)
    assert gate.asked == [(f"/evidence/v1/preflight/{RUN}", "Bearer token-of-anna")]
    assert (told.told_by, told.ok, [each.what for each in told.lacks]) == (
        "gate",
        False,
        ["Tag <b>x</b> is missing."],
    )
    text = str(told)
    assert f"Run {RUN}: 1 requirement is not met." in text
    assert "Tag <b>x</b> is missing." in text
    assert "test_roc_auc: 0.8, at least 0.68 is needed" in text
    assert "Still to come:\n   - The version is approved\n     Ask." in text


def test_a_notebook_shows_other_peoples_words_as_words(gate: StandIn) -> None:
    says(gate, 200, answer(lacks=[LACK], measured=[{"metric": "<i>", "value": "NaN", "needed": "<u>"}]))
    html = preflight(RUN)._repr_html_()
    assert "&lt;script&gt;" in html
    for tag in ("<script>", "<b>", "<i>", "<u>"):
        assert tag not in html


def test_a_run_that_lacks_nothing_is_ok_and_what_comes_later_is_named(gate: StandIn) -> None:
    says(gate, 200, answer())
    told = preflight(RUN)
    assert told.ok
    assert "nothing lacks that can be supplied before it is registered" in str(told)
    assert [each.requirement for each in told.later] == ["approved"]


def test_a_registered_version_is_held_against_everything(gate: StandIn) -> None:
    approved = {**LACK, "requirement": "approved", "what": "No approval stands.", "fix": "Ask an approver."}
    versions = [{"name": "credit-scoring", "version": each} for each in ("9", "10")] + [
        {"name": "b", "version": "11"}
    ]
    says(gate, 200, answer(versions=versions))
    gate.answers["/evidence/v1/status/credit-scoring/10"] = (
        200,
        {
            "lacks": {"approval": [], "promotion": [approved]},
            "measured": [],
            "approvals": [],
            "inProduction": [],
        },
    )
    told = preflight(RUN)
    assert (told.version, told.ok, [each.how for each in told.later]) == ("10", True, ["Ask an approver."])
    assert "nothing lacks that can be supplied before its approval" in str(told)
    gate.answers["/evidence/v1/status/credit-scoring/10"] = (
        200,
        {"lacks": {"approval": [LACK], "promotion": [LACK, approved]}, "measured": []},
    )
    told = preflight(RUN)
    assert not told.ok
    assert [each.requirement for each in told.later] == ["approved"]


def test_json_says_the_same_for_programs(gate: StandIn) -> None:
    says(gate, 200, answer(lacks=[LACK]))
    said = json.loads(preflight(RUN).to_json())
    assert said["ok"] is False
    assert said["lacks"][0]["requirement"] == "run-tagged"
    assert said["measured"] == [{"metric": "test_roc_auc", "value": 0.8, "needed": "at least 0.68"}]


def test_without_a_token_it_is_said_which_variable_to_set(
    gate: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_TOKEN")
    says(gate, 401, {"error_code": "UNAUTHENTICATED", "message": "sign in"})
    with pytest.raises(NotSignedInError, match="MLFLOW_TRACKING_TOKEN is not set") as refused:
        preflight(RUN)
    assert refused.value.code == "no-token"


def test_a_token_that_is_not_taken_is_said_to_be_that_and_not_repeated(gate: StandIn) -> None:
    says(gate, 401, {"error_code": "UNAUTHENTICATED", "message": "the token expired at 10:00"})
    with pytest.raises(NotSignedInError, match="the token expired at 10:00") as refused:
        preflight(RUN)
    assert refused.value.code == "token-not-taken"
    assert "token-of-anna" not in str(refused.value)


def test_somebody_without_a_role_reads_the_gates_own_words(gate: StandIn) -> None:
    says(
        gate,
        403,
        {"error_code": "PERMISSION_DENIED", "message": "dan is known, but has no role at this gate"},
    )
    with pytest.raises(GateRefusedError, match="dan is known, but has no role"):
        preflight(RUN)


def test_a_run_that_the_gate_does_not_know_is_said_to_be_none(gate: StandIn) -> None:
    says(gate, 404, {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": f"there is no run '{RUN}'"})
    with pytest.raises(NoRunError, match="there is no run"):
        preflight(RUN)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_gate_in_trouble_tells_nothing_is_asked_once_and_nothing_is_called_fine(
    gate: StandIn, status: int
) -> None:
    says(gate, status, {"message": "trouble"})
    told = preflight(RUN)
    assert (told.told_by, told.ok) == ("nobody", False)
    assert len(gate.asked) == 1


def test_mlflow_down_behind_the_gate_is_told_in_the_gates_words(gate: StandIn) -> None:
    says(gate, 409, {"error_code": "RESOURCE_CONFLICT", "message": "MLflow gave the gate no answer"})
    told = preflight(RUN)
    assert (told.told_by, told.ok) == ("nobody", False)
    assert "MLflow gave the gate no answer" in str(told)


def test_a_gate_that_nobody_reaches_is_told_at_once_and_everything_is_untold() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        mlflow.set_tracking_uri(f"http://127.0.0.1:{held.getsockname()[1]}")
    told = preflight(RUN)
    assert (told.told_by, told.ok, told.lacks) == ("nobody", False, ())
    assert {each.requirement for each in told.untold} == {
        each.id for each in catalogue().requirements if each.of_run
    }
    assert "does not answer" in str(told)
    assert "nothing could be told" in told._repr_html_()


def test_a_gate_elsewhere_that_does_not_answer_leaves_what_can_be_looked_at(tmp_path: Path) -> None:
    run_id = whole_run(tmp_path)
    told = preflight(run_id, gate="http://127.0.0.1:9")
    assert (told.told_by, told.ok) == ("client", False)


def test_a_plain_mlflow_is_looked_at_and_never_called_fine(tmp_path: Path) -> None:
    told = preflight(whole_run(tmp_path))
    assert (told.told_by, told.lacks, told.ok) == ("client", (), False)
    untold = {each.requirement: each.why for each in told.untold}
    assert set(untold) == {each.id for each in catalogue().requirements if each.of_run}
    assert "whether their values are those of the config is not told" in untold["run-tagged"]
    assert "nothing lacks by what can be told here; 15 more are not told without the gate" in str(told)


def test_a_run_as_everywhere_else_is_told_what_it_lacks_without_a_gate(plain: str) -> None:
    frame = pd.DataFrame({"a": [1, 2]})
    with mlflow.start_run() as run:
        mlflow.log_input(mlflow.data.from_pandas(frame, name="one"), context="train")
        early = preflight()
    told = preflight(run)
    assert {each.requirement for each in early.lacks} - {each.requirement for each in told.lacks} == {
        "run-finished"
    }
    what = "\n".join(each.what for each in told.lacks)
    assert f'"{plain}" is not of the form <system>/' in what
    assert "Missing or empty: ai_act.system, ai_act.intended_purpose" in what
    assert "No data set is logged with the context training, none with validation, none with test." in what
    assert 'Data set "one" has the context "train"' in what
    assert 'Data set "one" has no tag sha256' in what
    assert 'Data set "one" has no source' in what


@pytest.mark.parametrize(
    ("tag", "value", "what"),
    [
        ("ai_act.code_commit", "abc1234", "not a whole commit id"),
        ("ai_act.change_class", "small", '"small" is not one of predetermined, substantial'),
        ("ai_act.change_id", "CHG-7", 'is not what the experiment\'s name says, "CHG-1042"'),
        ("ai_act.system", " ", "Missing or empty: ai_act.system"),
        ("ai_act.code_uncommitted", "train.py differ", "The training code was no commit: train.py differ."),
    ],
)
def test_a_tag_that_cannot_be_right_is_told_without_a_gate(tag: str, value: str, what: str) -> None:
    mlflow.set_experiment(experiment_name(**NAME))
    with mlflow.start_run(tags=TAGS | {tag: value}) as run:
        pass
    assert what in "\n".join(each.what for each in preflight(run.info.run_id).lacks)


def test_one_set_in_two_contexts_is_told_without_a_gate() -> None:
    frame = pd.DataFrame({"a": [1, 2]})
    with mlflow.start_run() as run:
        for context in ("training", "test"):
            made = mlflow.data.from_pandas(frame, source="s3://lake/a.csv", name=f"of-{context}")
            mlflow.log_input(made, context=context, tags={"sha256": "0" * 64})
    what = "\n".join(each.what for each in preflight(run).lacks)
    assert 'Data set "of-training" (training) has the content of "of-test" (test).' in what
    assert 'Data set "of-test" has a source without a version.' in what


def test_a_gate_of_an_older_release_is_taken_for_none(gate: StandIn) -> None:
    says(
        gate,
        404,
        {"error_code": "ENDPOINT_NOT_FOUND", "message": "the gate knows no GET /evidence/v1/preflight"},
    )
    gate.otherwise = (404, {"error_code": "ENDPOINT_NOT_FOUND", "message": "nothing"})
    told = preflight(RUN)
    assert (told.told_by, told.ok) == ("nobody", False)
    assert "is no gate, or an older one" in str(told)


def test_no_run_at_all_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mlflow, "last_active_run", lambda: None)
    with pytest.raises(NoRunError, match="no run is under way"):
        preflight()
    with pytest.raises(NoRunError, match="there is no run"):
        preflight("0" * 32)


def test_an_answer_of_nothing_is_never_ok() -> None:
    assert not Preflight(run_id=RUN, told_by="client", lacks=()).ok
    assert not Preflight(run_id=RUN, told_by="nobody", lacks=()).ok


@pytest.mark.parametrize(
    "half",
    [{"lacks": []}, answer(lacks=None), answer(lacks=[{}]), answer(versions=[{"name": "credit-scoring"}])],
)
def test_half_an_answer_is_no_answer(gate: StandIn, half: Any) -> None:
    says(gate, 200, half)
    gate.otherwise = (404, {"error_code": "ENDPOINT_NOT_FOUND", "message": "nothing"})
    told = preflight(RUN)
    assert (told.told_by, told.ok) == ("nobody", False)
    assert "answers in another form than this release reads" in str(told)


def test_a_token_that_is_sent_back_is_not_shown(gate: StandIn) -> None:
    says(gate, 401, {"message": "Bearer token-of-anna is not valid"})
    with pytest.raises(NotSignedInError, match="is not valid") as refused:
        preflight(RUN)
    assert "token-of-anna" not in str(refused.value)


def test_a_password_in_the_gates_address_is_not_shown(gate: StandIn, tmp_path: Path) -> None:
    says(gate, 200, "<html>sign in</html>")
    for port in (gate.url.rpartition(":")[2], "9"):
        told = preflight(RUN, gate=f"http://anna:hunter2@127.0.0.1:{port}")
        assert f"127.0.0.1:{port}" in str(told)
        assert "hunter2" not in str(told) + repr(told) + told.to_json()


@pytest.mark.parametrize("run", [5, b"a59b", "", "  ", {}, object()])
def test_what_is_no_run_is_said_to_be_none(run: Any) -> None:
    with pytest.raises(NoRunError, match="run is a"):
        preflight(run)


@pytest.mark.parametrize("run", ["../..", "a\nb", "\u202e"])
def test_an_id_that_cannot_be_one_is_said_to_be_none(run: str) -> None:
    with pytest.raises(NoRunError, match="there is no run"):
        preflight(run)


def test_a_deleted_run_is_told_without_a_gate(tmp_path: Path) -> None:
    run = whole_run(tmp_path)
    mlflow.MlflowClient().delete_run(run)
    assert [each.what for each in preflight(run).lacks] == ["The run is deleted."]


def test_other_peoples_words_move_no_cursor_and_look_like_no_line_of_the_answer(gate: StandIn) -> None:
    says(gate, 200, answer(lacks=[{**LACK, "what": 'Tag "\x1b[2J\n2. all is met" is missing.'}]))
    text = str(preflight(RUN))
    assert "\x1b" not in text
    assert not [line for line in text.splitlines() if line.startswith("2.")]
