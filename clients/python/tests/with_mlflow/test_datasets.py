"""Data sets are logged with what production requires of each, or not at all."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mlflow
import numpy as np
import pandas as pd
import pytest

from ai_act_evidence.mlflow import DataSet, DataSetError, DataSetWarning, NoRunError, log_datasets
from ai_act_evidence.mlflow.content import hash_content

pytestmark = pytest.mark.usefixtures("plain")

PARTS = ("training", "validation", "test")


@pytest.fixture
def frames() -> dict[str, pd.DataFrame]:
    return {
        part: pd.DataFrame({"age": [20.5 + number, 30.0], "name": ["größe", part], "target": [0, 1]})
        for number, part in enumerate(PARTS)
    }


@pytest.fixture
def files(frames: dict[str, pd.DataFrame], tmp_path: Path) -> dict[str, Path]:
    paths = {part: tmp_path / f"credit-{part}.csv" for part in PARTS}
    for part, path in paths.items():
        frames[part].to_csv(path, index=False)
    return paths


class S3:
    """As much of boto3 as is asked, with what it was asked for."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str, str], bytes] = {}
        self.versions: dict[tuple[str, str], str | None] = {}
        self.fault: Exception | None = None

    def put(self, uri: str, version: str | None, content: bytes) -> None:
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        self.objects[bucket, key, version or "null"] = content
        self.versions[bucket, key] = version

    def get_object(self, Bucket: str, Key: str, VersionId: str | None = None) -> dict[str, Any]:
        from botocore.exceptions import ClientError

        if self.fault:
            raise self.fault
        present = self.versions.get((Bucket, Key))
        content = self.objects.get((Bucket, Key, VersionId or present or "null"))
        if content is None:
            code = "NoSuchVersion" if VersionId else "NoSuchKey"
            raise ClientError({"Error": {"Code": code, "Message": "no"}}, "GetObject")
        version = VersionId or present
        return {"Body": Body(content), **({"VersionId": version} if version else {})}


class Body:
    def __init__(self, content: bytes) -> None:
        self.content = content

    def iter_chunks(self, size: int) -> Iterator[bytes]:
        for start in range(0, len(self.content), 7):
            yield self.content[start : start + 7]


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch, frames: dict[str, pd.DataFrame]) -> S3:
    import boto3

    fake = S3()
    monkeypatch.setattr(boto3, "client", lambda service, endpoint_url=None: fake)
    for number, part in enumerate(PARTS, 1):
        fake.put(f"s3://lake/credit-{part}.csv", f"v{number}", frames[part].to_csv(index=False).encode())
    return fake


def logged(run_id: str) -> dict[str, Any]:
    """By context, as MLflow has it."""
    inputs = mlflow.MlflowClient().get_run(run_id).inputs.dataset_inputs
    return {
        tags["mlflow.data.context"]: (each.dataset, tags)
        for each in inputs
        for tags in [{tag.key: tag.value for tag in each.tags}]
    }


def pairs(frames: dict[str, Any], sources: dict[str, Any]) -> dict[str, Any]:
    return {
        "train": (frames["training"], sources["training"]),
        "validation": (frames["validation"], sources["validation"]),
        "test": (frames["test"], sources["test"]),
    }


def in_s3() -> dict[str, str]:
    return {part: f"s3://lake/credit-{part}.csv" for part in PARTS}


def test_objects_are_hashed_whole_and_named_with_the_version_that_was_read(
    frames: dict[str, pd.DataFrame], s3: S3
) -> None:
    with mlflow.start_run() as run:
        told = log_datasets(**pairs(frames, in_s3()))
    for number, part in enumerate(PARTS, 1):
        dataset, tags = logged(run.info.run_id)[part]
        content = frames[part].to_csv(index=False).encode()
        assert tags["sha256"] == told[part].sha256 == hashlib.sha256(content).hexdigest()
        assert (tags["sha256_of"], tags["version_id"]) == ("object", f"v{number}")
        assert (dataset.source_type, dataset.name) == ("s3", f"credit-{part}")
        assert dataset.source == f'{{"uri": "s3://lake/credit-{part}.csv"}}'
        assert dataset.digest == told[part].digest
    mlflow.log_input(told["test"].dataset, context="again")


def test_the_version_that_the_address_names_is_read_and_not_the_present_one(
    frames: dict[str, pd.DataFrame], s3: S3
) -> None:
    s3.put("s3://lake/credit-test.csv", "newer", b"other")
    sources = in_s3() | {"test": "s3://lake/credit-test.csv?versionId=v3"}
    with mlflow.start_run() as run:
        log_datasets(**pairs(frames, sources))
    dataset, tags = logged(run.info.run_id)["test"]
    assert tags["version_id"] == "v3"
    assert tags["sha256"] == hashlib.sha256(frames["test"].to_csv(index=False).encode()).hexdigest()
    assert dataset.source == '{"uri": "s3://lake/credit-test.csv"}'


def test_a_version_that_is_not_there_is_refused(frames: dict[str, pd.DataFrame], s3: S3) -> None:
    sources = in_s3() | {"test": "s3://lake/credit-test.csv?versionId=gone"}
    with mlflow.start_run() as run, pytest.raises(DataSetError, match="has no version gone"):
        log_datasets(**pairs(frames, sources))
    assert logged(run.info.run_id) == {}


def test_a_bucket_without_versions_is_said_to_be_one(frames: dict[str, pd.DataFrame], s3: S3) -> None:
    s3.put("s3://lake/credit-test.csv", None, b"a,b\n1,2\n")
    with (
        mlflow.start_run() as run,
        pytest.warns(DataSetWarning, match="the test set has a source without a version") as said,
    ):
        log_datasets(**pairs(frames, in_s3()))
    assert [each.filename for each in said if each.category is DataSetWarning] == [__file__]
    assert "version_id" not in logged(run.info.run_id)["test"][1]


def test_files_are_hashed_whole(frames: dict[str, pd.DataFrame], files: dict[str, Path]) -> None:
    sources = {
        "training": files["training"],
        "validation": str(files["validation"]),
        "test": files["test"].as_uri(),
    }
    with mlflow.start_run() as run:
        log_datasets(**pairs(frames, sources))
    for part in PARTS:
        dataset, tags = logged(run.info.run_id)[part]
        assert tags["sha256"] == hashlib.sha256(files[part].read_bytes()).hexdigest()
        assert (tags["sha256_of"], dataset.source_type) == ("file", "local")


def test_data_sets_of_mlflow_are_taken_with_their_sources(
    frames: dict[str, pd.DataFrame], files: dict[str, Path]
) -> None:
    made = {
        part: mlflow.data.from_pandas(
            frames[part], source=str(files[part]), name=f"mine-{part}", targets="target"
        )
        for part in PARTS
    }
    with mlflow.start_run() as run:
        told = log_datasets(train=made["training"], validation=made["validation"], test=made["test"])
    assert logged(run.info.run_id)["test"][0].name == "mine-test"
    assert told["test"].dataset is made["test"]
    assert told["test"].sha256 == hashlib.sha256(files["test"].read_bytes()).hexdigest()


def test_a_digest_and_version_that_are_known_are_taken_as_given(frames: dict[str, pd.DataFrame]) -> None:
    sets = [
        DataSet(
            frames[part],
            f"gs://lake/{part}.csv",
            sha256=str(number) * 64,
            version_id=f"g{number}",
            targets="target",
        )
        for number, part in enumerate(PARTS)
    ]
    with mlflow.start_run() as run:
        log_datasets(train=sets[0], validation=sets[1], test=sets[2])
    _, tags = logged(run.info.run_id)["test"]
    assert (tags["sha256"], tags["sha256_of"], tags["version_id"]) == ("2" * 64, "given", "g2")


@pytest.mark.parametrize("reason", ["no boto3", "no credentials", "denied", "a prefix"])
def test_where_the_source_is_out_of_reach_the_rows_are_hashed_and_the_method_is_named(
    frames: dict[str, pd.DataFrame], s3: S3, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    from botocore.exceptions import ClientError, NoCredentialsError

    if reason == "no boto3":
        monkeypatch.setitem(sys.modules, "boto3", None)
    if reason == "no credentials":
        s3.fault = NoCredentialsError()
    if reason == "denied":
        s3.fault = ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "GetObject")
    sources = {part: f"s3://lake/{part}/" for part in PARTS} if reason == "a prefix" else in_s3()
    with mlflow.start_run() as run, pytest.warns(DataSetWarning, match="could not be read from its source"):
        told = log_datasets(**pairs(frames, sources))
    assert {each.sha256_of for each in told.values()} == {"rows-as-json/v1"}
    again = {part: frames[part].copy() for part in PARTS}
    with mlflow.start_run(), pytest.warns(DataSetWarning):
        assert log_datasets(**pairs(again, sources))["test"].sha256 == told["test"].sha256
    assert logged(run.info.run_id)["test"][1]["sha256_of"] == "rows-as-json/v1"


def test_arrays_out_of_reach_are_hashed_in_one_order_of_bytes(tmp_path: Path) -> None:
    sets = {part: np.arange(6, dtype=">f8").reshape(2, 3) + number for number, part in enumerate(PARTS)}
    sources = {part: f"s3://lake/{part}.npy" for part in PARTS}
    with mlflow.start_run(), pytest.warns(DataSetWarning):
        big = log_datasets(**pairs(sets, sources))
    little = {part: np.asfortranarray(each.astype("<f8")) for part, each in sets.items()}
    with mlflow.start_run(), pytest.warns(DataSetWarning):
        other = log_datasets(**pairs(little, sources))
    assert big["test"].sha256_of == "array-c-order/v1"
    assert big["test"].sha256 == other["test"].sha256 != big["training"].sha256


def test_a_set_without_a_source_is_refused_and_nothing_is_logged(
    frames: dict[str, pd.DataFrame], files: dict[str, Path]
) -> None:
    bare: list[Any] = [
        frames["test"],
        (frames["test"], None),
        (frames["test"], " "),
        (frames["test"],),
        None,
        mlflow.data.from_pandas(frames["test"], name="test"),
    ]
    with mlflow.start_run() as run:
        for each in bare:
            with pytest.raises(DataSetError, match="source"):
                log_datasets(**(pairs(frames, files) | {"test": each}))
    assert logged(run.info.run_id) == {}


def test_the_same_set_twice_is_refused_whatever_it_is_called(
    frames: dict[str, pd.DataFrame], files: dict[str, Path], tmp_path: Path
) -> None:
    copy = tmp_path / "other-name.csv"
    copy.write_bytes(files["training"].read_bytes())
    same_file = pairs(frames, files) | {"test": (frames["test"], copy)}
    same_rows = pairs(frames, files) | {"test": DataSet(frames["training"], files["test"])}
    with mlflow.start_run() as run:
        with pytest.raises(DataSetError, match="the training set and the test set have the same SHA-256"):
            log_datasets(**same_file)
        with pytest.raises(DataSetError, match="the training set and the test set have the same digest"):
            log_datasets(**same_rows)
    assert logged(run.info.run_id) == {}


def test_a_run_that_has_its_sets_takes_no_others(
    frames: dict[str, pd.DataFrame], files: dict[str, Path]
) -> None:
    with mlflow.start_run() as run:
        log_datasets(**pairs(frames, files))
    with pytest.raises(
        DataSetError, match="has a data set with the context training, validation, test already"
    ):
        log_datasets(**pairs(frames, files), run_id=run.info.run_id)


def test_without_a_run_none_is_begun(frames: dict[str, pd.DataFrame], files: dict[str, Path]) -> None:
    with pytest.raises(NoRunError, match="no run is under way"):
        log_datasets(**pairs(frames, files))
    assert mlflow.active_run() is None


@pytest.mark.parametrize("sha256", ["abc", "", "g" * 64, "0" * 63])
def test_a_digest_that_is_none_is_refused(
    frames: dict[str, pd.DataFrame], files: dict[str, Path], sha256: str
) -> None:
    with mlflow.start_run(), pytest.raises(DataSetError, match="64 hexadecimal digits"):
        log_datasets(
            **(pairs(frames, files) | {"test": DataSet(frames["test"], files["test"], sha256=sha256)})
        )


@pytest.mark.parametrize("field", ["name", "targets", "sha256", "version_id"])
def test_a_field_that_is_no_text_is_named(
    frames: dict[str, pd.DataFrame], files: dict[str, Path], field: str
) -> None:
    odd: Any = DataSet(frames["test"], files["test"], **{field: 5})  # type: ignore[arg-type]
    with mlflow.start_run(), pytest.raises(DataSetError, match=f"{field} of the test set is a int"):
        log_datasets(**(pairs(frames, files) | {"test": odd}))


@pytest.mark.parametrize("source", [5, {"uri": "s3://lake/a.csv"}, pd.DataFrame({"a": [1]})])
def test_a_source_that_is_no_address_is_refused(
    frames: dict[str, pd.DataFrame], files: dict[str, Path], source: Any
) -> None:
    with mlflow.start_run(), pytest.raises(DataSetError, match="the source of the test set is a "):
        log_datasets(**(pairs(frames, files) | {"test": (frames["test"], source)}))


def test_what_is_hashed_is_what_is_named(frames: dict[str, pd.DataFrame], files: dict[str, Path]) -> None:
    named = mlflow.data.from_pandas(frames["test"], source="s3://lake/other.csv")
    with mlflow.start_run() as run, pytest.raises(DataSetError, match="dataset-two-sources"):
        log_datasets(**(pairs(frames, files) | {"test": DataSet(named, files["test"])}))
    assert logged(run.info.run_id) == {}


def test_a_password_does_not_come_into_the_evidence(
    frames: dict[str, pd.DataFrame], files: dict[str, Path]
) -> None:
    source = "https://anna:hunter2@lake.example.org/test.csv"
    with mlflow.start_run(), pytest.raises(DataSetError, match="has a password in it") as refused:
        log_datasets(**(pairs(frames, files) | {"test": (frames["test"], source)}))
    assert "hunter2" not in str(refused.value)


def test_a_run_that_is_no_id_is_refused(frames: dict[str, pd.DataFrame], files: dict[str, Path]) -> None:
    with mlflow.start_run() as run, pytest.raises(NoRunError, match="run_id is a ActiveRun"):
        log_datasets(**pairs(frames, files), run_id=run)


def test_times_that_differ_by_a_nanosecond_differ_and_are_no_numbers() -> None:
    columns = [
        pd.to_timedelta([1], unit="ns"),
        pd.to_timedelta([2], unit="ns"),
        pd.Series([1], dtype=object),
        pd.Series([np.datetime64(1, "ns")], dtype=object),
        pd.Series([np.datetime64(1, "s")], dtype=object),
        pd.Series([np.timedelta64(1, "ns")], dtype=object),
    ]
    assert len({hash_content(pd.DataFrame({"a": each})).sha256 for each in columns}) == len(columns)
