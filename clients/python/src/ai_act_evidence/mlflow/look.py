"""What a run lacks as far as this machine can tell, where no gate is there to ask. It never says that nothing lacks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from .content import split_version
from .datasets import CONTEXT
from .errors import ExperimentNameError
from .experiment_names import parse_experiment_name
from .findings import Lack, Untold
from .requirements import catalogue
from .run_context import COMMIT, UNCOMMITTED

_KEPT = ("s3", "gs", "abfss")


@dataclass(frozen=True)
class Looked:
    """What was found."""

    lacks: tuple[Lack, ...]
    untold: tuple[Untold, ...]


def look_at(run: Any, experiment_name: str, why: str) -> Looked:
    """Holds a run against what can be told without configs and thresholds.

    Args:
        run: MLflow's run.
        experiment_name: Of its experiment.
        why: Why the gate was not asked, in words that follow "not told: ".
    """
    tags: Mapping[str, str] = run.data.tags
    sets = [_read(each) for each in (run.inputs.dataset_inputs if run.inputs else [])]
    # MLflow's stores give them in no order.
    sets.sort(key=lambda each: (catalogue().contexts.index(each.context) if each.known else 9, each.name))
    lacks = [
        *_finished(run),
        *_named(experiment_name, tags),
        *_tagged(tags, experiment_name),
        *_logged(sets),
        *_kept(sets),
        *_apart(sets),
    ]
    found = {each.requirement for each in lacks}
    untold = [
        Untold(each.id, f"{_PARTS.get(each.id, 'nothing of it can be told here')}: {why}")
        for each in catalogue().requirements
        if each.of_run and each.id not in found
    ]
    return Looked(tuple(lacks), tuple(untold))


_PARTS = {
    "run-finished": "it has ended, by this machine's word alone",
    "experiment-named": "the name is of the right form; whether system and context are those of the config is not told",
    "run-tagged": "all tags are there; whether their values are those of the config is not told",
    "datasets-logged": "the three sets are logged, by this machine's word alone",
    "datasets-kept": "each set has a source; whether the config takes it is not told",
    "test-set-apart": "the sets differ, by this machine's word alone",
}


@dataclass(frozen=True)
class _Set:
    name: str
    digest: str
    source_type: str
    uri: str
    tags: Mapping[str, str]

    @property
    def context(self) -> str:
        return self.tags.get(CONTEXT, "")

    @property
    def known(self) -> bool:
        return self.context in catalogue().contexts

    @property
    def sha256(self) -> str:
        value = self.tags.get("sha256", "").lower()
        return value if re.fullmatch(r"[0-9a-f]{64}", value) else ""


def _read(given: Any) -> _Set:
    dataset = given.dataset
    try:
        source = json.loads(dataset.source)
    except (TypeError, ValueError):
        source = {}
    uri = source.get("uri") if isinstance(source, dict) else ""
    tags = {tag.key: tag.value for tag in given.tags}
    return _Set(dataset.name or "", dataset.digest or "", dataset.source_type or "", str(uri or ""), tags)


def _finished(run: Any) -> Iterable[Lack]:
    if run.info.status != "FINISHED":
        fix = "End it: mlflow.end_run()." if run.info.status == "RUNNING" else "Train again."
        yield _lack("run-finished", f'The run\'s status is "{run.info.status}"; FINISHED is needed.', fix)
    if run.info.lifecycle_stage != "active":
        fix = f'Restore it: MlflowClient().restore_run("{run.info.run_id}").'
        yield _lack("run-finished", "The run is deleted.", fix)


def _named(name: str, tags: Mapping[str, str]) -> Iterable[Lack]:
    context = tags.get("ai_act.regulatory_context")
    try:
        parse_experiment_name(
            name,
            system=tags.get("ai_act.system"),
            contexts=[context] if context else None,
            change_id=tags.get("ai_act.change_id"),
        )
    except ExperimentNameError as error:
        offered = f'The nearest valid name is "{error.nearest}". ' if error.nearest else ""
        yield _lack(
            "experiment-named",
            f'The experiment\'s name "{name}" is not of the form {catalogue().name_form}: {error.problem}.',
            f"{offered}mlflow.set_experiment(experiment_name(system=…, what=…, why=…, change_id=…, context=…)).",
        )


def _tagged(tags: Mapping[str, str], name: str) -> Iterable[Lack]:
    uncommitted = tags.get(UNCOMMITTED, "").strip()
    if uncommitted:
        yield _lack(
            "run-tagged", f"The training code was no commit: {uncommitted}.", "Commit it, and train again."
        )
    known = [key for key in catalogue().tags if not (uncommitted and key == COMMIT)]
    absent = [key for key in known if not tags.get(key, "").strip()]
    if absent:
        yield _lack(
            "run-tagged",
            f"Missing or empty: {', '.join(absent)}.",
            "Set the variables AI_ACT_…, or give them to mlflow.start_run(tags=…).",
        )
    commit = tags.get(COMMIT, "").strip()
    if commit and not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", commit):
        yield _lack(
            "run-tagged", "Tag ai_act.code_commit is not a whole commit id.", "git rev-parse HEAD prints it."
        )
    change = tags.get("ai_act.change_class", "").strip()
    if change and change not in catalogue().change_classes:
        yield _lack(
            "run-tagged",
            f'Tag ai_act.change_class "{change}" is not one of {", ".join(catalogue().change_classes)}.',
            "Set one of them.",
        )
    try:
        said = parse_experiment_name(name).tags
    except ExperimentNameError:
        return
    for key, value in said.items():
        if tags.get(key, "").strip() and tags[key] != value:
            yield _lack(
                "run-tagged",
                f'Tag {key} "{tags[key]}" is not what the experiment\'s name says, "{value}".',
                "Correct the tag, or the name.",
            )


def _logged(sets: list[_Set]) -> Iterable[Lack]:
    contexts = catalogue().contexts
    absent = [each for each in contexts if each not in {one.context for one in sets}]
    if absent:
        yield _lack(
            "datasets-logged", f"No data set is logged with the context {', none with '.join(absent)}.", _LOG
        )
    for each in sets:
        if not each.known:
            yield _lack(
                "datasets-logged",
                f'Data set "{each.name}" has the context "{each.context}"; {", ".join(contexts)} are taken.',
                "With autologging: mlflow.autolog(log_datasets=False), in a new run.",
            )
        if not each.digest.strip():
            yield _lack("datasets-logged", f'Data set "{each.name}" has no digest.', _LOG)
        if not each.sha256:
            yield _lack(
                "datasets-logged",
                f'Data set "{each.name}" has no tag sha256 with 64 hexadecimal digits.',
                _LOG,
            )


def _kept(sets: list[_Set]) -> Iterable[Lack]:
    for each in sets:
        if each.source_type in ("", "code"):
            yield _lack("datasets-kept", f'Data set "{each.name}" has no source.', _LOG)
        elif urlsplit(each.uri).scheme in _KEPT and not (
            each.tags.get("version_id") or split_version(each.uri)[1]
        ):
            yield _lack("datasets-kept", f'Data set "{each.name}" has a source without a version.', _LOG)


def _apart(sets: list[_Set]) -> Iterable[Lack]:
    seen: dict[str, _Set] = {}
    for each in sets:
        for mark in filter(None, (each.sha256, each.digest)):
            first = seen.setdefault(mark, each)
            if first.context != each.context:
                yield _lack(
                    "test-set-apart",
                    f'Data set "{first.name}" ({first.context}) has the content of "{each.name}" ({each.context}).',
                    "Split the data before training, and log each part from its own file in a new run.",
                )
                break


_LOG = "log_datasets(train=…, validation=…, test=…) in a new run does it."


def _lack(requirement: str, what: str, fix: str) -> Lack:
    duties = next((each.duties for each in catalogue().requirements if each.id == requirement), ())
    return Lack(requirement, duties, what, fix)
