"""Fetches a registered model version, so that what is digested is what is loaded."""

import os
import shutil
import sys
from pathlib import Path

import mlflow

# MLflow adds this file to a download; it is no part of the logged model.
NOT_OF_THE_MODEL = "registered_model_meta"


def require_server() -> None:
    """Ends the program where no tracking server is named: MLflow would quietly start a database in the current folder."""
    if not os.environ.get("MLFLOW_TRACKING_URI"):
        sys.exit("MLFLOW_TRACKING_URI is not set: source the env.sh of a running world first")


def download(name: str, version: str, parent: Path) -> Path:
    """Downloads the version into `<parent>/<name>-<version>`, replacing what is there, and returns that folder."""
    folder = parent / f"{name}-{version}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    mlflow.artifacts.download_artifacts(f"models:/{name}/{version}", dst_path=str(folder))
    (folder / NOT_OF_THE_MODEL).unlink(missing_ok=True)
    return folder
