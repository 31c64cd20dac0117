"""What a run lacks on its way into production, told before anybody asks for promotion."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from .errors import NoRunError
from .findings import Lack, Later, Measured, Untold
from .gate import Gate, NoAnswer, NoGate, gate_at
from .installed import require_mlflow
from .look import look_at
from .preflight_text import as_html, as_text
from .requirements import catalogue


@dataclass(frozen=True)
class Preflight:
    """The answer. Shows itself in a notebook, prints as text, and is JSON for programs."""

    run_id: str
    told_by: Literal["gate", "client", "nobody"]
    """``gate``: by the checks that decide on a promotion. ``client``: here, as far as this machine can tell."""
    lacks: tuple[Lack, ...]
    """What has to be supplied. What the gate cannot tell is among it."""
    untold: tuple[Untold, ...] = ()
    """What could not be told, because no gate was there to ask."""
    later: tuple[Later, ...] = ()
    """What only a registered version and its approval can be held against."""
    measured: tuple[Measured, ...] = ()
    system: str | None = None
    model: str | None = None
    version: str | None = None
    """The registered version that was looked at, where there is one of this run."""

    @property
    def ok(self) -> bool:
        """Whether the gate found nothing lacking that can be told at this point; what is in :attr:`later` is still to come.

        Never true where no gate was asked.
        """
        return self.told_by == "gate" and not self.lacks and not self.untold

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"ok": self.ok, **asdict(self)}

    def to_json(self) -> str:
        """One object, indented."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False)

    def __str__(self) -> str:
        return as_text(self)

    def _repr_html_(self) -> str:
        return as_html(self)


def preflight(run: Any = None, *, gate: str | None = None) -> Preflight:
    """Tells what a run lacks before a version of it may go to production.

    The gate is asked, which holds the run against the very checks that decide later; where a version of the run is
    registered, against all of them, for which it reads and hashes the version's files. Without a gate, what can be told of
    name, tags and data sets is told here, and the rest is said not to be told.

    Args:
        run: A run of MLflow, or its id. Default: the one under way, else the last one of this process.
        gate: Address of the gate. Default: ``EVIDENCE_GATE_URL``, else the tracking server.

    Raises:
        NoRunError: there is no such run.
        NotSignedInError: the gate does not know who asks.
        GateRefusedError: the gate knows, and says no.
        MlflowNotUsableError: MLflow is missing or older than 2.15.
    """
    require_mlflow()
    import mlflow

    run_id = _id_of(mlflow, run)
    asked = gate_at(gate)
    if asked is None:
        return _looked_at(mlflow, run_id, "the tracking server is no gate")
    try:
        with asked.read():
            return _told(asked, run_id)
    except NoGate as error:
        return _looked_at(mlflow, run_id, str(error))
    except NoAnswer as error:
        # MLflow's client would try for minutes to reach the same address.
        if mlflow.get_tracking_uri().rstrip("/") == asked.url:
            return _of_nobody(run_id, str(error))
        return _looked_at(mlflow, run_id, str(error))


def _told(gate: Gate, run_id: str) -> Preflight:
    said = gate.preflight(run_id)
    told = Preflight(
        run_id=run_id,
        told_by="gate",
        lacks=_lacks(said["lacks"]),
        later=tuple(
            Later(each["requirement"], each["title"], each["how"]) for each in said["untilRegistered"]
        ),
        measured=_measured(said["measured"]),
        system=said.get("system"),
        model=said.get("model"),
    )
    versions = [each["version"] for each in said["versions"] if each["name"] == told.model]
    return _of_version(gate, told, max(versions, key=int)) if versions else told


def _of_version(gate: Gate, told: Preflight, version: str) -> Preflight:
    status = gate.status(str(told.model), version)
    lacks = _lacks(status["lacks"]["approval"])
    supplied_before = {(each.requirement, each.what) for each in lacks}
    return Preflight(
        run_id=told.run_id,
        told_by="gate",
        lacks=lacks,
        later=tuple(
            Later(each.requirement, f"{catalogue().titled(each.requirement)}: {each.what}", each.fix)
            for each in _lacks(status["lacks"]["promotion"])
            if (each.requirement, each.what) not in supplied_before
        ),
        measured=_measured(status["measured"]),
        system=told.system,
        model=told.model,
        version=version,
    )


def _lacks(given: Iterable[dict[str, Any]]) -> tuple[Lack, ...]:
    return tuple(
        Lack(each["requirement"], tuple(each["duties"]), each["what"], each["fix"]) for each in given
    )


def _measured(given: Iterable[dict[str, Any]]) -> tuple[Measured, ...]:
    return tuple(Measured(each["metric"], each.get("value"), each["needed"]) for each in given)


def _looked_at(mlflow: Any, run_id: str, why: str) -> Preflight:
    from mlflow.exceptions import MlflowException

    client = mlflow.MlflowClient()
    try:
        run = client.get_run(run_id)
    except MlflowException as error:
        if error.error_code not in ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"):
            return _of_nobody(run_id, f"{why}, and MLflow does not show the run: {error.error_code}")
        raise NoRunError(
            code="no-such-run", needed=f"there is no run {run_id}", fix="give the id of a run that is there"
        ) from error
    found = look_at(run, client.get_experiment(run.info.experiment_id).name, why)
    return Preflight(
        run_id=run_id, told_by="client", lacks=found.lacks, untold=found.untold, later=_all_later()
    )


def _of_nobody(run_id: str, why: str) -> Preflight:
    untold = tuple(Untold(each.id, why) for each in catalogue().requirements if each.of_run)
    return Preflight(run_id=run_id, told_by="nobody", lacks=(), untold=untold, later=_all_later())


def _all_later() -> tuple[Later, ...]:
    return tuple(Later(each.id, each.title, each.how) for each in catalogue().requirements if not each.of_run)


def _id_of(mlflow: Any, run: Any) -> str:
    if run is None:
        run = mlflow.active_run() or mlflow.last_active_run()
        if run is None:
            raise NoRunError(
                code="no-run", needed="no run is under way, and none was before", fix="give a run or its id"
            )
    run_id = run if isinstance(run, str) else getattr(getattr(run, "info", run), "run_id", None)
    if not isinstance(run_id, str) or not run_id.strip():
        what = "an empty text" if isinstance(run, str) else f"a {type(run).__name__}"
        raise NoRunError(
            code="no-run", needed=f"run is {what}", fix="give a run as MLflow has it, or its id as a text"
        )
    return run_id.strip()
