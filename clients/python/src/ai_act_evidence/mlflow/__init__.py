"""MLflow runs that may go to production.

What a run needs is named and logged here; :func:`preflight` tells what it still lacks, before anybody asks for promotion.
MLflow itself is loaded when a function that needs it is called.
"""

from .change_record import Approval, ChangedData, ChangeEntry, ChangeRecord, change_record
from .datasets import DataSet, DataSetWarning, LoggedDataSet, log_datasets
from .errors import (
    DataSetError,
    EvidenceError,
    ExperimentNameError,
    GateRefusedError,
    MlflowNotUsableError,
    NoRunError,
    NotSignedInError,
)
from .experiment_names import ExperimentName, experiment_name, parse_experiment_name
from .findings import Lack, Later, Measured, Untold
from .preflight import Preflight, preflight
from .run_context import RunContextWarning

__all__ = [
    "Approval",
    "ChangeEntry",
    "ChangeRecord",
    "ChangedData",
    "DataSet",
    "DataSetError",
    "DataSetWarning",
    "EvidenceError",
    "ExperimentName",
    "ExperimentNameError",
    "GateRefusedError",
    "Lack",
    "Later",
    "LoggedDataSet",
    "Measured",
    "MlflowNotUsableError",
    "NoRunError",
    "NotSignedInError",
    "Preflight",
    "RunContextWarning",
    "Untold",
    "change_record",
    "experiment_name",
    "log_datasets",
    "parse_experiment_name",
    "preflight",
]
