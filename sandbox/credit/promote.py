"""Moves an alias of the registered model to a version, as anybody does it with the stock MLflow client.

Prints one line of JSON: {"accepted": true}, or {"accepted": false, "error_code", "message"} with MLflow's own words.
"""

import argparse
import json

import mlflow
from mlflow.exceptions import MlflowException

from registered_model import require_server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="credit-scoring", help="name in the registry")
    parser.add_argument("--version", required=True, help="registered version")
    parser.add_argument("--alias", default="champion")
    options = parser.parse_args()
    require_server()
    try:
        mlflow.MlflowClient().set_registered_model_alias(options.model, options.alias, options.version)
        print(json.dumps({"accepted": True}))
    except MlflowException as refused:
        print(json.dumps({"accepted": False, "error_code": refused.error_code, "message": refused.message}))


if __name__ == "__main__":
    main()
