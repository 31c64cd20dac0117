"""Scores applicants with a registered model version: lines of JSON in, lines of JSON out.

First line out, once the model is loaded: {"model": {name, version, run_id, artifact_dir}}.
Then for each line in, {"id": ..., "features": {...}}, one line out: {"id": ..., "probability": ...} (of default), or
{"id": ..., "unusable_features": [names]} when features are missing or have values the model never saw.

With --applicants N it prints N applicants of the test set in the form of the lines in, and ends.
"""

import argparse
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

import pandas as pd

from german_credit import CATEGORIES, FEATURES, NUMBERS, TARGET, split


def print_line(value: object) -> None:
    print(json.dumps(value), flush=True)


def print_applicants(count: int) -> None:
    """Test applicants in a fixed order; after the last one the first comes again, as a new application."""
    test = split()["test"].drop(columns=TARGET)
    for number in range(count):
        row = test.iloc[number % len(test)]
        print_line({"id": f"application-{number + 1:05d}", "features": {name: row[name] for name in FEATURES}})


def unusable(features: dict[str, object], known: dict[str, set[str]]) -> list[str]:
    """Names of features that are missing or have values the model never saw."""
    numbers = [name for name in NUMBERS if not isinstance(features.get(name), (int, float))]
    categories = [name for name in CATEGORIES if features.get(name) not in known[name]]
    return numbers + categories


def serve(name: str, version: str | None, alias: str | None, artifact_dir: Path) -> None:
    import mlflow

    from registered_model import download, require_server

    require_server()
    client = mlflow.MlflowClient()
    # Asked once: what is loaded, scored with and logged is one version, whatever becomes of the alias meanwhile.
    found = client.get_model_version_by_alias(name, alias) if alias else client.get_model_version(name, version)
    version, run_id = str(found.version), found.run_id
    folder = download(name, version, artifact_dir)
    pipeline = mlflow.sklearn.load_model(str(folder))
    encoder = pipeline.named_steps["columns"].named_transformers_["categories"]
    known = {feature: set(values) for feature, values in zip(CATEGORIES, encoder.categories_)}
    print_line({"model": {"name": name, "version": version, "run_id": run_id, "artifact_dir": str(folder)}})
    for line in sys.stdin:
        applicant = json.loads(line)
        names = unusable(applicant["features"], known)
        if names:
            print_line({"id": applicant["id"], "unusable_features": names})
            continue
        row = pd.DataFrame([applicant["features"]], columns=FEATURES)
        print_line({"id": applicant["id"], "probability": float(pipeline.predict_proba(row)[0, 1])})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applicants", type=int, metavar="N", help="print N test applicants and end")
    parser.add_argument("--model", default="credit-scoring", help="name in the registry")
    parser.add_argument("--version", help="registered version")
    parser.add_argument("--alias", help="alias of the version to score with, instead of its number")
    parser.add_argument("--artifact-dir", type=Path, help="where the version is downloaded to, and loaded from")
    options = parser.parse_args()
    if options.applicants is not None:
        print_applicants(options.applicants)
    elif (options.version is None) == (options.alias is None) or options.artifact_dir is None:
        parser.error("--artifact-dir and either --version or --alias are needed to score")
    else:
        serve(options.model, options.version, options.alias, options.artifact_dir)


if __name__ == "__main__":
    main()
