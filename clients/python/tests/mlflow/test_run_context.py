"""Tags that a run gets from its environment and from git."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from ai_act_evidence.mlflow import run_context
from ai_act_evidence.mlflow.run_context import (
    COMMIT,
    UNCOMMITTED,
    AiActRunContext,
    RunContextWarning,
    code_folder,
    run_tags,
    variable_of,
)

ALL = {
    "AI_ACT_SYSTEM": "credit-scoring",
    "AI_ACT_INTENDED_PURPOSE": "Estimates something, to support somebody's decision.",
    "AI_ACT_CHANGE_REASON": "Recall of defaults was too low",
    "AI_ACT_CHANGE_CLASS": "predetermined",
    "AI_ACT_CHANGE_ID": "CHG-1042",
    "AI_ACT_RISK_ASSESSMENT": "RA-2026-014",
    "AI_ACT_DATA_GOVERNANCE": "DG-german-credit-1",
    "AI_ACT_REGULATORY_CONTEXT": "annex-iii-5b",
}
SHA = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(autouse=True)
def nothing_said_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_context, "_ALREADY_SAID", set())
    for name in [
        *ALL,
        "AI_ACT_CODE_COMMIT",
        "AI_ACT_TAGS",
        "MLFLOW_EXPERIMENT_NAME",
        *run_context.CI_COMMITS,
    ]:
        monkeypatch.delenv(name, raising=False)


def git(folder: Path, *arguments: str) -> str:
    author = ["-c", "user.name=anna", "-c", "user.email=anna@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *author, "-C", str(folder), *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "src").mkdir(parents=True)
    git(folder, "init", "--quiet")
    (folder / "src" / "train.py").write_text("print('training')\n")
    (folder / ".gitignore").write_text("mlruns/\n")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "first")
    return folder


def told(variables: dict[str, str], folder: Path) -> tuple[dict[str, str], list[str]]:
    """Tags, and what was said."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        tags = run_tags(variables, folder)
    return tags, [str(each.message) for each in said]


def test_all_that_the_environment_and_a_clean_repository_tell_become_tags(repository: Path) -> None:
    tags, said = told(ALL, repository / "src")
    assert tags[COMMIT] == git(repository, "rev-parse", "HEAD")
    assert tags["ai_act.change_reason"] == "Recall of defaults was too low"
    assert len(tags) == 9
    assert said == []


def test_what_the_environment_lacks_is_said_with_the_variables_to_set(repository: Path) -> None:
    tags, said = told({"AI_ACT_SYSTEM": "credit-scoring", "AI_ACT_CHANGE_ID": "  "}, repository)
    assert "ai_act.change_id" not in tags
    assert len(said) == 1
    assert "AI_ACT_CHANGE_ID" in said[0]
    assert "AI_ACT_SYSTEM" not in said[0]


def test_a_run_of_no_declared_system_is_not_bothered_with_tags(repository: Path) -> None:
    tags, said = told({}, repository)
    assert list(tags) == [COMMIT]
    assert said == []


def test_the_name_of_the_experiment_tells_what_no_variable_says(repository: Path) -> None:
    name = "credit-scoring/features-for-higher-recall/CHG-7/annex-iii-5b"
    tags, _ = told({"MLFLOW_EXPERIMENT_NAME": name, "AI_ACT_CHANGE_ID": "CHG-1042"}, repository)
    assert tags["ai_act.system"] == "credit-scoring"
    assert tags["ai_act.regulatory_context"] == "annex-iii-5b"
    assert tags["ai_act.change_id"] == "CHG-1042"


@pytest.mark.parametrize(
    "change", ["changed", "staged", "deleted", "new code", "new notebook", "new in a folder"]
)
def test_code_that_is_no_commit_gets_none(repository: Path, change: str) -> None:
    train = repository / "src" / "train.py"
    if change in ("changed", "staged"):
        train.write_text("print('other')\n")
    if change == "staged":
        git(repository, "add", ".")
    if change == "deleted":
        train.unlink()
    if change == "new code":
        (repository / "features.py").write_text("")
    if change == "new notebook":
        (repository / "größe 1.IPYNB").write_text("{}")
    if change == "new in a folder":
        (repository / "lib" / "deep").mkdir(parents=True)
        (repository / "lib" / "deep" / "a.py").write_text("")
    tags, said = told(ALL, repository / "src")
    assert COMMIT not in tags
    assert git(repository, "rev-parse", "HEAD")[:12] in tags[UNCOMMITTED]
    assert len(said) == 1
    assert "Commit, and run again" in said[0]


def test_data_and_outputs_beside_the_code_leave_it_the_commit_it_is(repository: Path) -> None:
    (repository / "train.csv").write_text("a,b\n")
    (repository / "mlruns").mkdir()
    (repository / "mlruns" / "meta.yaml").write_text("x: 1\n")
    tags, said = told(ALL, repository)
    assert COMMIT in tags
    assert said == []


def test_a_shallow_clone_tells_its_commit(repository: Path, tmp_path: Path) -> None:
    (repository / "src" / "train.py").write_text("print('second')\n")
    git(repository, "commit", "--quiet", "-am", "second")
    git(tmp_path, "clone", "--quiet", "--depth", "1", repository.as_uri(), "shallow")
    tags, said = told(ALL, tmp_path / "shallow" / "src")
    assert tags[COMMIT] == git(repository, "rev-parse", "HEAD")
    assert said == []


def test_a_detached_head_tells_its_commit(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "--detach")
    assert COMMIT in told(ALL, repository)[0]


def test_a_repository_without_a_commit_tells_none(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "empty")
    tags, said = told(ALL, tmp_path / "empty")
    assert COMMIT not in tags
    assert "has no commit yet" in said[0]


def test_outside_of_a_repository_ci_is_asked_and_else_it_is_said(tmp_path: Path) -> None:
    tags, said = told({**ALL, "CI_COMMIT_SHA": SHA}, tmp_path)
    assert tags[COMMIT] == SHA
    assert said == []
    tags, said = told({**ALL, "CI_COMMIT_SHA": "main"}, tmp_path)
    assert COMMIT not in tags
    assert "this is no git repository" in said[0]
    assert "AI_ACT_CODE_COMMIT" in said[0]


def test_without_git_ci_is_asked_and_else_it_is_said(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert told({**ALL, "GITHUB_SHA": SHA}, repository)[0][COMMIT] == SHA
    tags, said = told(ALL, repository)
    assert COMMIT not in tags
    assert "there is no git here" in said[0]


def test_a_git_that_hangs_holds_no_run_up(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "git"
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("ai_act_evidence.mlflow.git._PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr("ai_act_evidence.mlflow.git._GIVEN_UP", set())
    tags, said = told(ALL, repository)
    assert COMMIT not in tags
    assert "did not answer" in said[0]
    slow.write_text("#!/bin/sh\nexit 1\n")
    assert "did not answer before" in told(ALL, repository)[1][0]


def test_a_git_around_the_training_does_not_lead_to_another_repository(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    assert COMMIT in told(ALL, repository)[0]


def test_a_commit_that_the_environment_names_is_taken_as_it_is_said(repository: Path) -> None:
    (repository / "src" / "train.py").write_text("print('other')\n")
    tags, said = told({**ALL, "AI_ACT_CODE_COMMIT": SHA}, repository)
    assert tags[COMMIT] == SHA
    assert said == []


def test_further_tags_come_as_json_and_none_of_the_gates_own(repository: Path) -> None:
    text = '{"cost_centre": "4711", "evidence.created_by": "me", "mlflow.user": "you"}'
    tags, _ = told({**ALL, "AI_ACT_TAGS": text}, repository)
    assert tags["cost_centre"] == "4711"
    assert not [key for key in tags if key.startswith(("evidence.", "mlflow."))]


@pytest.mark.parametrize("text", ["cost=1", "[]", '{"a": 1}', "null", "{"])
def test_further_tags_that_cannot_be_read_are_left_out_and_said(repository: Path, text: str) -> None:
    tags, said = told({**ALL, "AI_ACT_TAGS": text}, repository)
    assert len(tags) == 9
    assert "AI_ACT_TAGS is no JSON object of texts" in said[0]


def test_a_value_that_is_too_long_for_a_tag_is_left_out_and_said(repository: Path) -> None:
    tags, said = told({**ALL, "AI_ACT_CHANGE_REASON": "x" * 5_001}, repository)
    assert "ai_act.change_reason" not in tags
    assert "AI_ACT_CHANGE_REASON: longer than" in said[0]


def test_each_thing_is_said_once_in_a_process(repository: Path) -> None:
    variables = {"AI_ACT_SYSTEM": "credit-scoring"}
    assert len(told(variables, repository)[1]) == 1
    assert told(variables, repository)[1] == []


def test_where_warnings_are_errors_the_run_goes_on(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "features.py").write_text("")
    monkeypatch.chdir(repository)
    monkeypatch.setattr(sys.modules["__main__"], "__file__", None, raising=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tags = AiActRunContext().tags()
    assert UNCOMMITTED in tags
    assert "features.py differ from commit" in capsys.readouterr().err


def test_a_fault_of_its_own_breaks_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Path:
        raise RuntimeError("the folder is gone")

    monkeypatch.setattr(run_context, "code_folder", broken)
    with pytest.warns(RunContextWarning, match="the folder is gone"):
        assert AiActRunContext().tags() == {}
    assert AiActRunContext().in_context()


def test_the_code_is_where_the_script_is_and_in_a_notebook_where_it_was_started(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    main = sys.modules["__main__"]
    monkeypatch.setattr(main, "__file__", str(repository / "src" / "train.py"), raising=False)
    assert code_folder() == repository / "src"
    for notebook in (None, pytest.__file__, "/gone/cell.py"):
        monkeypatch.setattr(main, "__file__", notebook, raising=False)
        assert code_folder() == tmp_path


def test_an_old_mlflow_is_named_and_breaks_nothing(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_context, "installed_version", lambda: "2.14.3")
    monkeypatch.setattr(run_context, "code_folder", lambda: repository)
    with pytest.warns(RunContextWarning, match=r"MLflow 2\.14\.3 is installed"):
        assert COMMIT in AiActRunContext().tags()


def test_a_variable_is_the_tag_in_capitals() -> None:
    assert variable_of("ai_act.change_id") == "AI_ACT_CHANGE_ID"


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("cost#centre", "1", "its key has to be"),
        ("line\nbreak", "1", "its key has to be"),
        ("", "1", "its key has to be"),
        ("k" * 251, "1", "its key has to be"),
        ("../../etc", "1", "like the path of another file"),
        ("/etc", "1", "like the path of another file"),
        ("a//b", "1", "like the path of another file"),
        ("notes", "x" * 5_001, "longer than 5000 characters"),
        ("notes", "\ud800", "its value is no UTF-8"),
    ],
)
def test_a_tag_that_would_break_the_run_is_left_out_and_said(
    repository: Path, key: str, value: str, problem: str
) -> None:
    tags, said = told({**ALL, "AI_ACT_TAGS": json.dumps({key: value, "team": "credit"})}, repository)
    assert key not in tags
    assert (tags["team"], len(tags)) == ("credit", 10)
    assert [problem in each for each in said] == [True]


def test_a_variable_that_is_no_text_is_left_out_and_said(repository: Path) -> None:
    tags, said = told({**ALL, "AI_ACT_CHANGE_REASON": os.fsdecode(b"caf\xe9")}, repository)
    assert "ai_act.change_reason" not in tags
    assert "no UTF-8" in said[0]


@pytest.mark.parametrize("name", [b"caf\xe9.py", b"a\nb.py", b"d" * 250 + b".py"])
def test_files_of_any_name_are_named_in_a_tag_that_mlflow_takes(repository: Path, name: bytes) -> None:
    deep = repository.joinpath(*["folder" * 30] * 8)
    deep.mkdir(parents=True)
    for place in (repository, deep):
        Path(os.fsdecode(os.fsencode(place) + b"/" + name)).write_text("")
    tags, _ = told(ALL, repository)
    assert COMMIT not in tags
    assert tags[UNCOMMITTED].isprintable()
    assert tags[UNCOMMITTED].encode()
    assert len(tags[UNCOMMITTED]) < 5_000


def test_nesting_that_no_reader_takes_is_left_out_and_the_other_tags_stay(repository: Path) -> None:
    tags, said = told({**ALL, "AI_ACT_TAGS": "[" * 100_000}, repository)
    assert (len(tags), "AI_ACT_TAGS is no JSON object" in said[0]) == (9, True)


def test_a_folder_that_was_removed_leaves_the_tags_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    monkeypatch.setattr(sys.modules["__main__"], "__file__", None, raising=False)
    monkeypatch.setenv("AI_ACT_SYSTEM", "credit-scoring")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert AiActRunContext().tags()["ai_act.system"] == "credit-scoring"
    assert "the commit of the code cannot be told" in str(said[0].message)


@pytest.fixture
def with_submodule(repository: Path, tmp_path: Path) -> Path:
    git(tmp_path, "clone", "--quiet", str(repository), "library")
    allowed = ["-c", "protocol.file.allow=always"]
    git(repository, *allowed, "submodule", "--quiet", "add", str(tmp_path / "library"), "library")
    git(repository, "commit", "--quiet", "-m", "library")
    return repository


def test_submodules_that_are_as_committed_make_no_difference(with_submodule: Path, tmp_path: Path) -> None:
    (with_submodule / "library" / "data.csv").write_text("1")
    assert COMMIT in told(ALL, with_submodule / "src")[0]
    git(tmp_path, "clone", "--quiet", str(with_submodule), "without")
    assert COMMIT in told(ALL, tmp_path / "without")[0]


def test_code_of_a_submodule_that_is_no_commit_is_named(with_submodule: Path) -> None:
    (with_submodule / "library" / "new.py").write_text("")
    tags, _ = told(ALL, with_submodule / "src")
    assert tags[UNCOMMITTED].startswith("library/new.py differ")


def test_a_repository_cannot_hide_that_a_submodule_was_changed(with_submodule: Path) -> None:
    git(with_submodule, "config", "submodule.library.ignore", "all")
    (with_submodule / "library" / "src" / "train.py").write_text("other")
    tags, _ = told(ALL, with_submodule)
    assert tags[UNCOMMITTED].startswith("library differ")
