"""The MLflow that is installed beside this package."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from .errors import MlflowNotUsableError

OLDEST = (2, 15)
"""The oldest MLflow that tests run with."""


def require_mlflow() -> None:
    """Refuses to go on without an MLflow that has what is called here.

    Raises:
        MlflowNotUsableError: naming the version that is installed.
    """
    wanted = ".".join(map(str, OLDEST))
    found = installed_version()
    if found is None:
        raise MlflowNotUsableError(
            code="mlflow-not-installed",
            needed="MLflow is not installed in this environment",
            fix='pip install "ai-act-evidence[mlflow]"',
        )
    if is_too_old(found):
        raise MlflowNotUsableError(
            code="mlflow-too-old",
            needed=f"MLflow {found} is installed, and {wanted} is the oldest that this works with",
            fix=f'pip install --upgrade "mlflow>={wanted}"',
        )


def installed_version() -> str | None:
    """Of MLflow, or of its skinny distribution; ``None`` where there is neither."""
    for distribution in ("mlflow", "mlflow-skinny"):
        try:
            return version(distribution)
        except PackageNotFoundError:
            continue
    return None


def is_too_old(found: str) -> bool:
    """Whether this version is older than :data:`OLDEST`; one that cannot be read is not."""
    try:
        major, minor = found.split(".")[:2]
        return (int(major), int(minor)) < OLDEST
    except ValueError:
        return False
