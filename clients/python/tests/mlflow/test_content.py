"""What a data set's SHA-256 is of: bytes where they can be read, else rows in one spelling, which is a promise."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ai_act_evidence.mlflow import DataSetError
from ai_act_evidence.mlflow.content import CHUNK, NotReachable, hash_content, hash_source, split_version


@dataclass
class Frame:
    """As much of a DataFrame as is asked."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    asked: list[dict[str, Any]] = field(default_factory=list)

    def itertuples(self, **how: Any) -> Iterator[tuple[Any, ...]]:
        self.asked.append(how)
        return iter(self.rows)


def spelled(*rows: tuple[Any, ...]) -> str:
    return hash_content(Frame([f"c{place}" for place in range(len(rows[0]))], list(rows))).sha256


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("given", "address", "version"),
    [
        ("s3://lake/a.csv?versionId=3HL4", "s3://lake/a.csv", "3HL4"),
        ("s3://lake/a.csv", "s3://lake/a.csv", None),
        ("s3://lake/a.csv?versionId=", "s3://lake/a.csv", None),
        ("s3://lake/a.csv?x=1&versionId=b%2Bc", "s3://lake/a.csv?x=1", "b+c"),
        ("gs://lake/a.csv?generation=17", "gs://lake/a.csv", "17"),
        ("/data/what?versionId=1.csv", "/data/what?versionId=1.csv", None),
    ],
)
def test_the_version_in_an_address_is_told_from_it(given: str, address: str, version: str | None) -> None:
    assert split_version(given) == (address, version)


def test_a_file_is_hashed_to_its_last_byte(tmp_path: Path) -> None:
    file = tmp_path / "größe 1.bin"
    file.write_bytes(bytes(2 * CHUNK) + b"end")
    expected = hashlib.sha256(bytes(2 * CHUNK) + b"end").hexdigest()
    assert hash_source(str(file), None).sha256 == expected
    assert hash_source(file.as_uri(), None).sha256 == expected


@pytest.mark.parametrize(
    "source", ["{}", "{}/gone.csv", "https://example.org/a.csv", "dbfs:/a.csv", "gs://lake/a.csv"]
)
def test_what_is_no_readable_file_is_out_of_reach(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    with pytest.raises(NotReachable):
        hash_source(source.format(tmp_path), None)


def test_rows_have_one_spelling_which_stays(tmp_path: Path) -> None:
    frame = Frame(["age", "name"], [(20.5, "größe"), (30, None), (math.nan, 'a"b\n')])
    hashed = hash_content(frame)
    assert hashed.of == "rows-as-json/v1"
    assert hashed.sha256 == sha256('["age","name"]\n[20.5,"größe"]\n[30,null]\n[null,"a\\"b\\n"]\n')
    assert frame.asked == [{"index": False, "name": None}]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (10**30, "1" + "0" * 30),
        (0.1 + 0.2, "0.30000000000000004"),
        (math.inf, '{"float":"inf"}'),
        (date(2026, 11, 30), '"2026-11-30"'),
        (datetime(2026, 11, 30, tzinfo=timezone.utc), '"2026-11-30T00:00:00+00:00"'),
        (timedelta(days=1, microseconds=5), '{"seconds":"86400.000005"}'),
        (Decimal("1.10"), '{"decimal":"1.10"}'),
        (b"\x00\xff", '{"bytes":"00ff"}'),
        ([1, (None, "x")], '[1,[null,"x"]]'),
    ],
)
def test_values_have_one_spelling(value: object, text: str) -> None:
    assert spelled((value,)) == sha256(f'["c0"]\n[{text}]\n')


def test_two_frames_that_differ_in_a_value_a_name_or_their_order_differ() -> None:
    frames = [
        Frame(["a", "b"], [(1, 2), (3, 4)]),
        Frame(["a", "b"], [(1, 2), (3, 5)]),
        Frame(["a", "c"], [(1, 2), (3, 4)]),
        Frame(["a", "b"], [(3, 4), (1, 2)]),
        Frame(["b", "a"], [(2, 1), (4, 3)]),
        Frame(["a", "b"], [(1, "2"), (3, 4)]),
        Frame(["a", "b"], []),
    ]
    assert len({hash_content(each).sha256 for each in frames}) == len(frames)


@pytest.mark.parametrize("data", [object(), [1, 2], Frame(["a"], [(object(),)])])
def test_data_without_a_spelling_is_refused_with_what_to_give_instead(data: object) -> None:
    with pytest.raises(DataSetError, match="give the SHA-256 of the file or export"):
        hash_content(data)


def test_a_pipe_a_device_and_an_impossible_path_are_out_of_reach(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for source in (str(tmp_path / "pipe"), "/dev/zero", "a\0b"):
        with pytest.raises(NotReachable):
            hash_source(source, None)
