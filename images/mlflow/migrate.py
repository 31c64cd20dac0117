"""Brings the database to what this image's MLflow needs: logins, databases, rights, schema.

Runs before MLflow in every task, so several at once: they take turns by an advisory lock. Running it again changes nothing
but the passwords, which become those of the secrets. It changes the schema as the role that owns the tables; MLflow itself
may only read and write rows, so that no program that serves requests can change, or drop, a table.

Variables of the environment, each the JSON of a secret:
  MIGRATE_OWNER   ``username``, ``password`` of the database's owner (RDS manages it)
  MIGRATE_MLFLOW, MIGRATE_GATE, MIGRATE_READER   ``username``, ``password``, ``uri``
  MIGRATE_WAIT_SECONDS   how long to wait for another migration (default 900)
TLS is libpq's: PGSSLMODE, PGSSLROOTCERT.

Exit codes: 0 done; 1 settings, the database or its content are at fault; 3 a fault of this program.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from urllib.parse import urlsplit

import psycopg2
import psycopg2.errors
from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import encrypt_password, make_dsn
from refusal import Refused, explained, in_one_line
from schema import Schema, begin
from sqlalchemy.exc import DBAPIError

TABLE_OWNER = "mlflow_owner"
# Any number, the same for all: the key of the lock.
LOCK = 0x4D4C464C4F57
# A change of the schema waits no longer for requests under way, which would wait for it in turn.
TABLE_LOCK_SECONDS = 30


@dataclass(frozen=True)
class Login:
    username: str
    password: str
    host: str
    port: int
    database: str


@dataclass(frozen=True)
class Settings:
    owner: Login
    mlflow: Login
    gate: Login
    reader: Login
    mlflow_uri: str
    wait_seconds: int


def settings(variables: Mapping[str, str]) -> Settings:
    """:raises Refused: naming the variable, never its value."""
    mlflow, gate, reader = (login(variables, name) for name in ("MIGRATE_MLFLOW", "MIGRATE_GATE", "MIGRATE_READER"))
    servers = {(each.host, each.port) for each in (mlflow, gate, reader)}
    if len(servers) > 1 or mlflow.database != reader.database or mlflow.database == gate.database:
        raise Refused(
            "the uris of the secrets do not fit together: all name one server, MLflow and its reader one database, the"
            " gate another"
        )
    owner = secret(variables, "MIGRATE_OWNER", ("username", "password"))
    wait = variables.get("MIGRATE_WAIT_SECONDS", "900")
    if not wait.isdecimal():
        raise Refused(f"MIGRATE_WAIT_SECONDS is {wait!r}; needed is a number of seconds")
    return Settings(
        owner=Login(owner["username"], owner["password"], mlflow.host, mlflow.port, "postgres"),
        mlflow=mlflow,
        gate=gate,
        reader=reader,
        mlflow_uri=secret(variables, "MIGRATE_MLFLOW", ("uri",))["uri"],
        wait_seconds=int(wait),
    )


def secret(variables: Mapping[str, str], name: str, keys: tuple[str, ...]) -> dict[str, str]:
    try:
        value = json.loads(variables[name])
        return {key: str(value[key]) for key in keys}
    except (KeyError, ValueError, TypeError):
        raise Refused(f"{name} is not set to JSON with {', '.join(keys)}") from None


def login(variables: Mapping[str, str], name: str) -> Login:
    value = secret(variables, name, ("username", "password", "uri"))
    try:
        uri = urlsplit(value["uri"])
        host, port, database = uri.hostname, uri.port or 5432, uri.path.removeprefix("/")
    except ValueError:
        host, database = None, ""
    if not host or not database:
        raise Refused(f"the uri of {name} names no server and database")
    return Login(value["username"], value["password"], host, port, database)


def connect(as_who: Login, *, database: str | None = None, role: str | None = None) -> Connection:
    """A connection on which each statement stands by itself. :raises Refused: when the server cannot be reached"""
    try:
        connection = psycopg2.connect(**parameters(as_who, database, role))
    except psycopg2.OperationalError as error:
        reason = " ".join(str(error).split()).replace(as_who.password, "***")
        raise Refused(f"no connection as {as_who.username} to {as_who.host}: {reason}") from None
    connection.autocommit = True
    return connection


def parameters(as_who: Login, database: str | None, role: str | None) -> dict[str, object]:
    options = [f"-c lock_timeout={TABLE_LOCK_SECONDS}s"] + ([f"-c role={role}"] if role else [])
    return {
        "host": as_who.host,
        "port": as_who.port,
        "user": as_who.username,
        "password": as_who.password,
        "dbname": database or as_who.database,
        "connect_timeout": 10,
        "application_name": "ai-act-evidence migrate",
        "options": " ".join(options),
        # A task that vanished is noticed by the other side within half a minute, and gives its lock back.
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
    }


def run(connection: Connection, text: str, values: tuple[object, ...] = (), **names: str) -> list[tuple]:
    """Runs a statement; what is in braces becomes a quoted name."""
    statement = sql.SQL(text).format(**{key: sql.Identifier(name) for key, name in names.items()})
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def my_turn(owner: Connection, wait_seconds: int) -> Iterator[None]:
    """Holds the lock over everything below. A session holds it: it goes with a program that dies."""
    run(owner, "select set_config('lock_timeout', %s, false)", (f"{wait_seconds}s",))
    try:
        run(owner, "select pg_advisory_lock(%s)", (LOCK,))
    except psycopg2.errors.LockNotAvailable:
        raise Refused(
            f"another migration has been under way for {wait_seconds} s; look into its log. It holds the advisory lock of the"
            " session named 'ai-act-evidence migrate' in pg_stat_activity"
        ) from None
    run(owner, "select set_config('lock_timeout', %s, false)", (f"{TABLE_LOCK_SECONDS}s",))
    yield
    run(owner, "select pg_advisory_unlock(%s)", (LOCK,))


def make_logins(owner: Connection, told: Settings) -> None:
    if not exists(owner, "pg_roles", "rolname", TABLE_OWNER):
        run(owner, "create role {role} nologin", role=TABLE_OWNER)
    # RDS gives nobody a superuser: to act as the owner of the tables, the database's owner must be a member.
    run(owner, "grant {role} to current_user", role=TABLE_OWNER)
    for each in (told.mlflow, told.gate, told.reader):
        if not exists(owner, "pg_roles", "rolname", each.username):
            run(owner, "create role {role}", role=each.username)
        # Hashed here: the text of a statement is in the server's log.
        hashed = encrypt_password(each.password, each.username, owner, "scram-sha-256")
        run(owner, "alter role {role} login password %s", (hashed,), role=each.username)
    run(owner, "alter role {role} set default_transaction_read_only = on", role=told.reader.username)


def make_databases(owner: Connection, told: Settings) -> None:
    mlflow, gate = told.mlflow.database, told.gate.database
    if not exists(owner, "pg_database", "datname", mlflow):
        run(owner, "create database {name} owner {owner}", name=mlflow, owner=TABLE_OWNER)
    if not exists(owner, "pg_database", "datname", gate):
        run(owner, "create database {name}", name=gate)
    for database in (mlflow, gate):
        run(owner, "revoke all on database {name} from public", name=database)
    for each in (told.mlflow, told.reader):
        run(owner, "grant connect on database {name} to {role}", name=mlflow, role=each.username)
    # The gate makes and mends its own schema.
    run(owner, "grant connect, create on database {name} to {role}", name=gate, role=told.gate.username)


def exists(connection: Connection, catalogue: str, column: str, name: str) -> bool:
    return bool(run(connection, "select 1 from {catalogue} where {column} = %s", (name,), catalogue=catalogue, column=column))


def grant_rows(tables: Connection, told: Settings) -> None:
    """Rows and nothing more, in tables that are there and in those to come; which schema it is, MLflow may only read."""
    mlflow, reader = told.mlflow.username, told.reader.username
    run(tables, "revoke create on schema public from public, {mlflow}, {reader}", mlflow=mlflow, reader=reader)
    run(tables, "grant usage on schema public to {mlflow}, {reader}", mlflow=mlflow, reader=reader)
    for to, rights in ((mlflow, "select, insert, update, delete"), (reader, "select")):
        run(tables, f"grant {rights} on all tables in schema public to {{to}}", to=to)
        run(tables, f"alter default privileges in schema public grant {rights} on tables to {{to}}", to=to)
    run(tables, "grant usage, select on all sequences in schema public to {mlflow}", mlflow=mlflow)
    run(tables, "alter default privileges in schema public grant usage, select on sequences to {mlflow}", mlflow=mlflow)
    if exists(tables, "pg_tables", "tablename", "alembic_version"):
        run(tables, "revoke insert, update, delete on alembic_version from {mlflow}", mlflow=mlflow)


def bring_to_date(schema: Schema) -> None:
    before = schema.found()
    if before == schema.needed:
        say(f"the schema is at {before}, as MLflow {schema.mlflow} needs it")
        return
    if not schema.knows(before):
        raise Refused(
            f"the schema is at {before}, which is newer than MLflow {schema.mlflow} of this image. There is no way back but"
            " the backup from before the upgrade: deploy the newer image again, or restore (docs/mlflow-stack.md)"
        )
    say(f"the schema goes from {before or 'nothing'} to {schema.needed}; a restore goes to {now()}")
    try:
        schema.upgrade()
    except (DBAPIError, psycopg2.Error) as error:
        raise Refused(
            f"the schema could not be brought to {schema.needed}, and is at {schema.found() or 'no revision'}:"
            f" {in_one_line(error)}. MLflow does not start before a migration has gone through: mend what the database"
            " names, then deploy again"
        ) from None
    say(f"the schema is at {schema.found()}")


def migrate(told: Settings) -> None:
    with closing(connect(told.owner)) as owner, my_turn(owner, told.wait_seconds):
        make_logins(owner, told)
        make_databases(owner, told)
        schema = Schema(lambda: psycopg2.connect(make_dsn(**parameters(told.owner, told.mlflow.database, TABLE_OWNER))))
        with closing(connect(told.owner, database=told.mlflow.database, role=TABLE_OWNER)) as tables:
            # Before, so that MLflow can say what is wrong where the next line fails; after, of what that has made.
            grant_rows(tables, told)
            bring_to_date(schema)
            grant_rows(tables, told)
        # As MLflow's own login, which shows at once whether its rights are enough.
        begin(told.mlflow_uri)
    say("done")


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def say(text: str) -> None:
    print(f"migrate: {text}", flush=True)


def main() -> int:
    try:
        migrate(settings(os.environ))
    except Exception as error:
        code, text = explained(error)
        print(f"migrate: {text}", file=sys.stderr, flush=True)
        return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
