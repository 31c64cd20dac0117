"""Data sets of a run: training, validation and test set, each with the source that keeps it and its SHA-256."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .content import Hashed, NotReachable, hash_content, hash_source, split_version
from .errors import DataSetError, NoRunError
from .installed import require_mlflow

CONTEXT = "mlflow.data.context"
_FIX_SOURCE = 'name what keeps the data: (data, "s3://bucket/key")'


class DataSetWarning(UserWarning):
    """A data set was logged with less than production requires."""


@dataclass(frozen=True)
class DataSet:
    """A data set with what is known of it beforehand; a pair ``(data, source)`` says the same in short."""

    data: Any
    """A pandas DataFrame, a numpy array, or a data set of ``mlflow.data`` (which has its source itself)."""
    source: Any = None
    """Address of the object or file that keeps it, ``s3://bucket/key?versionId=…``, or a source of ``mlflow.data``."""
    name: str | None = None
    """Default: the name of the file."""
    targets: str | None = None
    """Column of the target, of a DataFrame."""
    sha256: str | None = None
    """Of the file or export, where it is known; else it is computed."""
    version_id: str | None = None
    """Version of the object that was read, where the address does not name it; else it is asked for."""


@dataclass(frozen=True)
class LoggedDataSet:
    """What was logged of a data set."""

    dataset: Any
    """MLflow's own, for ``mlflow.log_metrics(values, dataset=…)`` and ``mlflow.evaluate``."""
    context: str
    name: str
    digest: str
    """MLflow's: of 10,000 rows at the most, 8 digits long."""
    source: str
    """As MLflow keeps it: JSON."""
    sha256: str
    sha256_of: str
    """``object``, ``file``, ``given``, or the canonical form of the content."""
    version_id: str | None


def log_datasets(
    *, train: Any, validation: Any, test: Any, run_id: str | None = None
) -> dict[str, LoggedDataSet]:
    """Logs the three sets of a run in one request, with the tags that production requires of each.

    ``sha256`` is computed from the object or file that the source names, read in parts; where that is not reachable, of the
    rows in one spelling, whose name then stands in the tag ``sha256_of``. It says which data was named, not that the
    training read it.

    Args:
        train: Training set: a pair ``(data, source)``, a :class:`DataSet`, or a data set of ``mlflow.data`` with a source.
        validation: Validation set, likewise.
        test: Test set, likewise.
        run_id: Run to log to. Default: the one that is under way.

    Returns:
        What was logged, by context: ``training``, ``validation``, ``test``.

    Raises:
        DataSetError: a set has no source, two are the same, or the run has one of a context already. Nothing was logged.
        NoRunError: no run is under way.
        MlflowNotUsableError: MLflow is missing or older than 2.15.
    """
    require_mlflow()
    import mlflow
    from mlflow.entities import Dataset, DatasetInput, InputTag

    given = {"training": train, "validation": validation, "test": test}
    client = mlflow.MlflowClient()
    run = _run_of(mlflow, client, run_id)
    _refuse_second(run)
    sets = list(map(_prepared, given, [_understood(context, each) for context, each in given.items()]))
    _refuse_same(sets)
    client.log_inputs(
        run.info.run_id,
        [
            DatasetInput(
                dataset=Dataset(**_entity(each.dataset)),
                tags=[InputTag(key, value) for key, value in _tags(each).items()],
            )
            for each in sets
        ],
    )
    return {each.context: each for each in sets}


def _tags(logged: LoggedDataSet) -> dict[str, str]:
    tags = {CONTEXT: logged.context, "sha256": logged.sha256, "sha256_of": logged.sha256_of}
    return tags | ({"version_id": logged.version_id} if logged.version_id else {})


def _entity(dataset: Any) -> dict[str, str]:
    said: Mapping[str, Any] = dataset.to_dict()
    return {
        key: said[key]
        for key in ("name", "digest", "source_type", "source", "schema", "profile")
        if said.get(key)
    }


def _run_of(mlflow: Any, client: Any, run_id: str | None) -> Any:
    if run_id is not None and not isinstance(run_id, str):
        raise NoRunError(
            code="no-run", needed=f"run_id is a {type(run_id).__name__}", fix="give run.info.run_id"
        )
    active = mlflow.active_run()
    chosen = run_id or (active.info.run_id if active else None)
    if chosen is None:
        raise NoRunError(
            code="no-run",
            needed="no run is under way",
            fix="call it within `with mlflow.start_run():`, or give run_id",
        )
    return client.get_run(chosen)


def _refuse_second(run: Any) -> None:
    """MLflow takes no data set back: a run with two training sets names neither."""
    inputs = run.inputs.dataset_inputs if run.inputs else []
    there = {tag.value for each in inputs for tag in each.tags if tag.key == CONTEXT}
    again = [context for context in ("training", "validation", "test") if context in there]
    if again:
        raise DataSetError(
            code="dataset-logged-already",
            needed=f"run {run.info.run_id} has a data set with the context {', '.join(again)} already",
            fix="log to a new run: MLflow takes no data set of a run back",
        )


def _understood(context: str, given: Any) -> DataSet:
    if isinstance(given, DataSet):
        return _of_right_types(context, given)
    if isinstance(given, tuple) and len(given) == 2:
        return DataSet(data=given[0], source=given[1])
    if _is_mlflow_dataset(given):
        return DataSet(data=given)
    raise DataSetError(
        code="dataset-without-source",
        needed=f"the {context} set is a {type(given).__name__} without a source",
        fix=_FIX_SOURCE,
    )


def _of_right_types(context: str, given: DataSet) -> DataSet:
    """Texts where texts are needed, and one source alone: what is hashed has to be what is named."""
    for name in ("name", "targets", "sha256", "version_id"):
        value = getattr(given, name)
        if value is not None and not isinstance(value, str):
            raise DataSetError(
                code="dataset-field-not-text",
                needed=f"{name} of the {context} set is a {type(value).__name__}",
                fix=f"give {name} as a text",
            )
    if given.source is not None and _is_mlflow_dataset(given.data):
        raise DataSetError(
            code="dataset-two-sources",
            needed=f"the {context} set is a data set of mlflow.data, which has its source, and another source is given",
            fix="give the source where the data set is made: mlflow.data.from_…(…, source=…)",
        )
    return given


def _is_mlflow_dataset(given: Any) -> bool:
    from mlflow.data.dataset import Dataset

    return isinstance(given, Dataset)


def _prepared(context: str, given: DataSet) -> LoggedDataSet:
    uri, version = split_version(_text(given.source)) if _is_address(given.source) else (None, None)
    named = given.version_id or version
    dataset = given.data if _is_mlflow_dataset(given.data) else _made(context, given, uri)
    said = dataset.to_dict()
    if said["source_type"] == "code":
        raise DataSetError(
            code="dataset-without-source",
            needed=f"the {context} set has no source: MLflow would keep the name of the program alone",
            fix=_FIX_SOURCE,
        )
    if uri is None:
        uri, inside = split_version(_address_of(dataset.source))
        named = named or inside
    hashed = _hashed(context, given, uri, named, _content_of(dataset, given.data))
    return LoggedDataSet(
        dataset=dataset,
        context=context,
        name=str(said["name"]),
        digest=str(said["digest"]),
        source=str(said["source"]),
        sha256=hashed.sha256,
        sha256_of=hashed.of,
        version_id=named or hashed.version_id,
    )


def _made(context: str, given: DataSet, uri: str | None) -> Any:
    import mlflow.data
    from mlflow.data.dataset_source import DatasetSource

    if given.source is None or uri == "":
        raise DataSetError(
            code="dataset-without-source", needed=f"the {context} set has no source", fix=_FIX_SOURCE
        )
    source = given.source if uri is None else uri
    if uri is None and not isinstance(source, DatasetSource):
        raise DataSetError(
            code="dataset-without-source",
            needed=f"the source of the {context} set is a {type(source).__name__}, and no address",
            fix=_FIX_SOURCE,
        )
    if uri is not None and _has_password(uri):
        raise DataSetError(
            code="dataset-source-with-password",
            needed=f"the source of the {context} set has a password in it, which MLflow would keep for good",
            fix="give the address alone, and the password in the way of whatever reads it",
        )
    name = given.name or _name_in(uri or "") or context
    data = given.data
    if hasattr(data, "itertuples") and hasattr(data, "columns"):
        return mlflow.data.from_pandas(data, source=source, name=name, targets=given.targets)
    if hasattr(data, "dtype") and hasattr(data, "tobytes"):
        return mlflow.data.from_numpy(data, source=source, name=name)
    raise DataSetError(
        code="dataset-kind-unknown",
        needed=f"the {context} set is a {type(data).__name__}, which is no DataFrame and no array",
        fix="make the data set with mlflow.data.from_…(…, source=…), and give that",
    )


def _hashed(context: str, given: DataSet, uri: str, version: str | None, content: object) -> Hashed:
    if given.sha256 is not None:
        digest = given.sha256.strip().lower()
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise DataSetError(
                code="dataset-digest-not-valid",
                needed=f"the sha256 of the {context} set is not 64 hexadecimal digits",
                fix="give the SHA-256 of the whole file, as `sha256sum` prints it",
            )
        return Hashed(digest, "given", version)
    try:
        hashed = hash_source(uri, version) if uri else None
        why = "its source names no file or object"
    except NotReachable as error:
        hashed, why = None, str(error)
    if hashed is None:
        hashed = hash_content(content)
        _warn(
            f"the {context} set could not be read from its source ({why}): its sha256 is of its content, {hashed.of}"
        )
    if urlsplit(uri).scheme in ("s3", "gs", "abfss") and not (version or hashed.version_id):
        _warn(
            f"the {context} set has a source without a version, which production does not take: "
            "turn versioning on for the bucket, or give version_id"
        )
    return hashed


def _refuse_same(sets: Sequence[LoggedDataSet]) -> None:
    for number, each in enumerate(sets):
        for other in sets[:number]:
            same = (
                "SHA-256"
                if each.sha256 == other.sha256
                else "digest"
                if each.digest == other.digest
                else "source and version"
                if (each.source, each.version_id) == (other.source, other.version_id)
                else None
            )
            if same:
                raise DataSetError(
                    code="dataset-same-twice",
                    needed=f"the {other.context} set and the {each.context} set have the same {same}",
                    fix="split the data before training, and log each part from a file of its own",
                )


def _is_address(source: Any) -> bool:
    return isinstance(source, str | Path)


def _text(source: str | Path) -> str:
    return str(source).strip()


def _has_password(uri: str) -> bool:
    try:
        return urlsplit(uri).password is not None
    except ValueError:
        return False


def _name_in(uri: str) -> str:
    """`german-credit-test` of `s3://lake/credit/german-credit-test.csv`."""
    return Path(urlsplit(uri).path if "://" in uri else uri).stem


def _address_of(source: Any) -> str:
    said: Mapping[str, Any] = source.to_dict()
    return str(said.get("uri") or "")


def _content_of(dataset: Any, given: Any) -> object:
    if dataset is not given:
        return given
    frame = getattr(dataset, "df", None)
    return frame if frame is not None else getattr(dataset, "features", None)


def _warn(message: str) -> None:
    warnings.warn(message, DataSetWarning, stacklevel=5)
