"""How the programs of this image tell what went wrong."""

import traceback

import psycopg2
from sqlalchemy.exc import DBAPIError


class Refused(Exception):
    """Something that whoever runs this must mend; its text says what."""


def explained(error: Exception) -> tuple[int, str]:
    """Exit code, and what to say: in words where people can mend it, else with everything we know."""
    if isinstance(error, Refused):
        return 1, str(error)
    if isinstance(error, DBAPIError | psycopg2.Error):
        return 1, f"the database says: {in_one_line(error)}"
    return 3, "this is a fault of the program. Please report it with what follows.\n" + "".join(
        traceback.format_exception(error)
    )


def in_one_line(error: BaseException) -> str:
    """What the database said, without the statement: SQLAlchemy's own text repeats that, values included."""
    said = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return " ".join(str(said).split())
