/** The event as JSON, schema version 1.0.0. The schema in `schema/` decides; these types mirror it for editors. */

export const EVENT_SCHEMA_VERSION = "1.0.0";

type Purpose = "12(2)(a)" | "12(2)(b)" | "12(2)(c)";

export interface ModelBlock {
  name: string;
  version: string;
  run_id: string;
  artifact_sha256: string;
  upstream?: { provider: string; model: string; version: string };
}

export interface ConfigBlock {
  digest: string;
  decision_threshold: number;
}

interface ReferenceParts {
  canonicalization: "rfc8785";
  scope: string;
  digest: string;
}

export type InputReference =
  | ({ algorithm: "hmac-sha256"; key_id: string } & ReferenceParts)
  | ({ algorithm: "sha256-nonce" } & ReferenceParts);

interface OutputParts {
  confidence?: number;
  explanation_ref?: string;
}

type OutputBlock =
  ({ decision: string; reference?: string } & OutputParts) | ({ reference: string } & OutputParts);

type OversightBlock =
  | { required: boolean; override?: false; reviewer?: string; reason?: string }
  | { required: boolean; override: true; reviewer: string; reason: string; overridden_event?: string };

export interface EmitterBlock {
  id: string;
  sequence: number;
  prev: string;
  clock_source: "system" | "ntp" | "ptp";
}

/** What every event has. */
export interface EventBase<Type extends string> {
  schema_version: typeof EVENT_SCHEMA_VERSION;
  event_id: string;
  type: Type;
  purposes: [Purpose, ...Purpose[]];
  time: string;
  system: { id: string; version: string };
  environment: string;
  role: "provider" | "deployer" | "provider-and-deployer";
  emitter: EmitterBlock;
  trace_id?: string;
}

interface OfACase {
  case_ref?: { key_id: string; digest: string };
}

interface InferenceEvent extends EventBase<"inference">, OfACase {
  use?: { start: string; end: string };
  model: ModelBlock;
  config: ConfigBlock;
  input: InputReference;
  output: OutputBlock;
  oversight: OversightBlock;
}

interface OutcomeEvent extends EventBase<"outcome">, OfACase {
  refers_to: string;
  outcome: string;
}

interface OversightEvent extends EventBase<"oversight">, OfACase {
  refers_to: string;
  oversight: OversightBlock;
}

interface ErrorEvent extends EventBase<"error">, OfACase {
  error: string;
  model?: ModelBlock;
  refers_to?: string;
}

interface OutOfScopeInputEvent extends EventBase<"out_of_scope_input">, OfACase {
  model: ModelBlock;
  input: InputReference;
  reason: string;
}

interface ConfigChangeEvent extends EventBase<"config_change">, OfACase {
  before: string;
  after: string;
  reason: string;
}

interface EmitterStartEvent extends EventBase<"emitter_start"> {
  heartbeat_seconds?: number;
  when_log_cannot_be_written?: "fail-closed" | "fail-open";
}

interface EmitterHeartbeatEvent extends EventBase<"emitter_heartbeat"> {
  heartbeat_seconds?: number;
  dropped?: number;
}

interface EmitterStopEvent extends EventBase<"emitter_stop"> {
  dropped?: number;
  closed_by?: "successor";
}

/** One event of the Art 12 log. */
export type Art12Event =
  | InferenceEvent
  | OutcomeEvent
  | OversightEvent
  | ErrorEvent
  | OutOfScopeInputEvent
  | ConfigChangeEvent
  | EmitterStartEvent
  | EmitterHeartbeatEvent
  | EmitterStopEvent;

export type Art12EventType = Art12Event["type"];

/** The event of one type. */
export type EventOf<Type extends Art12EventType> = Extract<Art12Event, { type: Type }>;
