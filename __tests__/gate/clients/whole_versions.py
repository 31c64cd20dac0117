"""Registers versions that have everything production requires but an approval, with the stock client of MLflow 2 or 3.

Reads a list from standard input: [{"model", "experiment", "tags", "metrics"}]. Prints a line of JSON for each:
{"model", "version", "run_id"}. The model itself is a small one: what is tried is the way, not the credit decision.
"""

import contextlib
import json
import os
import sys
import warnings

os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
warnings.filterwarnings("ignore")

import mlflow
import sklearn
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

MLFLOW_3 = int(mlflow.__version__.split(".", 1)[0]) >= 3


def log_datasets(data) -> None:
    for number, context in enumerate(("training", "validation", "test"), 1):
        part = data.iloc[number::3]
        dataset = mlflow.data.from_pandas(part, source=f"s3://lake/iris/{context}.csv", name=f"iris-{context}")
        mlflow.log_input(dataset, context=context, tags={"sha256": str(number) * 64, "version_id": f"v{number}"})


def make(order: dict, model, data) -> dict:
    mlflow.set_experiment(order["experiment"])
    with mlflow.start_run(tags=order["tags"]) as run:
        log_datasets(data)
        mlflow.log_metrics(order["metrics"])
        place = {"name": "model"} if MLFLOW_3 else {"artifact_path": "model"}
        mlflow.sklearn.log_model(
            model,
            **place,
            registered_model_name=order["model"],
            pip_requirements=[f"scikit-learn=={sklearn.__version__}"],
        )
    found = mlflow.MlflowClient().search_model_versions(f"name='{order['model']}'")
    version = max(int(each.version) for each in found if each.run_id == run.info.run_id)
    return {"model": order["model"], "version": str(version), "run_id": run.info.run_id}


def main() -> None:
    features, target = load_iris(return_X_y=True, as_frame=True)
    model = LogisticRegression(max_iter=500).fit(features, target)
    orders = json.load(sys.stdin)
    for order in orders:
        with contextlib.redirect_stdout(sys.stderr):
            made = make(order, model, features.assign(target=target))
        print(json.dumps(made), flush=True)


if __name__ == "__main__":
    main()
