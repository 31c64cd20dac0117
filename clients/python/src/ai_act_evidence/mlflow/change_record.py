"""The technical documentation's entry on a change of the system (Annex IV, point 6), of what runs and registry hold.

It is a draft for whoever keeps the documentation: what nobody said is shown as not said.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from typing import Any

from .datasets import CONTEXT
from .errors import ExperimentNameError, GateRefusedError, NoRunError, NotSignedInError
from .experiment_names import parse_experiment_name
from .gate import NoAnswer, NoGate, gate_at
from .installed import require_mlflow
from .requirements import catalogue

_PAGE = 1000
_NOT_SAID = "not said"


@dataclass(frozen=True)
class ChangedData:
    """A data set that made or tested a version."""

    context: str
    name: str
    source: str
    sha256: str
    version_id: str


@dataclass(frozen=True)
class Approval:
    """Who answers for a version, as the gate's record says."""

    by: str
    at: str
    record: str
    modification: str
    why: str
    conformity_assessment: str
    revoked: str
    """By whom and when, empty where it stands."""


@dataclass(frozen=True)
class ChangeEntry:
    """One version: what was changed, why, on which data, with which result, and who approved. Empty where nobody said."""

    version: str
    registered_at: str
    """ISO 8601, as all times."""
    registered_by: str
    run_id: str
    run_began: str
    experiment: str
    what: str
    why: str
    tags: Mapping[str, str]
    """The tags that production requires, and those that begin with ``ai_act.``."""
    datasets: tuple[ChangedData, ...]
    metrics: Mapping[str, float]
    """Of the test set: those whose names begin with ``test_``."""
    approvals: tuple[Approval, ...]
    approvals_not_told: str
    """Why the gate did not tell them; empty where it did."""
    in_production: tuple[str, ...]

    @property
    def not_said(self) -> tuple[str, ...]:
        """What the entry needs and nobody said."""
        tags = [key for key in catalogue().tags if not self.tags.get(key, "").strip()]
        sets = [each for each in catalogue().contexts if each not in {one.context for one in self.datasets}]
        return (
            *(["what was changed, in the experiment's name"] if not self.what else []),
            *(f"tag {key}" for key in tags),
            *(f"{each} set" for each in sets),
            *([] if self.metrics else ["results on the test set"]),
        )


@dataclass(frozen=True)
class ChangeRecord:
    """The changes of a system, newest first."""

    model: str
    made_at: str
    entries: tuple[ChangeEntry, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        entries = [
            {**asdict(each), "metrics": _finite(each.metrics), "not_said": list(each.not_said)}
            for each in self.entries
        ]
        return {"annex_iv": "6", "model": self.model, "made_at": self.made_at, "entries": entries}

    def to_json(self) -> str:
        """One object, indented."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False)

    def __str__(self) -> str:
        head = [
            f"# Changes of {_line(self.model)}",
            f"Technical documentation, Annex IV(6), as MLflow and the gate held it at {self.made_at}. "
            "Where it says “not said”, nobody did.",
        ]
        return "\n\n".join([*head, *(_text(each) for each in self.entries)]) + "\n"

    def _repr_markdown_(self) -> str:
        return str(self)


def change_record(
    model: str, versions: Sequence[str | int] | None = None, *, gate: str | None = None
) -> ChangeRecord:
    """Makes the record of changes of a registered model from its versions and their runs.

    Who approved is asked of the gate, version by version; where it does not tell, the entry says why.

    Args:
        model: Name of the registered model.
        versions: Numbers. Default: all that are registered.
        gate: Address of the gate. Default: ``EVIDENCE_GATE_URL``, else the tracking server.

    Raises:
        NoRunError: the model, or a version that was asked for, is not registered.
        MlflowNotUsableError: MLflow is missing or older than 2.15.
    """
    require_mlflow()
    import mlflow

    client = mlflow.MlflowClient()
    chosen_only = _numbers(model, versions)
    found = {str(each.version): each for each in _versions(client, model)}
    chosen = list(found) if chosen_only is None else chosen_only
    if not found:
        _refuse_unknown(client, model)
    missing = [each for each in chosen if each not in found]
    if missing:
        raise NoRunError(
            code="no-such-version",
            needed=f"{model} has no version {', '.join(missing)}",
            fix=f"give numbers of registered versions: {', '.join(sorted(found, key=int)) or 'there are none'}",
        )
    newest_first = sorted(chosen, key=int, reverse=True)
    entries = tuple(_entry(client, model, found[each], gate) for each in newest_first)
    return ChangeRecord(
        model=model, made_at=_time(datetime.now(timezone.utc).timestamp() * 1000), entries=entries
    )


def _numbers(model: object, versions: object) -> list[str] | None:
    """The versions that are asked for, each once."""
    if not isinstance(model, str) or not model:
        raise NoRunError(
            code="no-such-model", needed="model is no name", fix="give the name of a registered model"
        )
    if versions is None:
        return None
    if isinstance(versions, str) or not isinstance(versions, Iterable):
        raise NoRunError(
            code="no-such-version",
            needed=f"versions is a {type(versions).__name__}",
            fix="give a list of numbers: [4]",
        )
    return list(dict.fromkeys(map(str, versions)))


def _refuse_unknown(client: Any, model: str) -> None:
    from mlflow.exceptions import MlflowException

    try:
        client.get_registered_model(model)
    except MlflowException as error:
        if error.error_code not in ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"):
            raise
        raise NoRunError(
            code="no-such-model",
            needed=f"there is no registered model {model!r}",
            fix="give the name of a registered model",
        ) from error


def _versions(client: Any, model: str) -> list[Any]:
    quoted = model.replace("'", "\\'")
    found: list[Any] = []
    token = None
    while True:
        page = client.search_model_versions(f"name='{quoted}'", max_results=_PAGE, page_token=token)
        found += page
        token = page.token
        if not token:
            return found


def _entry(client: Any, model: str, version: Any, gate: str | None) -> ChangeEntry:
    run = _run(client, version.run_id)
    experiment = client.get_experiment(run.info.experiment_id).name if run else ""
    try:
        name = parse_experiment_name(experiment)
        what, why = name.what, name.why
    except ExperimentNameError:
        what, why = "", ""
    tags = dict(run.data.tags) if run else {}
    approvals, not_told, doors = _approvals(model, str(version.version), gate)
    return ChangeEntry(
        version=str(version.version),
        registered_at=_time(version.creation_timestamp),
        registered_by=version.tags.get("evidence.created_by_name", ""),
        run_id=version.run_id or "",
        run_began=_time(run.info.start_time) if run else "",
        experiment=experiment,
        what=what,
        why=why,
        tags={key: value for key, value in sorted(tags.items()) if key.startswith("ai_act.")},
        datasets=tuple(_dataset(each) for each in (run.inputs.dataset_inputs if run and run.inputs else [])),
        metrics={key: value for key, value in sorted(run.data.metrics.items()) if key.startswith("test_")}
        if run
        else {},
        approvals=approvals,
        approvals_not_told=not_told,
        in_production=doors,
    )


def _run(client: Any, run_id: str | None) -> Any:
    """``None`` where it is gone: MLflow keeps versions whose run was deleted for good."""
    from mlflow.exceptions import MlflowException

    if not run_id:
        return None
    try:
        return client.get_run(run_id)
    except MlflowException as error:
        if error.error_code == "RESOURCE_DOES_NOT_EXIST":
            return None
        raise


def _dataset(given: Any) -> ChangedData:
    tags = {tag.key: tag.value for tag in given.tags}
    return ChangedData(
        context=tags.get(CONTEXT, ""),
        name=given.dataset.name,
        source=given.dataset.source,
        sha256=tags.get("sha256", ""),
        version_id=tags.get("version_id", ""),
    )


def _approvals(
    model: str, version: str, gate: str | None
) -> tuple[tuple[Approval, ...], str, tuple[str, ...]]:
    asked = gate_at(gate)
    if asked is None:
        return (), "the tracking server is no gate", ()
    try:
        with asked.read():
            status = asked.status(model, version)
            return tuple(_approval(each) for each in status["approvals"]), "", tuple(status["inProduction"])
    except (NoGate, NoAnswer, NotSignedInError, GateRefusedError, NoRunError) as error:
        return (), str(error), ()


def _approval(given: Mapping[str, Any]) -> Approval:
    modification = given.get("modification") or {}
    revoked = given.get("revoked")
    return Approval(
        by=given["by"],
        at=given["at"],
        record=given["record"],
        modification=modification.get("class", ""),
        why=modification.get("why", ""),
        conformity_assessment=modification.get("conformityAssessment", ""),
        revoked=f"{revoked['by']}, {revoked['at']}" if revoked else "",
    )


def _text(entry: ChangeEntry) -> str:
    said = {
        "What was changed": entry.what,
        "Why": entry.tags.get("ai_act.change_reason") or entry.why.replace("-", " "),
        "Change": entry.tags.get("ai_act.change_id", ""),
        "Class of the change, Art 3(23)": entry.tags.get("ai_act.change_class", ""),
        "Regulatory context": entry.tags.get("ai_act.regulatory_context", ""),
        "Risk assessment, Art 9": entry.tags.get("ai_act.risk_assessment", ""),
        "Data governance, Art 10": entry.tags.get("ai_act.data_governance", ""),
        "Code": entry.tags.get("ai_act.code_commit", ""),
        "Trained": f"{entry.run_began}, run {entry.run_id}, experiment {entry.experiment}"
        if entry.run_began
        else "",
        "Registered": entry.registered_at + (f" by {entry.registered_by}" if entry.registered_by else ""),
        "In production": ", ".join(entry.in_production) or ("not told" if entry.approvals_not_told else "no"),
    }
    lines = [f"## Version {entry.version}", ""]
    lines += [f"- {key}: {_line(value) or _NOT_SAID}" for key, value in said.items()]
    lines += [f"- Data, {_line(each.context) or 'no context'}: {_set(each)}" for each in entry.datasets]
    lines += [f"- Data: {_NOT_SAID}"] if not entry.datasets else []
    lines += [f"- Result, {_line(key)}: {value}" for key, value in entry.metrics.items()]
    lines += [f"- Results on the test set: {_NOT_SAID}"] if not entry.metrics else []
    lines += [f"- Approval: {_approved(each)}" for each in entry.approvals]
    if not entry.approvals:
        lines.append(
            f"- Approval: {f'not told: {_line(entry.approvals_not_told)}' if entry.approvals_not_told else 'none'}"
        )
    return "\n".join(lines)


def _finite(metrics: Mapping[str, float]) -> dict[str, float | str]:
    """JSON has no NaN."""
    return {key: value if math.isfinite(value) else str(value) for key, value in metrics.items()}


def _set(each: ChangedData) -> str:
    digest = f"SHA-256 {_line(each.sha256) or _NOT_SAID}"
    version = f", version {_line(each.version_id)}" if each.version_id else ""
    return f"{_line(each.name)}, {digest}{version}, {_line(each.source)}"


def _approved(each: Approval) -> str:
    assessed = f", {_line(each.modification)}: {_line(each.why)}" if each.modification else ""
    conformity = (
        f" (conformity assessment {_line(each.conformity_assessment)})" if each.conformity_assessment else ""
    )
    revoked = f"; revoked by {_line(each.revoked)}" if each.revoked else ""
    return f"{_line(each.by)}, {_line(each.at)}{assessed}{conformity}{revoked}, record {_line(each.record)}"


def _line(value: str) -> str:
    """On one line, as words: what other people wrote must look like no entry, link, picture or HTML."""
    return re.sub(r"([\\`*\[\]<>&]|~~|(?<!\w)_|_(?!\w))", r"\\\1", " ".join(value.split()))


def _time(milliseconds: float) -> str:
    at = datetime.fromtimestamp(milliseconds / 1000, tz=timezone.utc)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
