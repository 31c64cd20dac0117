import { writeFileSync } from "node:fs";
import path from "node:path";
import { readIndependentCount } from "../../../evidence/completeness";
import type { Art12Event } from "../../../evidence/event";
import { parsePeriod, type ExportRequest, type Manifest } from "../../../evidence/export";
import { verifyBundle } from "../../../evidence/verify";
import { temporaryFolder } from "../../temporary";
import { TestArchive, TestEmitter } from "../archive/corpus";
import { exported } from "../export/bundles";
import { putCheckpoints, ringWith, type Twist } from "./checkpoints";

/** A time of the day, or of a neighbour. */
export const at = (clock: string, day = "24") => `2026-11-${day}T${clock}.000Z`;

/** An emitter that ran for an hour on the day: start, six decisions, a heartbeat, stop. */
export function run(id = "credit-scoring.a1", hour = "08"): Art12Event[] {
  const emitter = new TestEmitter(id);
  return [
    emitter.emit(at(`${hour}:00:00`), "emitter_start"),
    ...["10", "15", "20", "25", "30", "35"].map((minute) => emitter.emit(at(`${hour}:${minute}:00`))),
    emitter.emit(at(`${hour}:40:00`), "emitter_heartbeat"),
    emitter.emit(at(`${hour}:59:00`), "emitter_stop"),
  ];
}

/** The checkpoints that its client would have written: first event, one on the way, stop. */
export const edges = (events: readonly Art12Event[]) => [events[0]!, events[4]!, events.at(-1)!];

/** A file with a count of the day's inferences, or what is changed. */
export function countFile(count: number, change: object = {}): string {
  const file = path.join(temporaryFolder(), "count.json");
  const counts = [{ from: at("00:00:00"), to: at("00:00:00", "25"), count }];
  writeFileSync(file, JSON.stringify({ source: "RequestCount", unit: "inferences", counts, ...change }));
  return file;
}

const PERIOD = parsePeriod("2026-11-24", "2026-11-24");
/** The emitters that the honest log has. */
export const EXPECTED = [{ service: "credit-scoring", at_least: 2 }];
/** A count as the exporter is given it. */
export const given = (file: string) => readIndependentCount(file, PERIOD);

/** What the archive is exported with, if not the ring, two expected emitters and the true count of 12. */
export type With = {
  readonly [Witness in "keyRing" | "expectedEmitters" | "independentCount"]?:
    ExportRequest[Witness] | undefined;
};

interface Outcome {
  readonly out: string;
  readonly completeness: Manifest["completeness"];
  /** Codes of all findings. */
  readonly found: string[];
  /** What the reader works out with his key ring. */
  readonly verified: Awaited<ReturnType<typeof verifyBundle>>;
}

/** Exports, verifies with the key ring, and expects the bundle to be verified and to state what the reader works out. */
export async function examined(archive: TestArchive, change: With = {}): Promise<Outcome> {
  const all = {
    keyRing: ringWith(),
    expectedEmitters: EXPECTED,
    independentCount: await given(countFile(12)),
    ...change,
  };
  const request = Object.fromEntries(Object.entries(all).filter(([, witness]) => witness !== undefined));
  const { out, manifest } = await exported(archive, { request });
  const verified = await verifyBundle(out, { keyRing: all.keyRing });
  expect(verified.checks.filter(({ verdict }) => verdict !== "met")).toEqual([]);
  expect(verified.completeness).toEqual(manifest.completeness);
  return { out, completeness: manifest.completeness, found: Object.keys(manifest.findings), verified };
}

/** Two emitters' honest log of the day. */
export async function honest(
  change: (one: Art12Event[], two: Art12Event[]) => void | Promise<void> = () => undefined,
  twist?: Twist,
): Promise<TestArchive> {
  const [one, two] = [run("credit-scoring.a1"), run("credit-scoring.a2", "10")];
  const archive = new TestArchive();
  await putCheckpoints(archive, [...edges(one), ...edges(two)], twist);
  await change(one, two);
  return archive.putEvents(...one, ...two);
}
