"""What a team does with the stock MLflow client, of version 2 or 3, step by step.

Prints one line of JSON for each step: {"step", "seconds", "gives"}, or {"step", "error_code", "status", "message"} when it
failed. Goes on after a failure: which steps work and which do not is what the caller wants to know. Everything else goes to
standard error. The tracking server is MLFLOW_TRACKING_URI's.
"""

import contextlib
import json
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path

os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
warnings.filterwarnings("ignore")

import mlflow
import numpy as np
import pandas as pd
import sklearn
from mlflow.exceptions import MlflowException
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

OUT = sys.stdout
MLFLOW_3 = int(mlflow.__version__.split(".", 1)[0]) >= 3
UNICODE_NAME = "größe und 模型 (v1).txt"


class Steps:
    def __init__(self) -> None:
        self.gives: dict[str, object] = {}

    def run(self, name, work):
        """Runs a step and tells of it; its value is kept under its name, and `None` where it failed."""
        started = time.monotonic()
        told: dict[str, object] = {"step": name}
        try:
            self.gives[name] = value = work()
            if isinstance(value, (str, int, float, bool, list, dict)):
                told["gives"] = value
        except MlflowException as error:
            self.gives[name] = None
            told |= {
                "error_code": error.error_code,
                "status": error.get_http_status_code(),
                "message": str(error),
            }
        except Exception as error:  # told as it is: a step that the caller did not expect to fail
            self.gives[name] = None
            told |= {"error_code": type(error).__name__, "message": str(error)}
        told["seconds"] = round(time.monotonic() - started, 3)
        print(json.dumps(told), file=OUT, flush=True)
        return self.gives[name]


def iris() -> tuple[pd.DataFrame, pd.Series]:
    return load_iris(return_X_y=True, as_frame=True)


def log_model(model, name: str, **more):
    """MLflow 3 calls it `name`, MLflow 2 `artifact_path`."""
    place = {"name": name} if MLFLOW_3 else {"artifact_path": name}
    requirements = [f"scikit-learn=={sklearn.__version__}"]
    return mlflow.sklearn.log_model(model, **place, pip_requirements=requirements, **more)


def autolog(steps: Steps, experiment: str) -> None:
    """Training without a word about MLflow but one: runs, parameters, metrics, data sets and models log themselves."""
    features, target = iris()

    def fit():
        mlflow.set_experiment(experiment)
        mlflow.sklearn.autolog(silent=True)
        with mlflow.start_run(run_name="autologged") as run:
            LogisticRegression(max_iter=500).fit(features, target)
        return run.info.run_id

    def search():
        with mlflow.start_run(run_name="grid search") as run:
            GridSearchCV(LogisticRegression(max_iter=500), {"C": [0.1, 1.0]}, cv=2).fit(features, target)
        mlflow.sklearn.autolog(disable=True)
        return run.info.run_id

    run_id = steps.run("autologging a fit", fit)
    steps.run("autologging a grid search with child runs", search)
    steps.run("what autologging left", lambda: logged(run_id))


def logged(run_id: str) -> dict[str, object]:
    run = mlflow.MlflowClient().get_run(run_id)
    return {
        "status": run.info.status,
        "params": len(run.data.params),
        "metrics": sorted(run.data.metrics),
        "datasets": [each.dataset.name for each in run.inputs.dataset_inputs] if run.inputs else [],
    }


def by_hand(steps: Steps, experiment: str, model_name: str) -> str | None:
    """A run that logs all there is, and a model that is registered."""
    features, target = iris()
    client = mlflow.MlflowClient()

    def start():
        mlflow.set_experiment(experiment)
        return mlflow.start_run(run_name="by hand").info.run_id

    run_id = steps.run("starting a run", start)
    steps.run("logging parameters", lambda: (mlflow.log_param("one", 1), mlflow.log_params({"two": 2, "three": "3"})))
    steps.run("logging metrics", lambda: (mlflow.log_metric("loss", 0.5, step=1), mlflow.log_metrics({"loss": 0.25, "f1": 0.9}, step=2)))
    steps.run("logging in the background", lambda: (mlflow.log_metrics({"later": 1.0}, synchronous=False), mlflow.flush_async_logging())[1])
    steps.run("logging what is no number", lambda: (mlflow.log_metric("nan", float("nan")), mlflow.log_metrics({"big": float("inf"), "small": 1e-300})))
    steps.run("setting tags", lambda: (mlflow.set_tag("team", "credit"), mlflow.set_tags({"purpose": "test", "note": "größer"})))
    steps.run("deleting a tag", lambda: mlflow.delete_tag("note"))
    steps.run("logging a data set", lambda: log_dataset(features, target))
    steps.run("logging a text with a unicode name", lambda: mlflow.log_text("Größe", UNICODE_NAME))
    steps.run("logging a dictionary", lambda: mlflow.log_dict({"a": 1}, "nested/deep/dict.json"))
    steps.run("logging a table", lambda: mlflow.log_table({"x": [1, 2]}, "table.json"))
    steps.run("logging a folder", log_folder)
    info = steps.run("logging and registering a model", lambda: registered(features, target, model_name))
    steps.run("ending the run", lambda: mlflow.end_run())
    steps.run("metric history", lambda: [m.value for m in client.get_metric_history(run_id, "loss")])
    steps.run("listing artifacts", lambda: sorted(a.path for a in client.list_artifacts(run_id)))
    steps.run("listing artifacts of a folder", lambda: sorted(a.path for a in client.list_artifacts(run_id, "nested/deep")))
    steps.run("downloading a text with a unicode name", lambda: mlflow.artifacts.load_text(f"runs:/{run_id}/{UNICODE_NAME}"))
    steps.run("downloading all artifacts of the run", lambda: files_of(f"runs:/{run_id}/"))
    steps.run("searching runs", lambda: len(mlflow.search_runs(experiment_names=[experiment], filter_string="tags.team = 'credit'")))
    steps.run("reading a table back", lambda: len(mlflow.load_table("table.json", run_ids=[run_id])))
    return run_id if info is None else steps.gives["logging and registering a model"]


def log_dataset(features: pd.DataFrame, target: pd.Series) -> None:
    data = mlflow.data.from_pandas(features.assign(target=target), source="https://example.org/iris.csv", name="iris", targets="target")
    mlflow.log_input(data, context="training", tags={"sha256": "0" * 64})


def log_folder() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number in range(3):
            Path(folder, f"part {number}.bin").write_bytes(bytes(100_000))
        mlflow.log_artifacts(folder, "a folder")


def registered(features: pd.DataFrame, target: pd.Series, model_name: str) -> str:
    model = LogisticRegression(max_iter=500).fit(features, target)
    info = log_model(model, "model", registered_model_name=model_name, input_example=features.head(2))
    return str(info.registered_model_version if hasattr(info, "registered_model_version") and info.registered_model_version else latest(model_name))


def latest(model_name: str) -> str:
    return str(max(int(v.version) for v in mlflow.MlflowClient().search_model_versions(f"name='{model_name}'")))


def files_of(uri: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        where = Path(mlflow.artifacts.download_artifacts(uri, dst_path=folder))
        return sorted(str(file.relative_to(where)) for file in where.rglob("*") if file.is_file())


def registry(steps: Steps, model_name: str, version: str) -> None:
    client = mlflow.MlflowClient()
    features, _ = iris()
    steps.run("reading the version", lambda: client.get_model_version(model_name, version).current_stage)
    steps.run("where its artifacts are", lambda: client.get_model_version_download_uri(model_name, version).split("/")[0])
    steps.run("loading it as scikit-learn", lambda: mlflow.sklearn.load_model(f"models:/{model_name}/{version}").predict(features.head(3)).tolist())
    steps.run("loading it as pyfunc", lambda: np.asarray(mlflow.pyfunc.load_model(f"models:/{model_name}/{version}").predict(features.head(3))).tolist())
    steps.run("downloading it", lambda: files_of(f"models:/{model_name}/{version}"))
    steps.run("searching models", lambda: [m.name for m in client.search_registered_models(f"name='{model_name}'")])
    steps.run("searching versions", lambda: [v.version for v in client.search_model_versions(f"name='{model_name}'")])
    steps.run("describing the model", lambda: client.update_registered_model(model_name, "for tests").description)
    steps.run("describing the version", lambda: client.update_model_version(model_name, version, "the first").description)
    steps.run("tagging the model", lambda: client.set_registered_model_tag(model_name, "team", "credit"))
    steps.run("untagging the model", lambda: client.delete_registered_model_tag(model_name, "team"))
    steps.run("tagging the version", lambda: client.set_model_version_tag(model_name, version, "checked", "yes"))
    steps.run("untagging the version", lambda: client.delete_model_version_tag(model_name, version, "checked"))
    steps.run("setting an alias", lambda: client.set_registered_model_alias(model_name, "candidate", version))
    steps.run("reading by alias", lambda: client.get_model_version_by_alias(model_name, "candidate").version)
    steps.run("loading by alias", lambda: mlflow.pyfunc.load_model(f"models:/{model_name}@candidate").metadata.run_id is not None)
    steps.run("deleting an alias", lambda: client.delete_registered_model_alias(model_name, "candidate"))
    steps.run("transition to Staging", lambda: client.transition_model_version_stage(model_name, version, "Staging").current_stage)
    steps.run("latest versions", lambda: [v.version for v in client.get_latest_versions(model_name)])
    steps.run("transition to Archived", lambda: client.transition_model_version_stage(model_name, version, "Archived").current_stage)
    steps.run("transition to Production", lambda: client.transition_model_version_stage(model_name, version, "Production").current_stage)
    steps.run("setting the alias champion", lambda: client.set_registered_model_alias(model_name, "champion", version))
    steps.run("copying a version", lambda: client.copy_model_version(f"models:/{model_name}/{version}", f"{model_name}-copy").version)
    steps.run("creating a version of its run", lambda: again(client, model_name, version))
    steps.run("deleting a version", lambda: client.delete_model_version(model_name, steps.gives["creating a version of its run"]))
    steps.run("creating a model", lambda: client.create_registered_model(f"{model_name}-empty", tags={"a": "b"}, description="empty").name)
    steps.run("renaming a model", lambda: client.rename_registered_model(f"{model_name}-empty", f"{model_name}-renamed"))
    steps.run("deleting a model", lambda: client.delete_registered_model(f"{model_name}-renamed"))


def again(client, model_name: str, version: str) -> str:
    """Registers what the version holds once more, as an engineer does by hand."""
    of = client.get_model_version(model_name, version)
    source = of.source if of.source.startswith("models:/") else f"runs:/{of.run_id}/model"
    return mlflow.register_model(source, model_name).version


def housekeeping(steps: Steps, experiment: str) -> None:
    client = mlflow.MlflowClient()
    other = f"{experiment}-other"
    experiment_id = steps.run("creating an experiment", lambda: client.create_experiment(other, tags={"team": "credit"}))
    steps.run("tagging an experiment", lambda: client.set_experiment_tag(experiment_id, "purpose", "test"))
    steps.run("renaming an experiment", lambda: client.rename_experiment(experiment_id, f"{other}-renamed"))
    steps.run("reading an experiment", lambda: client.get_experiment(experiment_id).name)
    steps.run("searching experiments", lambda: len(client.search_experiments(filter_string=f"name = '{other}-renamed'")))
    run = steps.run("creating a run with the client", lambda: client.create_run(experiment_id, tags={"a": "b"}, run_name="client").info.run_id)
    steps.run("updating a run", lambda: client.update_run(run, status="RUNNING", name="renamed"))
    steps.run("logging with the client", lambda: (client.log_param(run, "p", "1"), client.log_metric(run, "m", 1.0), client.set_tag(run, "t", "1"), client.delete_tag(run, "t"))[0])
    steps.run("ending a run with the client", lambda: client.set_terminated(run, "FINISHED"))
    steps.run("deleting a run", lambda: client.delete_run(run))
    steps.run("restoring a run", lambda: client.restore_run(run))
    steps.run("deleting an experiment", lambda: client.delete_experiment(experiment_id))
    steps.run("restoring an experiment", lambda: client.restore_experiment(experiment_id))


def logged_models(steps: Steps, experiment: str) -> None:
    """What only MLflow 3 has."""
    client = mlflow.MlflowClient()
    experiment_id = mlflow.get_experiment_by_name(experiment).experiment_id
    found = steps.run("searching logged models", lambda: [m.model_id for m in client.search_logged_models([experiment_id])])
    model_id = steps.run("creating a logged model", lambda: mlflow.initialize_logged_model("by-hand", params={"a": "1"}).model_id)
    steps.run("finalizing it", lambda: mlflow.finalize_logged_model(model_id, "READY").status.value)
    steps.run("tagging it", lambda: client.set_logged_model_tags(model_id, {"a": "b"}))
    steps.run("untagging it", lambda: client.delete_logged_model_tag(model_id, "a"))
    steps.run("parameters of it", lambda: mlflow.log_model_params({"later": "1"}, model_id))
    steps.run("reading a logged model", lambda: client.get_logged_model(found[0]).status.value)
    steps.run("a metric of a logged model", lambda: metric_of_model(model_id))
    steps.run("files of a logged model", lambda: sorted(a.path for a in client.list_logged_model_artifacts(found[0])))
    steps.run("deleting it", lambda: client.delete_logged_model(model_id))


def metric_of_model(model_id: str) -> None:
    with mlflow.start_run():
        mlflow.log_metric("accuracy", 0.9, model_id=model_id)


def main() -> None:
    experiment, model_name = sys.argv[1:3]
    steps = Steps()
    with contextlib.redirect_stdout(sys.stderr):
        autolog(steps, experiment)
        version = by_hand(steps, experiment, model_name)
        registry(steps, model_name, version)
        housekeeping(steps, experiment)
        if MLFLOW_3:
            logged_models(steps, experiment)


if __name__ == "__main__":
    main()
