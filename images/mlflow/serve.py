"""Becomes ``mlflow server`` with the arguments given, on a database whose schema is the one this MLflow needs.

Left to itself MLflow brings a schema up to date when it starts, in every task at once, or fails with a stack of SQL. Here
that is the migration's office alone (migrate.py), and MLflow has no right to it.

Variable of the environment: MLFLOW_BACKEND_STORE_URI, ``postgresql+psycopg2://...``.
Exit codes before it is MLflow: 1 settings or the database are at fault; 3 a fault of this program.
"""

import os
import sys

import psycopg2
from refusal import Refused, explained
from schema import Schema

VARIABLE = "MLFLOW_BACKEND_STORE_URI"
SCHEME = "postgresql+psycopg2://"


def check(uri: str | None) -> None:
    """:raises Refused: when the schema is another one"""
    if not uri or not uri.startswith(SCHEME):
        raise Refused(f"{VARIABLE} is not set to {SCHEME}...")
    schema = Schema(lambda: psycopg2.connect("postgresql://" + uri.removeprefix(SCHEME), connect_timeout=10))
    found = schema.found()
    if found == schema.needed:
        return
    if schema.knows(found):
        raise Refused(
            f"the schema is at {found or 'no revision'}, and MLflow {schema.mlflow} needs {schema.needed}:"
            " its migration has not run, or has failed. Look into the log of the container migrate"
        )
    raise Refused(f"the schema is at {found}, which is newer than MLflow {schema.mlflow} of this image")


def main() -> int:
    try:
        check(os.environ.get(VARIABLE))
    except Exception as error:
        code, text = explained(error)
        print(f"serve: {text}", file=sys.stderr, flush=True)
        return code
    return os.execv(sys.executable, [sys.executable, "-m", "mlflow", "server", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
