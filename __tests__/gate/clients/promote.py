"""Gives the version of a registered model the alias champion: promote.py MODEL VERSION."""

import sys

from mlflow import MlflowClient

MlflowClient().set_registered_model_alias(sys.argv[1], "champion", sys.argv[2])
