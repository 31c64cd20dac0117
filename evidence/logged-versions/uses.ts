import { rm } from "node:fs/promises";
import { readObject, takeInventory } from "../archive";
import { CLOCKS_DIFFER_MS } from "../chain/standing";
import { windowDays, type Archive, type Period } from "../export";
import { fetched } from "../seal/fetched";

/** A model version as log entries name it. */
export interface LoggedModel {
  readonly system: string;
  readonly name: string;
  readonly version: string;
  readonly runId: string;
  readonly artifactSha256: string;
}

/** How entries of a version stand in time to its being in production. */
export type Timing = "in" | "grace" | "before" | "after" | "never" | "clock-ahead";

/** Entries of one timing. */
export interface Counted {
  readonly events: number;
  /** ISO times of the first and last of them. */
  readonly first: string;
  readonly last: string;
}

/** One version, run and digest that a system's entries of the period name. */
export interface Use extends LoggedModel {
  readonly timings: Readonly<Partial<Record<Timing, Counted>>>;
}

/** What the log of a period names. */
export interface Uses {
  readonly uses: readonly Use[];
  /** Systems of which any entry was found, whether or not it names a version. */
  readonly heard: ReadonlySet<string>;
  /** What could not be read, in words. */
  readonly unread: readonly string[];
}

/** Things of one kind that are named; the others are counted. */
const NAMED = 3;

export interface ReadingUses {
  readonly archive: Archive;
  readonly environment: string;
  readonly period: Period;
  /** Empty folder for what is fetched. */
  readonly work: string;
  /** Asked for every entry that names a version. */
  readonly timingOf: (model: LoggedModel, at: number) => Timing;
  readonly onObject?: (done: number, total: number) => void;
}

/**
 * Reads every version of every object of the period, and one day more on either side, and gathers which model versions its
 * entries name. Memory grows with the versions, not with the entries. Nothing that is found in an object stops it.
 *
 * @throws UserError when the archive cannot be reached
 */
export async function readUses(reading: ReadingUses): Promise<Uses> {
  const { archive, environment, period, work, timingOf } = reading;
  const { versions, findings } = await takeInventory(archive.source, archive.path, windowDays(period));
  const uses = new Map<string, Use & { timings: Partial<Record<Timing, Counted>> }>();
  const heard = new Set<string>();
  const faults = new Map<string, string[]>();
  const fault = (what: string, where: string) => faults.set(what, [...(faults.get(what) ?? []), where]);
  for (const { code, key } of findings)
    if (code === "unknown-key")
      fault("objects have names that no archive writes, and were not read", key ?? "");
  let done = 0;
  for await (const staged of fetched(archive.source, versions, work)) {
    const { key, writtenAt } = staged.version;
    reading.onObject?.(++done, versions.length);
    if ("unreadable" in staged) {
      fault("objects cannot be read", `${key}: ${staged.unreadable}`);
      continue;
    }
    // What is later than the object that holds it was written by a clock that runs ahead.
    const latest = Date.parse(writtenAt) + CLOCKS_DIFFER_MS;
    await readObject(staged.file, staged.version, {
      finding: ({ code, line }) =>
        fault(
          "objects or lines are no evidence as they stand",
          `${code} in ${key}${line === undefined ? "" : `, line ${line}`}`,
        ),
      entry: (entry) => {
        const { time, system, environment: where } = entry.facts;
        if (where !== environment || time < period.from || time >= period.to) return;
        heard.add(system);
        const { event } = entry;
        if (!("model" in event) || event.model === undefined) return;
        const { name, version, run_id: runId, artifact_sha256: artifactSha256 } = event.model;
        const model = { system, name, version, runId, artifactSha256 };
        const at = Date.parse(time);
        count(model, at > latest ? "clock-ahead" : timingOf(model, at), time);
      },
    });
    await rm(staged.file, { force: true });
  }
  return {
    uses: [...uses.values()],
    heard,
    unread: [...faults].map(([what, all]) => {
      const more = all.length - NAMED;
      return `${all.length} ${what}: ${all.slice(0, NAMED).join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
    }),
  };

  function count(model: LoggedModel, timing: Timing, time: string): void {
    const key = JSON.stringify(model);
    const use = uses.get(key) ?? { ...model, timings: {} };
    uses.set(key, use);
    const before = use.timings[timing];
    use.timings[timing] = {
      events: (before?.events ?? 0) + 1,
      first: before === undefined || time < before.first ? time : before.first,
      last: before === undefined || time > before.last ? time : before.last,
    };
  }
}
