from mlflow import MlflowClient

MlflowClient().set_registered_model_alias("credit-scoring", "champion", "1")
