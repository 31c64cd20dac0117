"""Which schema MLflow's database has, and which this image's MLflow needs.

What MLflow's own ``mlflow db upgrade`` does, without a password in an address or in the arguments of a process.
"""

from collections.abc import Callable

import mlflow
import sqlalchemy
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from mlflow.store.db import utils
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore
from psycopg2.extensions import connection as Connection


class Schema:
    def __init__(self, connect: Callable[[], Connection]) -> None:
        """:param connect: opens a connection to MLflow's database"""
        self._engine = sqlalchemy.create_engine("postgresql+psycopg2://", creator=connect, poolclass=sqlalchemy.NullPool)
        self._revisions = ScriptDirectory.from_config(utils._get_alembic_config(""))
        self.needed: str = utils._get_latest_schema_revision()
        self.mlflow: str = mlflow.__version__

    def found(self) -> str | None:
        """The revision of the schema; none of a database without one."""
        with self._engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def knows(self, revision: str | None) -> bool:
        """Whether this MLflow has heard of a revision: it knows those of older versions, not those of newer ones."""
        return revision is None or any(revision == each.revision for each in self._revisions.walk_revisions())

    def upgrade(self) -> None:
        """In one transaction: a failure leaves the schema as it was. Only that of an empty database is made in two."""
        if utils._is_empty_database(self._engine):
            utils._initialize_tables(self._engine)
        else:
            utils._upgrade_db(self._engine)


def begin(uri: str) -> None:
    """
    Makes what MLflow makes when it first starts, its experiment 0: several that start at once would fail at it, and a login
    that may only read cannot make it.
    """
    # The root of artifacts that it takes by itself with --serve-artifacts.
    SqlAlchemyStore(uri, "mlflow-artifacts:/")
