import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import {
  art12EventSchema,
  GENESIS,
  logLine,
  PURPOSES_BY_TYPE,
  sha256Hex,
  type Art12Event,
} from "../../../evidence/event";
import { temporaryFolder } from "../../temporary";

/** A small archive made by hand: emitters that write chained events, and objects in Datadog's layout. */

/** Parsed JSON whose shape only the test knows. */
export type Json = ReturnType<typeof JSON.parse>;

const DIGEST = "ab".repeat(32);
const MODEL = { name: "credit-model", version: "3", run_id: "0".repeat(32), artifact_sha256: DIGEST };
const BLOCKS: Partial<Record<Art12Event["type"], object>> = {
  inference: {
    model: MODEL,
    config: { digest: DIGEST, decision_threshold: 0.5 },
    input: {
      algorithm: "hmac-sha256",
      key_id: "k1",
      canonicalization: "rfc8785",
      scope: "applicant",
      digest: DIGEST,
    },
    output: { decision: "granted", confidence: 0.8123 },
    oversight: { required: true },
  },
};

let ids = 0;

/** A UUIDv7 that is new at every call and the same in every run of a test file. */
function nextEventId(): string {
  const hex = (++ids).toString(16).padStart(12, "0");
  return `01939d00-0000-7000-8000-${hex}`;
}

/** Writes events of one chain. */
export class TestEmitter {
  #sequence = 0;
  #prev = GENESIS;

  constructor(
    readonly id = "credit-scoring.1f0e",
    readonly system = "credit-scoring",
    readonly environment = "sandbox",
  ) {}

  /** The next event; `extra` replaces or adds members. */
  emit(time: string, type: Art12Event["type"] = "inference", extra: object = {}): Art12Event {
    const event = art12EventSchema.parse({
      schema_version: "1.0.0",
      event_id: nextEventId(),
      type,
      purposes: PURPOSES_BY_TYPE[type].purposes,
      time,
      system: { id: this.system, version: "1.0.0" },
      environment: this.environment,
      role: "provider",
      ...BLOCKS[type],
      emitter: { id: this.id, sequence: ++this.#sequence, prev: this.#prev, clock_source: "ntp" },
      ...extra,
    });
    this.#prev = sha256Hex(logLine(event).art12.entry);
    return event;
  }

  /** Writes an event that nobody will ever see. */
  lose(time: string): void {
    this.emit(time);
  }
}

/** An archived line of an event; `change` may break it. */
export function archivedLine(event: Art12Event, change: (line: Json) => void = () => undefined): string {
  const { art12, service, status, message, ddtags } = logLine(event);
  const line = {
    _id: event.event_id,
    date: event.time,
    service,
    source: "ai-act-evidence",
    status,
    message,
    tags: ddtags.split(","),
    attributes: { art12 },
  };
  change(line);
  return JSON.stringify(line);
}

/** Key of an archived object written in the hour of `time`. */
export function objectKey(time: string, id = "a1"): string {
  const [day, clock] = [time.slice(0, 10).replaceAll("-", ""), time.slice(11, 19).replaceAll(":", "")];
  return `art12/dt=${day}/hour=${clock.slice(0, 2)}/archive_${clock}.0000.${id}.json.gz`;
}

/** Lines as an archived object's bytes. */
export function packed(...lines: string[]): Buffer {
  return gzipSync(lines.map((line) => `${line}\n`).join(""));
}

/** A folder that stands for the bucket. */
export class TestArchive {
  readonly folder = temporaryFolder();

  /** Puts an object, or with an id a version of it. `day` is when it was written: equal archives are equal. */
  put(key: string, bytes: Buffer, versionId?: string, day = "2026-11-25"): this {
    const file = path.join(this.folder, versionId === undefined ? key : `${key}@${versionId}`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    utimesSync(file, new Date(day), new Date(day));
    return this;
  }

  putEvents(...events: Art12Event[]): this {
    for (const key of new Set(events.map(({ time }) => objectKey(time)))) {
      const same = events.filter(({ time }) => objectKey(time) === key);
      this.put(key, packed(...same.map((event) => archivedLine(event))));
    }
    return this;
  }

  putDeleteMarker(key: string, versionId: string): this {
    return this.put(`${key}@${versionId}.delete-marker`, Buffer.alloc(0));
  }
}
