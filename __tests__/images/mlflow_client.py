"""What an MLflow client does before a server, for the tests of the migration: ``train URL`` or ``read URL RUN``."""

import json
import sys
import tempfile
from pathlib import Path

import mlflow
from mlflow import MlflowClient

what, url, *rest = sys.argv[1:]
mlflow.set_tracking_uri(url)
client = MlflowClient()


def train() -> dict:
    experiment = client.create_experiment("credit")
    run = client.create_run(experiment)
    client.log_param(run.info.run_id, "depth", 4)
    client.log_metric(run.info.run_id, "test_auc", 0.91)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "weights.txt").write_text("0.25")
        client.log_artifact(run.info.run_id, f"{folder}/weights.txt", "model")
    client.create_registered_model("credit")
    version = client.create_model_version("credit", f"{run.info.artifact_uri}/model", run.info.run_id)
    client.set_terminated(run.info.run_id)
    return {"run": run.info.run_id, "version": version.version}


def read() -> dict:
    [run] = client.search_runs([e.experiment_id for e in client.search_experiments()])
    [version] = client.search_model_versions("name = 'credit'")
    with tempfile.TemporaryDirectory() as folder:
        file = client.download_artifacts(run.info.run_id, "model/weights.txt", folder)
        weights = Path(file).read_text()
    return {
        "run": run.info.run_id,
        "version": str(version.version),
        "param": run.data.params,
        "metric": run.data.metrics,
        "weights": weights,
    }


def write() -> dict:
    """Everything a taken-over client would try first; gives what went through."""
    run = rest[0]
    tries = {
        "create experiment": lambda: client.create_experiment("forged"),
        "create run": lambda: client.create_run("0"),
        "log metric": lambda: client.log_metric(run, "test_auc", 0.99),
        "set tag": lambda: client.set_tag(run, "approved", "yes"),
        "delete run": lambda: client.delete_run(run),
        "set alias": lambda: client.set_registered_model_alias("credit", "champion", "1"),
        "transition": lambda: client.transition_model_version_stage("credit", "1", "Production"),
        "delete version": lambda: client.delete_model_version("credit", "1"),
    }
    return {name: went_through(attempt) for name, attempt in tries.items()}


def went_through(attempt) -> bool:
    try:
        attempt()
        return True
    except mlflow.exceptions.MlflowException:
        return False


print(json.dumps({"train": train, "read": read, "write": write}[what]()))
