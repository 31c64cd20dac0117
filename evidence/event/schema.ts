import { z } from "zod";
import {
  CaseReference,
  Config,
  Emitter,
  InputReference,
  Model,
  Output,
  Oversight,
  System,
  Use,
} from "./blocks";
import { PURPOSES_BY_TYPE, type Art12EventType, type Art12Purpose } from "./purposes";
import { Code, Digest, EventId, Hex32, Identifier, Time } from "./values";

/** Version of the event's schema. A reader that meets another one says so instead of guessing. */
export const EVENT_SCHEMA_VERSION = "1.0.0";

function purposesOf(type: Art12EventType): z.ZodType<[Art12Purpose, ...Art12Purpose[]]> {
  const { purposes, why } = PURPOSES_BY_TYPE[type];
  const [first, ...rest] = purposes.map((purpose) => z.literal<Art12Purpose>(purpose));
  const tuple: z.ZodType = z.tuple([first!, ...rest]);
  return tuple.describe(why) as z.ZodType<[Art12Purpose, ...Art12Purpose[]]>;
}

/** What every event has, whatever its type. */
const common = <const Type extends Art12EventType>(type: Type) => ({
  schema_version: z.literal(EVENT_SCHEMA_VERSION),
  event_id: EventId,
  type: z.literal(type),
  purposes: purposesOf(type),
  time: Time.describe("When the event happened, by the emitter's clock: self-asserted until it is sealed."),
  system: System,
  environment: Identifier.describe("Environment the system ran in."),
  role: z
    .enum(["provider", "deployer", "provider-and-deployer"])
    .describe("In which role the writer keeps this log (Art 19(1) provider, Art 26(6) deployer)."),
  emitter: Emitter,
  trace_id: z.exactOptional(Hex32).describe("W3C trace id, to join with operational logs."),
});

const caseRef = { case_ref: z.exactOptional(CaseReference) };

const Inference = z
  .strictObject({
    ...common("inference"),
    ...caseRef,
    use: z.exactOptional(Use),
    model: Model,
    config: Config,
    input: InputReference,
    output: Output,
    oversight: Oversight,
  })
  .meta({
    id: "InferenceEvent",
    title: "Inference",
    description: "The system produced an output for one input.",
  });

const Outcome = z
  .strictObject({
    ...common("outcome"),
    ...caseRef,
    refers_to: EventId.describe("The inference that this is the outcome of."),
    outcome: Code,
  })
  .meta({
    id: "OutcomeEvent",
    title: "Outcome",
    description: "What turned out later about an inference (Art 72).",
  });

const OversightEvent = z
  .strictObject({
    ...common("oversight"),
    ...caseRef,
    refers_to: EventId.describe("The event that was reviewed."),
    oversight: Oversight,
  })
  .meta({ id: "OversightEvent", title: "Oversight", description: "A person reviewed or overrode (Art 14)." });

const ErrorEvent = z
  .strictObject({
    ...common("error"),
    ...caseRef,
    error: Code,
    model: z.exactOptional(Model),
    refers_to: z.exactOptional(EventId).describe("The event during or after which it happened."),
  })
  .meta({ id: "ErrorEvent", title: "Error", description: "The system failed to do what it is for." });

const OutOfScopeInput = z
  .strictObject({
    ...common("out_of_scope_input"),
    ...caseRef,
    model: Model,
    input: InputReference,
    reason: Code,
  })
  .meta({
    id: "OutOfScopeInputEvent",
    title: "Out-of-scope input",
    description: "An input outside the intended purpose was met and not decided on.",
  });

const ConfigChange = z
  .strictObject({
    ...common("config_change"),
    ...caseRef,
    before: Digest.describe("Digest of the settings until now."),
    after: Digest.describe("Digest of the settings from now on."),
    reason: Code,
  })
  .meta({
    id: "ConfigChangeEvent",
    title: "Config change",
    description: "The settings changed during operation.",
  });

const heartbeatSeconds = {
  heartbeat_seconds: z
    .exactOptional(z.int().min(1))
    .describe("Seconds from one heartbeat of this emitter to the next: a longer silence means something."),
};

const dropped = {
  dropped: z
    .exactOptional(z.int().min(1))
    .describe(
      "Events that this emitter gave a number and could not write, since its start: so many numbers are missing before this one.",
    ),
};

const EmitterStart = z
  .strictObject({
    ...common("emitter_start"),
    ...heartbeatSeconds,
    when_log_cannot_be_written: z
      .exactOptional(z.enum(["fail-closed", "fail-open"]))
      .describe(
        "Whether the application stops (fail-closed) or goes on (fail-open) when an event cannot be written.",
      ),
  })
  .meta({
    id: "EmitterStartEvent",
    title: "Emitter start",
    description: "The first event of an emitter: recording begins.",
  });

const EmitterStop = z
  .strictObject({
    ...common("emitter_stop"),
    ...dropped,
    closed_by: z
      .exactOptional(z.literal("successor"))
      .describe(
        "The process ended without a stop of its own, and the next one found on its disk that nothing was written after the event before. `time` is that event's time.",
      ),
  })
  .meta({
    id: "EmitterStopEvent",
    title: "Emitter stop",
    description:
      "The last event of an emitter: recording ends, on purpose unless `closed_by` says otherwise.",
  });

const EmitterHeartbeat = z
  .strictObject({ ...common("emitter_heartbeat"), ...heartbeatSeconds, ...dropped })
  .meta({ id: "EmitterHeartbeatEvent", title: "Emitter heartbeat", description: "The emitter is alive." });

/**
 * One event of the Art 12 log. Everything it enforces is also in the published JSON Schema, so that a client in any
 * language refuses the same events. Unknown keys are refused at every level.
 */
export const art12EventSchema = z
  .discriminatedUnion("type", [
    Inference,
    Outcome,
    OversightEvent,
    ErrorEvent,
    OutOfScopeInput,
    ConfigChange,
    EmitterStart,
    EmitterStop,
    EmitterHeartbeat,
  ])
  .meta({
    title: "Art 12 event",
    description:
      "One automatically recorded event of a high-risk AI system, Regulation (EU) 2024/1689 Art 12. Vocabulary after ISO/IEC 24970 (draft): an event, caused by a trigger, is kept as a log entry whose information model is this schema. Raw input, free text and e-mail addresses do not fit any field.",
    type: "object",
    discriminator: { propertyName: "type" },
  });

/** An event that satisfies {@link art12EventSchema}. */
export type Art12Event = z.infer<typeof art12EventSchema>;
