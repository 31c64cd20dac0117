"""
Brings an empty database to the schema of an older MLflow: ``VERSIONS URL``, the older one's folder of steps and the database.

The steps run are those of this MLflow, as far as the older one has them: its own cannot be run beside newer packages.
"""

import re
import sys
from pathlib import Path

import sqlalchemy
from alembic import command
from mlflow.store.db.utils import _get_alembic_config
from mlflow.store.tracking.dbmodels.initial_models import Base

versions, url = sys.argv[1:]
texts = [file.read_text() for file in Path(versions).glob("*.py")]


def named(name: str) -> set[str]:
    return {found[1] for text in texts if (found := re.search(rf"^{name} = [\"'](\w+)[\"']", text, re.MULTILINE))}


[newest] = named("revision") - named("down_revision")
engine = sqlalchemy.create_engine(url.replace("postgresql:", "postgresql+psycopg2:"), poolclass=sqlalchemy.NullPool)
Base.metadata.create_all(engine)
config = _get_alembic_config("")
with engine.connect() as connection:
    config.attributes["connection"] = connection
    command.upgrade(config, newest)
