"""SHA-256 of what a data set is: of the object or file that keeps it, else of its rows in one spelling."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from .errors import DataSetError

CHUNK = 1 << 20
"""Bytes that are held at once, whatever the size of a data set."""

ROWS = "rows-as-json/v1"
"""A line of JSON with the columns' names, then one for each row, without the index: the same rows give the same digest
whatever file they came from. Numbers as Python writes them, missing values as null, times in ISO 8601."""
ARRAY = "array-c-order/v1"
"""A line of JSON with type and shape, then the numbers in little-endian C order."""


@dataclass(frozen=True)
class Hashed:
    """A SHA-256, and of what it is."""

    sha256: str
    of: str
    """``object``, ``file``, or the name of a canonical form."""
    version_id: str | None = None
    """Version of the object that was read."""


class NotReachable(Exception):
    """What keeps the data set cannot be read from here; the message says why."""


def split_version(uri: str) -> tuple[str, str | None]:
    """The address without the version that its query names, and that version."""
    if not uri.startswith(("s3://", "gs://", "abfss://")) or "?" not in uri:
        return uri, None
    place, _, query = uri.partition("?")
    fields = parse_qsl(query, keep_blank_values=True)
    version = next((value for key, value in fields if key in ("versionId", "generation") and value), None)
    rest = [(key, value) for key, value in fields if key not in ("versionId", "generation")]
    return (f"{place}?{urlencode(rest)}" if rest else place), version


def hash_source(uri: str, version_id: str | None) -> Hashed:
    """Reads the object or file behind an address once, in parts.

    Raises:
        NotReachable: it cannot be read from here.
        DataSetError: the object has no such version.
    """
    scheme = urlsplit(uri).scheme if "://" in uri else ""
    if scheme in ("", "file"):
        return _hash_file(Path(unquote(urlsplit(uri).path) if scheme else uri))
    if scheme == "s3":
        return _hash_s3(uri, version_id)
    if scheme in ("gs", "abfss"):
        return _hash_through_fsspec(uri, version_id)
    raise NotReachable(f"sources that begin with {scheme}:// are not read here")


def _hash_file(path: Path) -> Hashed:
    try:
        # A pipe or a device would not end, or give its bytes once.
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise NotReachable("it is no regular file")
        with path.open("rb") as file:
            return Hashed(_sha256(_parts(file)), "file")
    except IsADirectoryError as error:
        raise NotReachable("it is a folder, and not one file") from error
    except (OSError, ValueError) as error:
        raise NotReachable(f"the file cannot be read ({type(error).__name__})") from error


def _hash_s3(uri: str, version_id: str | None) -> Hashed:
    try:
        import boto3
        from botocore.exceptions import BotoCoreError, ClientError
    except ImportError as error:
        raise NotReachable("boto3 is not installed") from error
    address = urlsplit(uri)
    object_of = {"Bucket": address.netloc, "Key": address.path.lstrip("/")}
    version = {} if version_id is None else {"VersionId": version_id}
    try:
        client = boto3.client("s3", endpoint_url=os.environ.get("MLFLOW_S3_ENDPOINT_URL"))
        found = client.get_object(**object_of, **version)
        read = _sha256(found["Body"].iter_chunks(CHUNK))
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if version and code in ("NoSuchVersion", "InvalidArgument", "MethodNotAllowed"):
            raise DataSetError(
                code="dataset-version-unknown",
                needed=f"{uri} has no version {version_id}",
                fix="name the version that was read, or none: then the present one is read and named",
            ) from error
        raise NotReachable(f"S3 answers {code}") from error
    except (BotoCoreError, ValueError) as error:
        raise NotReachable(f"S3 cannot be asked ({type(error).__name__})") from error
    # A bucket that never kept versions answers none, one that stopped to keep them "null".
    named = found.get("VersionId")
    return Hashed(read, "object", None if named in (None, "null") else str(named))


def _hash_through_fsspec(uri: str, version_id: str | None) -> Hashed:
    try:
        import fsspec
    except ImportError as error:
        raise NotReachable("fsspec is not installed") from error
    try:
        with fsspec.open(uri, "rb") as file:
            return Hashed(_sha256(_parts(file)), "object", version_id)
    except Exception as error:  # Each of its file systems has errors of its own.
        raise NotReachable(f"it cannot be read ({type(error).__name__})") from error


def hash_content(data: object) -> Hashed:
    """Of data in memory, in one spelling that is named.

    Raises:
        DataSetError: there is no spelling for data of this kind.
    """
    if hasattr(data, "itertuples") and hasattr(data, "columns"):
        return Hashed(_sha256(_rows(data)), ROWS)
    if hasattr(data, "dtype") and hasattr(data, "shape") and hasattr(data, "tobytes"):
        return Hashed(_sha256(_array(data)), ARRAY)
    raise DataSetError(
        code="dataset-not-hashed",
        needed=f"the source cannot be read, and data of type {type(data).__name__} has no canonical form here",
        fix="give the SHA-256 of the file or export: DataSet(data, source, sha256=…, version_id=…)",
    )


def _rows(frame: Any) -> Iterator[bytes]:
    yield _line([str(column) for column in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        yield _line([_plain(value) for value in row])


def _array(array: Any) -> Iterator[bytes]:
    if array.dtype.kind not in "biufcSU":
        raise _no_spelling(f"numpy's {array.dtype}")
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    yield _line([little.dtype.str, list(little.shape)])
    flat = little.reshape(-1)
    step = max(1, CHUNK // max(1, little.dtype.itemsize))
    for start in range(0, flat.size, step):
        yield flat[start : start + step].tobytes()


def _line(values: list[Any]) -> bytes:
    return (
        json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode(
            "utf-8", "surrogatepass"
        )
        + b"\n"
    )


def _plain(value: Any) -> Any:
    """A cell as JSON. Missing values, which pandas has several of, are null."""
    if value is None or value is True or value is False or isinstance(value, str):
        return value
    if type(value).__name__ in ("datetime64", "timedelta64"):
        # As a number it would be taken for one.
        return {type(value).__name__: str(value), "unit": str(value.dtype)}
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        return _plain(value.item())
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return None if math.isnan(value) else value if math.isfinite(value) else {"float": repr(value)}
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return {
            "seconds": str(Decimal(value.days * 86_400 + value.seconds) + Decimal(value.microseconds) / 10**6)
        } | ({"nanoseconds": nanoseconds} if (nanoseconds := getattr(value, "nanoseconds", 0)) else {})
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    raise _no_spelling(type(value).__name__)


def _no_spelling(kind: str) -> DataSetError:
    return DataSetError(
        code="dataset-not-hashed",
        needed=f"the source cannot be read, and values of type {kind} have no canonical form here",
        fix="give the SHA-256 of the file or export: DataSet(data, source, sha256=…, version_id=…)",
    )


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: file.read(CHUNK), b"")


def _sha256(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
