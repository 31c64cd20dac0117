import { v4 as uuidv4, v7 as uuidv7 } from "uuid";
import { artifactDigest } from "./artifact";
import { canonicalData, GENESIS, sha256Hex } from "./canonical";
import { Art12ConfigError } from "./errors";
import {
  EVENT_SCHEMA_VERSION,
  type ConfigBlock,
  type EmitterBlock,
  type EventBase,
  type InputReference,
  type ModelBlock,
} from "./event";
import type { Art12LoggerOptions, ConfigOptions, InputReferenceOptions, ModelOptions } from "./options";
import { looksLikeIban } from "./personal";
import {
  caseDigest,
  commitmentDigest,
  freshNonce,
  inputDigest,
  reviewerPseudonym,
  secretKey,
} from "./references";
import { eventFault, purposesOf, type EventFault } from "./validate";
import { Vocabulary } from "./vocabulary";

/** An input's reference, with the nonce (hex) that opens it where it is a commitment. */
export interface Referred {
  readonly reference: InputReference;
  readonly nonce?: string;
}

/** What a logger needs from event to event, made once from its options. Blocks that events share are frozen. */
export interface Source {
  readonly identity: Pick<EventBase<never>, "schema_version" | "system" | "environment" | "role">;
  readonly emitter: Pick<EmitterBlock, "id" | "clock_source">;
  readonly model: ModelBlock;
  readonly config: ConfigBlock;
  readonly vocabulary: Vocabulary;
  readonly now: () => number;
  readonly refer: (input: unknown) => Referred;
  readonly keepOpening: (eventId: string, nonce: string) => Promise<void>;
  readonly pseudonym: (reviewer: string) => string;
  readonly caseKeyId: string | undefined;
  readonly caseRef: (caseId: string) => { key_id: string; digest: string };
}

const REQUIRED = [
  "system",
  "environment",
  "role",
  "model",
  "config",
  "inputReference",
  "vocabulary",
  "sink",
] as const;

/**
 * Makes the source. Every option that ends up in an event is judged by the event's own schema.
 * @throws Art12ConfigError that names the option
 */
export async function sourceFrom(options: Art12LoggerOptions): Promise<Source> {
  for (const name of REQUIRED) if (options[name] === undefined) throw missing(name);
  const { system, environment, role, inputReference, clock, service = system.id } = options;
  const caseKey = options.caseKey && {
    id: options.caseKey.id,
    key: secretKey(options.caseKey.key, "caseKey.key"),
  };
  const pseudonymKey = options.pseudonymKey && secretKey(options.pseudonymKey, "pseudonymKey");
  const source: Source = {
    identity: {
      schema_version: EVENT_SCHEMA_VERSION,
      system: Object.freeze({ ...system }),
      environment,
      role,
    },
    emitter: { id: `${service}.${uuidv4()}`, clock_source: clock?.source ?? "system" },
    model: await modelBlock(options.model),
    config: configBlock(options.config),
    vocabulary: new Vocabulary(options.vocabulary),
    now: clock?.now ?? Date.now,
    ...referring(inputReference),
    pseudonym(reviewer) {
      if (pseudonymKey === undefined) throw missing("pseudonymKey");
      return reviewerPseudonym(pseudonymKey, system.id, reviewer);
    },
    caseKeyId: caseKey?.id,
    caseRef(caseId) {
      if (caseKey === undefined) throw missing("caseKey");
      return { key_id: caseKey.id, digest: caseDigest(caseKey.key, caseKey.id, caseId) };
    },
  };
  judge(source);
  return source;
}

/** Settings as they are logged: their digest covers the threshold, so that no change of it goes unseen. */
export function configBlock(config: ConfigOptions): ConfigBlock {
  const { decisionThreshold: decision_threshold } = config;
  const digest = "digest" in config ? config.digest : digestOf(decision_threshold, config.values);
  return Object.freeze({ digest, decision_threshold });
}

function digestOf(decision_threshold: number, values: unknown): string {
  return sha256Hex(canonicalData({ decision_threshold, values }, "config.values"));
}

async function modelBlock({ name, version, runId, artifact, upstream }: ModelOptions): Promise<ModelBlock> {
  return Object.freeze({
    name,
    version,
    run_id: runId,
    artifact_sha256: "path" in artifact ? await artifactDigest(artifact.path) : artifact.sha256,
    ...(upstream && { upstream: Object.freeze({ ...upstream }) }),
  });
}

function referring(options: InputReferenceOptions): Pick<Source, "refer" | "keepOpening"> {
  const { algorithm, scope } = options;
  const canonicalization = "rfc8785";
  if (algorithm === "hmac-sha256") {
    const key = secretKey(options.key, "inputReference.key");
    return {
      refer(input) {
        const digest = inputDigest(key, scope, canonicalData(input, "input"));
        return { reference: { algorithm, key_id: options.keyId, canonicalization, scope, digest } };
      },
      keepOpening: async () => {},
    };
  }
  return {
    refer(input) {
      const nonce = freshNonce();
      const digest = commitmentDigest(scope, nonce, canonicalData(input, "input"));
      return { reference: { algorithm, canonicalization, scope, digest }, nonce: nonce.toString("hex") };
    },
    keepOpening: options.keepOpening,
  };
}

/**
 * Puts every option into one sample event and lets the schema judge it, long before the first real one.
 * @throws Art12ConfigError that names the option
 */
export function judge(source: Source): void {
  const sample = {
    ...source.identity,
    event_id: uuidv7(),
    type: "inference",
    purposes: purposesOf("inference"),
    time: new Date(source.now()).toISOString(),
    emitter: { ...source.emitter, sequence: 1, prev: GENESIS },
    model: source.model,
    config: source.config,
    input: source.refer(null).reference,
    output: { reference: GENESIS },
    oversight: { required: false },
    ...(source.caseKeyId !== undefined && { case_ref: { key_id: source.caseKeyId, digest: GENESIS } }),
  };
  const fault = eventFault(sample) ?? accountIn(sample, "");
  if (fault === undefined) return;
  throw new Art12ConfigError({
    code: "bad-option",
    field: optionOf(fault.field),
    needed: fault.needed,
    fix: "correct the option; what tells persons apart belongs into caseId and reviewer, which are logged as keyed digests",
  });
}

/** Random digits that prove nothing: run ids and digests, and the end of an emitter's id. */
const RANDOM = /^[0-9a-f]{32}$|^[0-9a-f]{64}$|\.[0-9a-f-]{36}$/;

/** The first text inside that is an account's number. Every text of the sample comes from an option, or is random. */
function accountIn(value: unknown, at: string): EventFault | undefined {
  if (typeof value === "string")
    return looksLikeIban(value.replace(RANDOM, ""))
      ? { field: at, needed: "looks like a bank account number (IBAN)" }
      : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const inner = Object.entries(value).map(([key, each]) => accountIn(each, at ? `${at}.${key}` : key));
  return inner.find((found) => found !== undefined);
}

const OPTION_OF_FIELD: Readonly<Record<string, string>> = {
  "case_ref.key_id": "caseKey.id",
  "config.decision_threshold": "config.decisionThreshold",
  "emitter.clock_source": "clock.source",
  "emitter.id": "service",
  "input.algorithm": "inputReference.algorithm",
  "input.key_id": "inputReference.keyId",
  "input.scope": "inputReference.scope",
  "model.artifact_sha256": "model.artifact.sha256",
  "model.run_id": "model.runId",
};

/** The option that a field of the event came from; most have the same name. */
function optionOf(field: string): string {
  return OPTION_OF_FIELD[field] ?? field;
}

function missing(name: string): Art12ConfigError {
  return new Art12ConfigError({
    code: "missing-option",
    field: name,
    needed: "is needed and was not given",
    fix: `give ${name} to createArt12Logger`,
  });
}
