import { readFile, writeFile } from "node:fs/promises";
import {
  CheckpointIndex,
  compareWithObjects,
  CompletenessWatch,
  readCheckpoints,
  type ClockTotals,
} from "../completeness";
import { keyRingDocument } from "../records/key-ring";
import type { BundleFolder } from "./bundle-folder";
import type { ObjectRead } from "./collect";
import type { Archive, ExportRequest } from "./export";
import type { FindingLog } from "./findings";
import { writeJson } from "./json-file";
import { LinesFile } from "./lines-file";
import { CHECKPOINTS_FILE, COUNT_FILE, KEY_RING_FILE } from "./manifest";
import { latePathEvents, objectTimes, type RunQuery } from "./object-times";
import { windowDays } from "./period";

/**
 * Reads what else is known about the events, writes it into the bundle as it was found, and returns what the events are
 * to be compared with.
 */
export async function gatherWitnesses(
  request: ExportRequest,
  { source }: Archive,
  createdAt: Date,
  findings: FindingLog,
  folder: BundleFolder,
): Promise<CompletenessWatch> {
  const { system, period, keyRing, expectedEmitters: expected, independentCount } = request;
  const report = (finding: Parameters<FindingLog["add"]>[0]) => findings.add(finding);
  const checkpoints = new CheckpointIndex(request, keyRing, report);
  const file = new LinesFile(folder.file(CHECKPOINTS_FILE));
  for await (const stored of readCheckpoints(source, system, windowDays(period), report)) {
    await file.add(JSON.stringify(stored));
    checkpoints.add(stored);
  }
  await file.close();
  if (keyRing !== undefined) await writeJson(folder.file(KEY_RING_FILE), keyRingDocument(keyRing));
  if (independentCount !== undefined) await writeFile(folder.file(COUNT_FILE), independentCount.bytes);
  const witnesses = { checkpoints, expected, count: independentCount?.said };
  return new CompletenessWatch(period, createdAt.toISOString(), witnesses, report);
}

/** Compares the times of the bundle's events with those of the objects they were read from. */
export async function compareClocks(
  query: RunQuery,
  findings: FindingLog,
  folder: BundleFolder,
): Promise<Omit<ClockTotals, "backwards">> {
  const objects = JSON.parse(await readFile(folder.file("objects.json"), "utf8")) as ObjectRead[];
  const times = await objectTimes(query, "events", objects);
  return {
    ...compareWithObjects(times, (finding) => findings.add(finding)),
    latePath: await latePathEvents(query, "events"),
  };
}
