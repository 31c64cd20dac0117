"""Trains the credit model, logs it to MLflow with its data and results, and registers it.

Prints one line of JSON: run_id, model_id, model_name, model_version, artifact_dir, artifact_files, datasets, metrics.
Everything else goes to standard error. The tracking server is MLFLOW_TRACKING_URI's.
"""

import argparse
import contextlib
import json
import os
import sys
import warnings
from pathlib import Path

os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
# Hints about integer columns and source types, once for each data set, would bury real ones.
warnings.filterwarnings("ignore", category=UserWarning, module="mlflow")

import mlflow
import numpy as np
import pandas as pd
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, brier_score_loss, recall_score, roc_auc_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from data_bucket import DataBucket
from german_credit import CATEGORIES, FEATURES, GROUP, NUMBERS, SEED, TARGET, sha256_of, split
from registered_model import download, require_server

# Of the bound that a threshold is held against, in percent (configs/thresholds/credit-scoring.yaml).
CONFIDENCE = 95
RESAMPLES = 500


def build(regularization: float) -> Pipeline:
    columns = ColumnTransformer(
        [("numbers", StandardScaler(), NUMBERS), ("categories", OneHotEncoder(handle_unknown="ignore"), CATEGORIES)]
    )
    model = LogisticRegression(C=regularization, max_iter=1000, random_state=SEED)
    return Pipeline([("columns", columns), ("model", model)])


def evaluate(pipeline: Pipeline, data: pd.DataFrame, threshold: float) -> dict[str, float]:
    """Results on one set, some for each sex, too: a case at or above the threshold is declined."""
    probability = pipeline.predict_proba(data[FEATURES])[:, 1]
    declined = probability >= threshold
    approved_by_group = pd.Series(~declined, index=data.index).groupby(data[GROUP]).mean()
    recall_by_group = {
        f"recall_of_defaults/{GROUP}/{group}": float(recall_score(of[TARGET], declined[data[GROUP] == group]))
        for group, of in data.groupby(GROUP)
    }
    return {
        "roc_auc": float(roc_auc_score(data[TARGET], probability)),
        "accuracy": float(accuracy_score(data[TARGET], declined)),
        "recall_of_defaults": float(recall_score(data[TARGET], declined)),
        "brier_score": float(brier_score_loss(data[TARGET], probability)),
        "approval_gap_by_sex": float(approved_by_group.max() - approved_by_group.min()),
    } | recall_by_group


def lower_bound_of_roc_auc(pipeline: Pipeline, data: pd.DataFrame) -> float:
    """One-sided confidence bound, from samples drawn with replacement within each class (bootstrap percentile)."""
    target, probability = data[TARGET].to_numpy(), pipeline.predict_proba(data[FEATURES])[:, 1]
    draw = np.random.default_rng(SEED)
    classes = [np.flatnonzero(target == value) for value in (0, 1)]
    samples = (np.concatenate([draw.choice(of, len(of)) for of in classes]) for _ in range(RESAMPLES))
    values = [roc_auc_score(target[sample], probability[sample]) for sample in samples]
    return float(np.percentile(values, 100 - CONFIDENCE))


def log_datasets(sets: dict[str, pd.DataFrame], folder: Path, bucket: DataBucket | None) -> dict[str, str]:
    """Writes each set to a file and logs it with its source and the file's SHA-256 as a tag.

    MLflow's own digest covers the first 10,000 rows only and is 8 digits long: it does not prove the content. The source is
    an object of the bucket, in the version that was read; without a bucket the file, which this machine alone has.
    """
    digests = {}
    for context, data in sets.items():
        file = folder / f"german-credit-{context}.csv"
        data.to_csv(file, index=False)
        digests[context] = sha256_of(file)
        source, version = bucket.keep(file) if bucket else (str(file), None)
        dataset = mlflow.data.from_pandas(data, source=source, name=file.stem, targets=TARGET)
        tags = {"sha256": digests[context]} | ({"version_id": version} if version else {})
        mlflow.log_input(dataset, context=context, tags=tags)
    return digests


def train(options: argparse.Namespace) -> dict[str, object]:
    options.data_dir.mkdir(parents=True, exist_ok=True)
    mlflow.set_experiment(options.experiment)
    sets = split()
    with mlflow.start_run(run_name=options.run_name, tags=dict(tag.split("=", 1) for tag in options.tag)) as run:
        bucket = DataBucket(options.data_bucket) if options.data_bucket else None
        datasets = log_datasets(sets, options.data_dir, bucket)
        mlflow.log_params({"regularization": options.regularization, "threshold": options.threshold, "seed": SEED})
        pipeline = build(options.regularization).fit(sets["training"][FEATURES], sets["training"][TARGET])
        metrics = {
            f"{context}_{name}": value
            for context, data in sets.items()
            for name, value in evaluate(pipeline, data, options.threshold).items()
        }
        metrics[f"test_roc_auc/lower/{CONFIDENCE}"] = lower_bound_of_roc_auc(pipeline, sets["test"])
        mlflow.log_metrics(metrics)
        info = mlflow.sklearn.log_model(
            pipeline,
            name="model",
            registered_model_name=options.model,
            input_example=sets["training"][FEATURES].head(3),
            # Named here, or MLflow runs the model in a new process to find out what it imports.
            pip_requirements=[f"scikit-learn=={sklearn.__version__}", f"pandas=={pd.__version__}"],
        )
    version = str(info.registered_model_version)
    folder = download(options.model, version, options.artifact_dir)
    return {
        "run_id": run.info.run_id,
        "model_id": info.model_id,
        "model_name": options.model,
        "model_version": version,
        "artifact_dir": str(folder),
        "artifact_files": sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()),
        "datasets": datasets,
        "metrics": metrics,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="credit-scoring", help="name in the registry")
    parser.add_argument("--experiment", default="credit-scoring")
    parser.add_argument("--run-name", default=None)
    parser.add_argument("--tag", action="append", default=[], metavar="KEY=VALUE", help="tag of the run; repeatable")
    parser.add_argument("--regularization", type=float, default=1.0, help="C of the logistic regression")
    parser.add_argument("--threshold", type=float, default=0.5, help="declined from this probability of default")
    parser.add_argument("--data-dir", type=Path, required=True, help="where the three data sets are written")
    parser.add_argument("--data-bucket", help="S3 bucket that keeps every version of the data sets; made if missing")
    parser.add_argument("--artifact-dir", type=Path, required=True, help="where the registered model is downloaded to")
    options = parser.parse_args()
    require_server()
    with contextlib.redirect_stdout(sys.stderr):
        result = train(options)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
