import { createHash } from "node:crypto";
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { logLine, PURPOSES_BY_TYPE, type Art12Event } from "../evidence/event";

/**
 * Makes an archive as Datadog lays it out, for measuring: `tsx bench/archive.ts FOLDER EVENTS` writes one month of one
 * system, eight processes at a time, new ones each day, chained without gap. The same arguments give the same bytes.
 */

export const SYSTEM = "credit-scoring";
export const ENVIRONMENT = "production";
export const FIRST_DAY = "2026-09-01";
export const LAST_DAY = "2026-09-30";

const DAYS = 30;
const EMITTERS = 8;
const DAY_MS = 86_400_000;
/** Most events in one object: five minutes of ten million events a month. An object is never longer than an hour. */
const EVENTS_PER_OBJECT = 1_157;
/** How long after its last event an object is uploaded. */
const UPLOAD_MS = 300_000;
const START = Date.parse(`${FIRST_DAY}T00:00:00.000Z`);

interface Emitter {
  readonly id: string;
  sequence: number;
  prev: string;
}

/** Writes the archive below `folder`; returns how many objects and unpacked bytes it has. */
export function makeArchive(folder: string, events: number): { objects: number; jsonBytes: number } {
  const perDay = Math.ceil(events / DAYS);
  const perObject = Math.min(EVENTS_PER_OBJECT, Math.ceil(perDay / 24));
  let [objects, jsonBytes, made] = [0, 0, 0];
  for (let day = 0; day < DAYS; day++) {
    const emitters = Array.from({ length: EMITTERS }, (_, index): Emitter => {
      const digest = sha256(`${day} ${index}`);
      return { id: `${SYSTEM}.${uuid(digest)}`, sequence: 0, prev: "0".repeat(64) };
    });
    const count = Math.min(perDay, events - made);
    for (let first = 0; first < count; first += perObject) {
      const lines: string[] = [];
      const last = Math.min(first + perObject, count) - 1;
      const timeOf = (at: number) => START + day * DAY_MS + Math.floor((at / count) * DAY_MS);
      for (let at = first; at <= last; at++) {
        const time = timeOf(at);
        // The first event of an emitter is its start, its last the stop: so every chain is closed.
        const type = at < EMITTERS ? "emitter_start" : at >= count - EMITTERS ? "emitter_stop" : "inference";
        lines.push(archivedLine(emitters[at % EMITTERS]!, type, time, made + at));
      }
      const text = `${lines.join("\n")}\n`;
      jsonBytes += Buffer.byteLength(text);
      write(folder, timeOf(first), timeOf(last), objects++, text);
    }
    made += count;
  }
  return { objects, jsonBytes };
}

function archivedLine(emitter: Emitter, type: Art12Event["type"], time: number, number: number): string {
  const event = eventOf(emitter, type, new Date(time).toISOString(), number);
  const line = logLine(event);
  emitter.sequence += 1;
  emitter.prev = line.art12.entry_sha256;
  return JSON.stringify({
    _id: `AZ${String(number).padStart(30, "0")}`,
    date: line.timestamp,
    host: "i-0a1b2c3d4e5f",
    service: line.service,
    source: line.ddsource,
    status: line.status,
    message: line.message,
    tags: line.ddtags.split(","),
    attributes: { art12: line.art12 },
  });
}

function eventOf({ id, sequence, prev }: Emitter, type: Art12Event["type"], time: string, number: number) {
  const digest = sha256(`input ${number}`);
  const common = {
    schema_version: "1.0.0",
    event_id: uuid(digest),
    type,
    purposes: [...PURPOSES_BY_TYPE[type].purposes],
    time,
    system: { id: SYSTEM, version: "3.1.0" },
    environment: ENVIRONMENT,
    role: "provider-and-deployer",
  };
  const emitter = { id, sequence: sequence + 1, prev, clock_source: "ntp" };
  if (type !== "inference") return { ...common, emitter } as object as Art12Event;
  const score = parseInt(digest.slice(0, 4), 16) % 10_000;
  return {
    ...common,
    model: { name: SYSTEM, version: "7", run_id: "4f".repeat(16), artifact_sha256: "9a".repeat(32) },
    config: { digest: "5c".repeat(32), decision_threshold: 0.35 },
    input: {
      algorithm: "hmac-sha256",
      key_id: "inputs-2026",
      canonicalization: "rfc8785",
      scope: "applicant-features",
      digest,
    },
    output: { decision: score > 3500 ? "approve" : "decline", confidence: score / 10_000 },
    oversight:
      number % 50 === 0
        ? { required: true, override: true, reviewer: digest, reason: "income_changed" }
        : { required: false },
    case_ref: { key_id: "cases-2026", digest: sha256(`case ${number}`) },
    emitter,
  } as object as Art12Event;
}

function write(folder: string, time: number, lastTime: number, number: number, text: string): void {
  const stamp = new Date(time).toISOString();
  const day = stamp.slice(0, 10).replaceAll("-", "");
  const clock = stamp.slice(11, 19).replaceAll(":", "");
  const name = `archive_${clock}.0000.${String(number).padStart(8, "0")}.json.gz`;
  const file = join(folder, "art12", `dt=${day}`, `hour=${stamp.slice(11, 13)}`, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, gzipSync(text, { level: 1 }));
  const written = new Date(lastTime + UPLOAD_MS);
  utimesSync(file, written, written);
}

/** A UUID of version 7 in form, made from a digest. */
function uuid(digest: string): string {
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-7${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

if (require.main === module) {
  const [folder, events] = process.argv.slice(2);
  if (folder === undefined || !Number.isInteger(Number(events)))
    throw new Error("usage: tsx bench/archive.ts FOLDER EVENTS");
  console.log(JSON.stringify(makeArchive(folder, Number(events))));
}
