/** Art 12 logger for Node: records the events of a high-risk AI system, chained, without raw input. */
export { artifactDigest } from "./artifact";
export type {
  CaseContext,
  ConfigChangeCall,
  ErrorCall,
  InferenceCall,
  OutcomeCall,
  OutOfScopeInputCall,
  OutputCall,
  OversightCall,
  OversightEventCall,
} from "./calls";
export type { CheckpointSigner } from "./checkpoint";
export type { CheckpointOptions, PutOnce } from "./checkpoint-options";
export {
  Art12CheckpointError,
  Art12ClosedError,
  Art12ConfigError,
  Art12DeliveryError,
  Art12Error,
  Art12InputError,
  Art12SpoolError,
  Art12ValidationError,
  Art12VocabularyError,
} from "./errors";
export type { Art12Event, Art12EventType, EventOf } from "./event";
export type { HeartbeatOptions } from "./heartbeat";
export type { LogLine } from "./log-line";
export { createArt12Logger, type Art12Logger } from "./logger";
export type {
  Art12LoggerOptions,
  ClockOptions,
  ConfigOptions,
  InputReferenceOptions,
  ModelOptions,
} from "./options";
export { pemCheckpointSigner } from "./pem-checkpoint-signer";
export { datadogIntake, type DatadogIntakeOptions } from "./sinks/datadog-intake";
export { otlpLogs, type OtlpLogsOptions } from "./sinks/otlp-logs";
export type { Art12Sink } from "./sinks/sink";
export { stdoutForAgent } from "./sinks/stdout-for-agent";
export type { SpoolOptions, WhenLogCannotBeWritten } from "./spool/options";
export type { VocabularyOptions } from "./vocabulary";
