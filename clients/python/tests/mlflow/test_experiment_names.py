"""Names of experiments are read as the gate reads them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ai_act_evidence.mlflow import ExperimentName, ExperimentNameError, experiment_name, parse_experiment_name

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "vectors" / "experiment-names.json").read_text(encoding="utf-8")
)
HINTS = VECTORS["hints"]
GOOD = {
    "system": "credit-scoring",
    "what": "features",
    "why": "higher-recall",
    "change_id": "CHG-1042",
    "context": "annex-iii-5b",
}


@pytest.mark.parametrize("vector", VECTORS["valid"], ids=lambda vector: str(vector["name"])[:60])
def test_a_valid_name_is_read_as_its_parts_and_written_as_it_stood(vector: dict[str, Any]) -> None:
    parts = vector["parts"]
    expected = ExperimentName(
        parts["system"], parts["what"], parts["why"], parts["changeId"], parts["context"]
    )
    assert parse_experiment_name(vector["name"]) == expected
    assert str(expected) == vector["name"]


@pytest.mark.parametrize("vector", VECTORS["invalid"], ids=lambda vector: repr(vector["name"])[:60])
def test_another_name_is_refused_with_the_problem_and_the_nearest_valid_one(vector: dict[str, Any]) -> None:
    with pytest.raises(ExperimentNameError) as refused:
        parse_experiment_name(vector["name"], system=HINTS["system"], contexts=HINTS["contexts"])
    assert refused.value.problem == vector["problem"]
    assert refused.value.nearest == vector["nearest"]
    assert vector["nearest"] in str(refused.value)


def test_a_name_is_made_of_its_parts() -> None:
    assert experiment_name(**GOOD) == "credit-scoring/features-for-higher-recall/CHG-1042/annex-iii-5b"


@pytest.mark.parametrize(
    ("wrong", "problem", "nearest"),
    [
        ({"what": "feature"}, "what is changed has to be one of", "features-for-higher-recall/CHG-1042"),
        ({"why": "Higher recall"}, "the why has to be small letters", "features-for-higher-recall/CHG-1042"),
        (
            {"change_id": "chg 1042"},
            "the change id has to be capitals",
            "features-for-higher-recall/CHG-1042",
        ),
        ({"system": "Credit_Scoring"}, "the system has to be", "credit-scoring/features-for-higher-recall"),
        ({"context": "Annex III 5(b)"}, "the regulatory context has to be", "/annex-iii-5-b"),
        ({"why": "a/b"}, "it has 5 part(s) between slashes", "CHG-1042/annex-iii-5b"),
        ({"system": ""}, "the system has to be", "the form is <system>/"),
    ],
)
def test_a_part_that_does_not_fit_is_refused_with_the_nearest_name(
    wrong: dict[str, str], problem: str, nearest: str
) -> None:
    with pytest.raises(ExperimentNameError) as refused:
        experiment_name(**{**GOOD, **wrong})
    assert problem in refused.value.problem
    assert nearest in str(refused.value)
    if refused.value.nearest is not None:
        parse_experiment_name(refused.value.nearest)


def test_what_a_name_says_are_tags_of_the_run() -> None:
    assert parse_experiment_name(experiment_name(**GOOD)).tags == {
        "ai_act.system": "credit-scoring",
        "ai_act.change_id": "CHG-1042",
        "ai_act.regulatory_context": "annex-iii-5b",
    }


@pytest.mark.parametrize("text", ["", "x", "a" * 100_000, "/" * 50, "\u202e\x00", "a/b/c/d", "-for-", "---"])
def test_whatever_is_given_is_refused_quickly_and_with_the_form(text: str) -> None:
    with pytest.raises(ExperimentNameError) as refused:
        parse_experiment_name(text, system="credit-scoring", contexts=["annex-iii-5b"])
    assert re.fullmatch(r"[^\n]+", refused.value.problem)
    assert refused.value.nearest is not None
    parse_experiment_name(refused.value.nearest)


@pytest.mark.parametrize("part", list(GOOD))
def test_a_part_that_is_no_text_is_named(part: str) -> None:
    with pytest.raises(ExperimentNameError, match=f"{part} has to be a text, and is a int"):
        experiment_name(**{**GOOD, part: 5})  # type: ignore[arg-type]
    with pytest.raises(ExperimentNameError, match="has to be a text"):
        parse_experiment_name(5)  # type: ignore[arg-type]


def test_a_message_is_not_as_long_as_what_was_given() -> None:
    with pytest.raises(ExperimentNameError) as refused:
        parse_experiment_name("a/" * 1_000_000)
    assert len(str(refused.value)) < 1_000
