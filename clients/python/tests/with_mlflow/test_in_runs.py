"""MLflow finds the tags of a run by itself, as soon as the package is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import mlflow
import pytest

from ai_act_evidence.mlflow import MlflowNotUsableError, installed, log_datasets, preflight

pytestmark = pytest.mark.usefixtures("plain")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "train.py").write_text("")
    author = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(folder)]
    for step in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run([*author, *step], check=True)
    monkeypatch.chdir(folder)
    # As in a notebook: the code is where it was started.
    monkeypatch.setattr(sys.modules["__main__"], "__file__", None)
    return folder


def test_a_run_gets_its_tags_from_environment_and_git(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI_ACT_SYSTEM", "credit-scoring")
    monkeypatch.setenv("AI_ACT_CHANGE_ID", "CHG-1042")
    with mlflow.start_run(tags={"ai_act.change_id": "CHG-7"}) as run:
        pass
    tags = mlflow.get_run(run.info.run_id).data.tags
    assert tags["ai_act.system"] == "credit-scoring"
    assert len(tags["ai_act.code_commit"]) == 40
    assert tags["ai_act.change_id"] == "CHG-7"


def test_a_run_of_changed_code_begins_without_a_commit(repository: Path) -> None:
    (repository / "train.py").write_text("x = 1\n")
    with mlflow.start_run() as run:
        pass
    tags = mlflow.get_run(run.info.run_id).data.tags
    assert "ai_act.code_commit" not in tags
    assert tags["ai_act.code_uncommitted"].startswith("train.py differ from commit ")


def test_an_mlflow_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "installed_version", lambda: "2.14.3")
    with pytest.raises(MlflowNotUsableError, match=r"MLflow 2\.14\.3 is installed, and 2\.15 is the oldest"):
        preflight("0" * 32)
    with pytest.raises(MlflowNotUsableError, match="mlflow-too-old"):
        log_datasets(train=None, validation=None, test=None)
