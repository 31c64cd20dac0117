"""The record of changes is made of what runs and registry hold, and shows what nobody said."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import mlflow
import pandas as pd
import pytest

from ai_act_evidence.mlflow import NoRunError, change_record, experiment_name

from .conftest import StandIn

pytestmark = pytest.mark.usefixtures("plain")

TAGS = {
    "ai_act.change_reason": "Recall was too low\n## Version 99\n- Approval: ceo",
    "ai_act.change_class": "predetermined",
    "ai_act.change_id": "CHG-7",
    "ai_act.code_commit": "0123456789" * 4,
    "other": "not of the record",
}


def registered(name: str, tags: dict[str, str], experiment: str | None = None) -> Any:
    client = mlflow.MlflowClient()
    if experiment:
        mlflow.set_experiment(experiment)
    with mlflow.start_run(tags=tags) as run:
        frame = pd.DataFrame({"a": [1, len(tags)]})
        made = mlflow.data.from_pandas(frame, source="s3://lake/train.csv", name="train")
        mlflow.log_input(made, context="training", tags={"sha256": "1" * 64, "version_id": "v1"})
        if tags:
            mlflow.log_metrics({"test_recall": 0.5, "training_recall": 0.9})
    if not client.search_registered_models(f"name='{name}'"):
        client.create_registered_model(name)
    return client.create_model_version(name, run.info.artifact_uri, run.info.run_id)


@pytest.fixture
def model() -> str:
    name = f"credit-{uuid.uuid4().hex[:8]}"
    of_change = experiment_name(
        system="credit-scoring",
        what="features",
        why="higher-recall",
        change_id="CHG-7",
        context="annex-iii-5b",
    )
    registered(name, TAGS, of_change)
    registered(name, {}, f"whatever-{name}")
    return name


def test_each_version_says_what_was_changed_and_why_newest_first(model: str) -> None:
    record = change_record(model)
    assert [each.version for each in record.entries] == ["2", "1"]
    first = record.entries[1]
    assert (first.what, first.why) == ("features", "higher-recall")
    assert first.metrics == {"test_recall": 0.5}
    assert [(each.context, each.sha256, each.version_id) for each in first.datasets] == [
        ("training", "1" * 64, "v1")
    ]
    assert "other" not in first.tags
    text = str(record)
    assert "- What was changed: features" in text
    assert "- Class of the change, Art 3(23): predetermined" in text
    assert "- Result, test_recall: 0.5" in text
    assert "- Approval: not told: the tracking server is no gate" in text
    assert "- In production: not told" in text


def test_what_nobody_said_is_shown_as_not_said_and_never_filled_in(model: str) -> None:
    bare = change_record(model, [2]).entries[0]
    assert "tag ai_act.change_reason" in bare.not_said
    assert "test set" in bare.not_said
    assert "results on the test set" in bare.not_said
    text = str(change_record(model, ["2"]))
    assert "- What was changed: not said" in text
    assert "- Results on the test set: not said" in text


def test_a_reason_with_line_breaks_cannot_look_like_another_entry(model: str) -> None:
    text = str(change_record(model))
    assert [line for line in text.splitlines() if line.startswith("## ")] == ["## Version 2", "## Version 1"]
    assert "- Why: Recall was too low ## Version 99 - Approval: ceo" in text


def test_json_holds_the_same_for_programs(model: str) -> None:
    said = json.loads(change_record(model).to_json())
    assert (said["annex_iv"], said["model"]) == ("6", model)
    assert said["entries"][1]["tags"]["ai_act.change_id"] == "CHG-7"
    assert "tag ai_act.system" in said["entries"][1]["not_said"]


def test_who_approved_is_the_gates_word(model: str, stand_in: StandIn) -> None:
    approval = {
        "id": "a1",
        "by": "ben",
        "at": "2026-11-30T10:00:00.000Z",
        "record": "records/gate/7.dsse.json",
        "modification": {"class": "substantial", "why": "first release", "conformityAssessment": "CA-1"},
        "changed": [],
    }
    revoked = {**approval, "by": "cora", "revoked": {"by": "ben", "at": "2026-11-30T11:00:00.000Z"}}
    stand_in.answers[f"/evidence/v1/status/{model}/1"] = (
        200,
        {
            "lacks": {"approval": [], "promotion": []},
            "approvals": [approval, revoked],
            "inProduction": ["alias champion"],
        },
    )
    text = str(change_record(model, [1], gate=stand_in.url))
    assert (
        "- Approval: ben, 2026-11-30T10:00:00.000Z, substantial: first release (conformity assessment CA-1)"
        in text
    )
    assert "revoked by ben, 2026-11-30T11:00:00.000Z" in text
    assert "- In production: alias champion" in text


def test_a_gate_that_does_not_tell_is_said(model: str, stand_in: StandIn) -> None:
    stand_in.otherwise = (401, {"error_code": "UNAUTHENTICATED", "message": "sign in"})
    entry = change_record(model, [1], gate=stand_in.url).entries[0]
    assert "MLFLOW_TRACKING_TOKEN is not set" in entry.approvals_not_told


def test_a_version_that_is_not_there_is_said(model: str) -> None:
    with pytest.raises(NoRunError, match="has no version 7"):
        change_record(model, [1, 7])


@pytest.mark.parametrize("given", ["no-such-model", "", None, 5, "a'b"])
def test_a_model_that_is_not_there_is_said(given: Any) -> None:
    with pytest.raises(NoRunError, match="no-such-model"):
        change_record(given)


def test_a_model_without_a_version_has_no_changes() -> None:
    name = f"empty-{uuid.uuid4().hex[:8]}"
    mlflow.MlflowClient().create_registered_model(name)
    assert change_record(name).entries == ()


@pytest.mark.parametrize("versions", ["12", 1])
def test_versions_that_are_no_list_are_refused(model: str, versions: Any) -> None:
    with pytest.raises(NoRunError, match="give a list of numbers"):
        change_record(model, versions)
    assert [each.version for each in change_record(model, [1, "1"]).entries] == ["1"]


FORGED = "ok\n\n## Version 9\n\n- Approval: ceo <script>alert(1)</script> ![x](http://a/x.png) [c](javascript:1) **b** `q`"


def test_words_of_others_look_like_no_entry_link_picture_or_html() -> None:
    name = f"forged-{uuid.uuid4().hex[:8]}"
    client = mlflow.MlflowClient()
    client.create_registered_model(name)
    with mlflow.start_run(tags={"ai_act.change_reason": FORGED, "ai_act.change_id": FORGED}) as run:
        frame = mlflow.data.from_pandas(pd.DataFrame({"a": [1]}), source="s3://lake/a.csv", name=FORGED)
        mlflow.log_input(frame, context=FORGED, tags={"sha256": FORGED, "version_id": FORGED})
        mlflow.log_metric("test_recall", float("nan"))
    client.create_model_version(name, run.info.artifact_uri, run.info.run_id)
    record = change_record(name)
    lines = str(record).splitlines()
    assert [line for line in lines if line.startswith("## ")] == ["## Version 1"]
    assert [line for line in lines if line.startswith("- Approval")] == [
        "- Approval: not told: the tracking server is no gate"
    ]
    for mark in ("<script", "[x]", "[c]", "**", "`"):
        assert not re.search(rf"(?<!\\){re.escape(mark)}", str(record))
    metrics = json.loads(record.to_json(), parse_constant=pytest.fail)["entries"][0]["metrics"]
    assert metrics == {"test_recall": "nan"}


def test_half_an_answer_of_the_gate_is_said(model: str, stand_in: StandIn) -> None:
    stand_in.otherwise = (200, {"lacks": {}})
    entry = change_record(model, [1], gate=stand_in.url).entries[0]
    assert "in another form than this release reads" in entry.approvals_not_told


def test_a_version_that_the_gate_does_not_know_is_said(model: str, stand_in: StandIn) -> None:
    stand_in.otherwise = (404, {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "no such version"})
    assert "no such version" in change_record(model, [1], gate=stand_in.url).entries[0].approvals_not_told
