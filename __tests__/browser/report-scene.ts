import path from "node:path";
import type { Art12Event } from "../../evidence/event";
import { archivedLine, objectKey, packed, TestArchive, TestEmitter } from "../evidence/archive/corpus";
import { exported } from "../evidence/export/bundles";

const DAYS = 400;
const FIRST = Date.parse("2025-10-01T00:00:00Z");
const REASONS = ["income_verified", "data_error", "policy_exception"];
const DIGEST = "ab".repeat(32);

/** The day so many days after the first. */
const dayOf = (index: number): string => new Date(FIRST + index * 86_400_000).toISOString().slice(0, 10);

/**
 * `report.html` of a bundle with 400 days and more than 10,000 events: quiet days, weekends, lost events, overrides, errors,
 * a change of settings and three versions of the model. It is exported as every other bundle is.
 *
 * @param perDay inferences of a working day
 * @returns the file
 */
export async function bigReport(perDay = 30): Promise<string> {
  const archive = new TestArchive();
  const emitter = new TestEmitter();
  for (let index = 0; index < DAYS; index += 1) {
    if (index % 97 === 40) continue;
    if (index % 150 === 100) emitter.lose(`${dayOf(index)}T00:00:30.000Z`);
    const events = eventsOf(emitter, index, perDay);
    const bytes = packed(...events.map((event) => archivedLine(event)));
    archive.put(objectKey(events[0]!.time), bytes, undefined, dayOf(index + 1));
  }
  const [from, to] = [dayOf(0), dayOf(DAYS - 1)];
  const { out } = await exported(archive, { from, to, reference: "BNetzA 2026-17/AI" });
  return path.join(out, "report.html");
}

/** `report.html` of a period in which nothing was logged. */
export async function emptyReport(): Promise<string> {
  const { out } = await exported(new TestArchive(), { from: "2026-11-01", to: "2026-11-14" });
  return path.join(out, "report.html");
}

/** `report.html` with names that want to be markup, turn the direction of text, or never end. */
export async function hostileReport(): Promise<string> {
  const archive = new TestArchive();
  const evil = `"><img src=x onerror=alert(1)><script>alert(1)</script>' \u202Elive \u0645\u0631\u062D\u0628\u0627`;
  archive.putEvents(new TestEmitter().emit("2026-11-24T10:00:00.000Z"));
  archive.put(`art12/dt=20261124/hour=08/${evil.replaceAll("/", "_")}${"x".repeat(120)}`, Buffer.from("x"));
  const { out } = await exported(archive, { reference: `${evil} ${"9".repeat(300)}` });
  return path.join(out, "report.html");
}

function eventsOf(emitter: TestEmitter, index: number, perDay: number): Art12Event[] {
  const day = dayOf(index);
  const weekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
  const many = Math.round((weekend ? 0.4 : 1) * perDay * (0.85 + 0.3 * Math.abs(Math.sin(index))));
  const at = (second: number) => new Date(Date.parse(`${day}T06:00:00Z`) + second * 1_000).toISOString();
  const version = index < 150 ? "3" : index < 290 ? "4" : "5";
  return [
    ...(index === 0 || index % 97 === 41 ? [emitter.emit(at(0), "emitter_start")] : []),
    ...Array.from({ length: many }, (_, place) =>
      emitter.emit(at(60 * place + 1), "inference", {
        ...versionNamed(version),
        ...(index % 5 === 2 && place <= index % 4 && { oversight: overridden(index) }),
      }),
    ),
    ...(index % 41 === 5 ? [emitter.emit(at(40_000), "error", { error: "model_unavailable" })] : []),
  ];
}

const overridden = (index: number) => ({
  required: true,
  override: true,
  reviewer: "cd".repeat(32),
  reason: REASONS[index % REASONS.length],
});

const versionNamed = (version: string) => ({
  model: { name: "credit-model", version, run_id: "0".repeat(32), artifact_sha256: DIGEST },
});
