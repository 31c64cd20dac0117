"""Art 12 logger: records the events of a high-risk AI system, chained, without raw input."""

from .artifact import artifact_digest
from .calls import (
    Art12Call,
    ConfigChangeCall,
    ErrorCall,
    InferenceCall,
    OutcomeCall,
    OutOfScopeInputCall,
    Output,
    Oversight,
    OversightCall,
    Use,
)
from .errors import (
    Art12CheckpointError,
    Art12ClosedError,
    Art12ConfigError,
    Art12DeliveryError,
    Art12Error,
    Art12InputError,
    Art12SpoolError,
    Art12ValidationError,
    Art12VocabularyError,
)
from .event import Art12Event
from .log_line import LogLine
from .logger import Art12Logger, AsyncArt12Logger, create_art12_logger
from .logging_handler import Art12Handler
from .options import (
    CaseKey,
    Checkpoints,
    CheckpointSigner,
    Clock,
    CommittedReference,
    Config,
    Heartbeat,
    KeyedReference,
    Model,
    PutOnce,
    Spool,
    System,
    Upstream,
    Vocabulary,
)
from .pem_checkpoint_signer import pem_checkpoint_signer
from .sinks.datadog_intake import DatadogIntake
from .sinks.http_post import Tries
from .sinks.otlp_logs import OtlpLogs
from .sinks.sink import Art12Sink
from .sinks.stdout_for_agent import StdoutForAgent
from .structlog_processor import Art12Processor

__all__ = [
    "Art12Call",
    "Art12CheckpointError",
    "Art12ClosedError",
    "Art12ConfigError",
    "Art12DeliveryError",
    "Art12Error",
    "Art12Event",
    "Art12Handler",
    "Art12InputError",
    "Art12Logger",
    "Art12Processor",
    "Art12Sink",
    "Art12SpoolError",
    "Art12ValidationError",
    "Art12VocabularyError",
    "AsyncArt12Logger",
    "CaseKey",
    "CheckpointSigner",
    "Checkpoints",
    "Clock",
    "CommittedReference",
    "Config",
    "ConfigChangeCall",
    "DatadogIntake",
    "ErrorCall",
    "Heartbeat",
    "InferenceCall",
    "KeyedReference",
    "LogLine",
    "Model",
    "OtlpLogs",
    "OutOfScopeInputCall",
    "OutcomeCall",
    "Output",
    "Oversight",
    "OversightCall",
    "PutOnce",
    "Spool",
    "StdoutForAgent",
    "System",
    "Tries",
    "Upstream",
    "Use",
    "Vocabulary",
    "artifact_digest",
    "create_art12_logger",
    "pem_checkpoint_signer",
]
