import { gzipSync } from "node:zlib";
import {
  art12EventSchema,
  chainLink,
  logLine,
  PURPOSES_BY_TYPE,
  sha256Hex,
  type Art12Event,
  type LogLine,
} from "../../../evidence/event";

/**
 * A log as a credit scoring system writes it, to weigh: three processes in turn, full inference events (keyed input and
 * case references, trace id), and every tenth event something else. Digests are new in every event, as in life, because
 * they are what does not compress; all of them come from counters, so that every run weighs the same bytes.
 */
const SYSTEM = { id: "credit-scoring", version: "3.1.0" };
const MODEL = {
  name: "credit-scoring",
  version: "12",
  run_id: hex("run", 32),
  artifact_sha256: hex("artifact"),
};
const EMITTERS = ["a", "b", "c"].map((name) => `credit-scoring.${uuid(`emitter ${name}`, "4")}`);
/** What every tenth event is, one after another; all others are inferences. */
const OTHERS = ["oversight", "oversight", "outcome", "oversight", "error"] as const;
const START_MS = Date.parse("2026-11-24T09:00:00.000Z");
const EVENT_EVERY_MS = 3_297;

/** Bytes of one event, on average over `count` of them. */
export function weigh(count: number): { readonly sentBytes: number; readonly archivedGzipBytes: number } {
  const lines = realisticLines(count);
  const sent = lines.map((line) => JSON.stringify(line)).join("\n");
  const archived = lines.map((line, index) => JSON.stringify(archivedForm(line, index))).join("\n");
  return {
    sentBytes: Buffer.byteLength(sent) / count,
    archivedGzipBytes: gzipSync(archived).length / count,
  };
}

function realisticLines(count: number): LogLine[] {
  const written = EMITTERS.map((id) => ({ id, sequence: 0, entry: undefined as string | undefined }));
  return Array.from({ length: count }, (_, index) => {
    const emitter = written[index % written.length]!;
    const { id } = emitter;
    const prev = chainLink(emitter.entry);
    const event = art12EventSchema.parse({
      ...content(index),
      emitter: { id, sequence: ++emitter.sequence, prev, clock_source: "ntp" },
    });
    const line = logLine(event);
    emitter.entry = line.art12.entry;
    return { ...line, hostname: `ip-10-20-3-${(index % EMITTERS.length) + 10}` };
  });
}

function content(index: number): object {
  const type = index % 10 === 9 ? OTHERS[Math.floor(index / 10) % OTHERS.length]! : "inference";
  const time = new Date(START_MS + index * EVENT_EVERY_MS).toISOString();
  return {
    schema_version: "1.0.0",
    event_id: uuid(`event ${index}`, "7"),
    type,
    purposes: PURPOSES_BY_TYPE[type].purposes,
    time,
    system: SYSTEM,
    environment: "production",
    role: "provider-and-deployer",
    trace_id: hex(`trace ${index}`, 32),
    case_ref: { key_id: "cases-2026", digest: hex(`case ${index}`) },
    ...blocks(type, index),
  };
}

function blocks(type: Art12Event["type"], index: number): object {
  const refersTo = { refers_to: uuid(`event ${index - 3}`, "7") };
  if (type === "oversight")
    return { ...refersTo, oversight: { required: true, reviewer: hex(`reviewer ${index % 7}`) } };
  if (type === "outcome") return { ...refersTo, outcome: "repaid" };
  if (type === "error") return { ...refersTo, error: "timeout", model: MODEL };
  return {
    model: MODEL,
    config: { digest: hex("settings"), decision_threshold: 0.62 },
    input: {
      algorithm: "hmac-sha256",
      key_id: "inputs-2026",
      canonicalization: "rfc8785",
      scope: "applicant-features",
      digest: hex(`input ${index}`),
    },
    output: {
      decision: ["approve", "refer", "decline"][index % 3],
      confidence: (Number.parseInt(hex(`confidence ${index}`, 4), 16) % 10_000) / 10_000,
    },
    oversight: { required: index % 3 === 1 },
  };
}

/** As Datadog archives it, with tags. */
function archivedForm(
  { timestamp, hostname, service, status, message, ddtags, art12 }: LogLine,
  index: number,
) {
  return {
    _id: Buffer.from(hex(`id ${index}`, 36), "hex").toString("base64url"),
    date: timestamp,
    host: hostname,
    source: "ai-act-evidence",
    service,
    status,
    message,
    attributes: { art12 },
    tags: ddtags.split(","),
  };
}

function hex(of: string, digits = 64): string {
  return sha256Hex(of).slice(0, digits);
}

function uuid(of: string, version: "4" | "7"): string {
  const digits = hex(of, 32);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${version}${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}
