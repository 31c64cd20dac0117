import { readFile } from "node:fs/promises";
import path from "node:path";
import { v7 as uuidv7 } from "uuid";
import type { Art12Event } from "../event";
import { logLine, type LogLine } from "../log-line";
import { purposesOf } from "../validate";
import { batchesIn, lineOfEntry } from "./batch";
import { SpooledChain } from "./chain";
import type { TellSpoolFault } from "./faults";
import { segmentsIn, type Segment } from "./segments";
import { StateFile, type ChainState, type Point } from "./state-file";

/** The chain of a process that has ended, as it was found. */
export interface LeftChain {
  readonly chain: SpooledChain;
  /** What ends it, where its process did not: to be appended. */
  readonly stop: LogLine | undefined;
}

/**
 * Opens what an earlier process left. A last write that was cut off is passed over: its calls were not answered. Nothing
 * is returned where nothing was recorded.
 */
export async function openLeftChain(
  folder: string,
  segmentBytes: number,
  tell: TellSpoolFault,
): Promise<LeftChain | undefined> {
  const segments = await segmentsIn(folder);
  const last = await lastLine(segments, tell);
  const file = path.join(folder, "state");
  const stateFile = await StateFile.open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return StateFile.create(file);
    throw error;
  });
  if (last === undefined) {
    const { dropped } = stateFile.state;
    if (dropped > 0) tell("events-dropped", `${dropped} by an earlier process that could write none`);
    await stateFile.close();
    return undefined;
  }
  const chain = new SpooledChain(folder, segments, stateFile, segmentBytes, tell);
  return { chain, stop: stopAfter(last, stateFile.state) };
}

/** Finds the last line of the last whole batch, and cuts the segment's readable bytes behind it. */
async function lastLine(segments: Segment[], tell: TellSpoolFault): Promise<LogLine | undefined> {
  for (let segment = segments.at(-1); segment !== undefined; segment = segments.at(-1)) {
    const bytes = await readFile(segment.file);
    let whole: { readonly text: string; readonly end: number } | undefined;
    for (const batch of batchesIn(bytes)) {
      const { entry, end } = batch.at(-1)!;
      // Of the very last write any part may be missing; an earlier one that is damaged was answered once.
      if (entry !== undefined && batch.every((line) => line.entry)) whole = { text: entry.text, end };
    }
    const torn = segment.bytes - (whole?.end ?? 0);
    if (torn > 0) tell("torn-end", `${torn} byte(s) of ${path.basename(segment.file)}`);
    segment.bytes = whole?.end ?? 0;
    if (whole !== undefined) return lineOfEntry(whole.text);
    segments.pop();
  }
  return undefined;
}

/**
 * The stop that ends a chain whose process wrote none. It bears the time of the last event: nothing was recorded after
 * that. Its number follows the highest that was ever given, dropped events included.
 */
function stopAfter({ art12 }: LogLine, { droppedHead, dropped, delivered }: ChainState): LogLine | undefined {
  const { event: last, entry_sha256: sha256 } = art12;
  if (last.type === "emitter_stop") return undefined;
  const written: Point = { sequence: last.emitter.sequence, sha256 };
  const head = [written, droppedHead, delivered].reduce((a, b) => (b.sequence > a.sequence ? b : a));
  const stop: Art12Event = {
    schema_version: last.schema_version,
    event_id: uuidv7({ msecs: Date.parse(last.time) }),
    type: "emitter_stop",
    purposes: purposesOf("emitter_stop"),
    time: last.time,
    system: last.system,
    environment: last.environment,
    role: last.role,
    emitter: { ...last.emitter, sequence: head.sequence + 1, prev: head.sha256 },
    closed_by: "successor",
    ...(dropped > 0 && { dropped }),
  };
  return logLine(stop);
}
