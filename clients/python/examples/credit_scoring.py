# %% [markdown]
# # A credit model, from the notebook to production
#
# Trains as everywhere else, learns what the run lacks, supplies it, and is promoted once another person has approved.
# Runs cell by cell in a notebook, or as a script. Two variables lead to the gate instead of to MLflow:
#
# ```sh
# export MLFLOW_TRACKING_URI=https://mlflow.example.org     # the gate
# export MLFLOW_TRACKING_TOKEN=...                          # an access token of your identity provider
# export CREDIT_DATA=s3://credit-scoring-data/german-credit # training, validation and test set, in a bucket with versions
# pip install "ai-act-evidence[mlflow]" boto3 scikit-learn
# ```

# %%
import builtins
import os
import time
from urllib.parse import urlsplit

import boto3
import mlflow
import numpy as np
import pandas as pd
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, recall_score, roc_auc_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from ai_act_evidence.mlflow import change_record, experiment_name, log_datasets, preflight

show = getattr(builtins, "display", print)  # a notebook's own, else as text
MODEL = "credit-scoring"
TARGET, GROUP = "default", "sex"
NUMBERS = ["age", "credit_amount", "duration"]
CATEGORIES = ["job", "housing", "saving_accounts", "checking_account", "purpose"]
FEATURES = NUMBERS + CATEGORIES
SEED = 20261124

# %% [markdown]
# ## The data
# Each set is read from the object that keeps it, and its address names the version that was read: the object may be
# another one tomorrow. `sex` is kept out of the model; the gap between the groups is measured instead.


# %%
def read(part: str) -> tuple[pd.DataFrame, str]:
    """A set, and the address of what was read."""
    address = f"{os.environ['CREDIT_DATA']}-{part}.csv"
    where = urlsplit(address)
    found = boto3.client("s3").get_object(Bucket=where.netloc, Key=where.path.lstrip("/"))
    return pd.read_csv(found["Body"], dtype={"job": str}), f"{address}?versionId={found['VersionId']}"


train, validation, test = read("training"), read("validation"), read("test")
show(train[0].head(3))

# %% [markdown]
# ## The model, and what is measured


# %%
def fit(data: pd.DataFrame) -> Pipeline:
    """Probability of default from what an applicant says."""
    columns = ColumnTransformer(
        [
            ("numbers", StandardScaler(), NUMBERS),
            ("categories", OneHotEncoder(handle_unknown="ignore"), CATEGORIES),
        ]
    )
    pipeline = Pipeline(
        [("columns", columns), ("model", LogisticRegression(max_iter=1000, random_state=SEED))]
    )
    return pipeline.fit(data[FEATURES], data[TARGET])


def measure(pipeline: Pipeline, data: pd.DataFrame, part: str) -> dict[str, float]:
    """Results on one set: declined is who is more likely than not to default."""
    probability = pipeline.predict_proba(data[FEATURES])[:, 1]
    declined = probability >= 0.5
    by_group = data[TARGET].groupby(data[GROUP])
    approved = [float((~declined[data[GROUP] == group]).mean()) for group in by_group.groups]
    return {
        f"{part}_recall_of_defaults": float(recall_score(data[TARGET], declined)),
        **{
            f"{part}_recall_of_defaults/{GROUP}/{group}": float(
                recall_score(of, declined[data[GROUP] == group])
            )
            for group, of in by_group
        },
        f"{part}_approval_gap_by_sex": max(approved) - min(approved),
        f"{part}_brier_score": float(brier_score_loss(data[TARGET], probability)),
        f"{part}_roc_auc/lower/95": lower_bound_of_roc_auc(data[TARGET].to_numpy(), probability),
    }


def lower_bound_of_roc_auc(target: np.ndarray, probability: np.ndarray) -> float:
    """One-sided 95 % bound, from 500 samples drawn with replacement within each class."""
    draw = np.random.default_rng(SEED)
    classes = [np.flatnonzero(target == value) for value in (0, 1)]
    samples = [np.concatenate([draw.choice(of, len(of)) for of in classes]) for _ in range(500)]
    return float(np.percentile([roc_auc_score(target[each], probability[each]) for each in samples], 5))


def log_model(pipeline: Pipeline) -> str:
    """Logs the model in the run, and gives its address."""
    requirements = [f"scikit-learn=={sklearn.__version__}", f"pandas=={pd.__version__}"]
    return mlflow.sklearn.log_model(pipeline, "model", pip_requirements=requirements).model_uri


# %% [markdown]
# ## As everywhere else
# A run like any other. Nobody refuses it: the gate asks for more only when a version is to go to production. What it
# will ask for is told now.

# %%
mlflow.set_experiment("credit experiments")
with mlflow.start_run() as attempt:
    model = fit(train[0])
    mlflow.log_metric("accuracy", model.score(test[0][FEATURES], test[0][TARGET]))
    log_model(model)

told = preflight(attempt)
show(told)

# %% [markdown]
# ## What was missing
# Tags come from the environment, where CI can set them, and the commit from git. The experiment's name says the change.
# The three sets are logged with their sources and the SHA-256 of the objects. Metrics have the names that thresholds are
# set for.

# %%
os.environ |= {
    "AI_ACT_SYSTEM": "credit-scoring",
    "AI_ACT_INTENDED_PURPOSE": "Estimates the probability that a natural person repays a consumer loan, to support a credit "
    "officer's decision.",
    "AI_ACT_CHANGE_REASON": "First release of the credit model, trained on the German credit data.",
    "AI_ACT_CHANGE_CLASS": "substantial",
    "AI_ACT_CHANGE_ID": "CHG-1042",
    "AI_ACT_RISK_ASSESSMENT": "RA-2026-014",
    "AI_ACT_DATA_GOVERNANCE": "DG-german-credit-1",
    "AI_ACT_REGULATORY_CONTEXT": "annex-iii-5b",
}
name = experiment_name(
    system="credit-scoring",
    what="baseline",
    why="first-release",
    change_id="CHG-1042",
    context="annex-iii-5b",
)
mlflow.set_experiment(name)
with mlflow.start_run() as run:
    log_datasets(train=train, validation=validation, test=test)
    model = fit(train[0])
    mlflow.log_metrics(measure(model, validation[0], "validation"))
    mlflow.log_metrics(measure(model, test[0], "test"))
    address = log_model(model)

told = preflight(run)
show(told)

# %% [markdown]
# ## Registered, and looked at whole
# With a version, the gate holds everything against the requirements, files included. What is left is another person's part.

# %%
assert told.ok, "supply what lacks first"
version = mlflow.register_model(address, MODEL).version
told = preflight(run)
show(told)

# %% [markdown]
# ## Another person approves
# Whoever trained does not release. An approver who took no part runs what is printed here, with their own token; the
# notebook waits.

# %%
print(f"evidence approve {MODEL} {version}", flush=True)
for _ in range(600):
    told = preflight(run)
    if not told.later:
        break
    time.sleep(1)
show(told)

# %% [markdown]
# ## Into production
# By the alias that serving loads. A `MlflowException` here would say again what lacks.

# %%
mlflow.MlflowClient().set_registered_model_alias(MODEL, "champion", version)

# %% [markdown]
# ## The change, as the technical documentation wants it (Annex IV, point 6)

# %%
record = change_record(MODEL, [version])
show(record)
