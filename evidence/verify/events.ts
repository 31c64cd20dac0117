import { createReadStream } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { gunzip, LineSplitter, type Line } from "../archive";
import { emitterReportIn, readEntry, type EntryFacts } from "../event";
import {
  dayCounts,
  FindingLog,
  type ChainRow,
  type ChainTotals,
  type Manifest,
  type RowWatch,
} from "../export";
import { ChainRecheck, comparePlaces } from "./chain-recheck";
import type { CheckList } from "./check";
import type { Contents } from "./contents";
import type { BundleReader } from "./folder";
import { RowDigests } from "./row-digests";
import type { OnProgress } from "./verify";

const FILE = "events.ndjson.gz";

/** What reading the events again came to. */
export interface EventsSeen {
  readonly totals: ChainTotals;
  /** Findings that the events themselves give: those of the chains. */
  readonly findings: FindingLog;
  readonly rows: RowDigests;
}

/** Reads every event of the bundle in flat memory, and checks it, its order, its chain and the counts. */
export async function checkEvents(
  bundle: BundleReader,
  manifest: Manifest,
  contents: Contents,
  watch: RowWatch,
  checks: CheckList,
  onProgress: OnProgress,
): Promise<EventsSeen> {
  const reader = new EventReader(manifest, contents, watch, checks);
  const splitter = new LineSplitter((line) => reader.take(line));
  const end = await gunzip(
    () => createReadStream(bundle.path(FILE)),
    (bytes) => {
      splitter.push(bytes);
      onProgress(`reading events: ${splitter.lines} of ${manifest.counts.events}`);
      // A line or a file without end, however small when packed, is not read to its end.
      return !splitter.overlong && splitter.lines <= manifest.counts.events && !checks.full("events");
    },
  );
  if (end === "whole") splitter.finish();
  // An export without events is one empty gzip member.
  if (end !== "whole")
    checks.fail("events", `reading ended after line ${splitter.lines}: ${END_WORDS[end]}`, FILE);
  return reader.finish();
}

const END_WORDS = {
  stopped: "there is more than the manifest says, or too much is wrong",
  empty: "the file is empty",
  "not-gzip": "the file is not gzip",
  truncated: "the gzip data is cut",
  corrupt: "the gzip data is damaged",
  "trailing-garbage": "foreign bytes follow the gzip data",
} as const;

class EventReader {
  readonly #findings = new FindingLog();
  readonly #rows = new RowDigests();
  readonly #chain: ChainRecheck;
  readonly #byDayAndType = new Map<string, number>();
  #before: ChainRow | undefined;
  #events = 0;

  constructor(
    private readonly manifest: Manifest,
    private readonly contents: Contents,
    watch: RowWatch,
    private readonly checks: CheckList,
  ) {
    this.#chain = new ChainRecheck(contents.chain, manifest.request.period, this.#findings, checks, watch);
  }

  take(line: Line): void {
    this.#events += 1;
    if ("fault" in line) {
      this.#fail(line.number, line.fault === "too-long" ? "is too long" : "is not UTF-8");
      return;
    }
    const reading = readEntry(line.text);
    if (!reading.ok)
      this.#fail(line.number, `is no event: ${reading.reason}${reading.field ? ` at ${reading.field}` : ""}`);
    else this.#takeEvent(line.number, reading.facts, reading.entrySha256, line.text);
  }

  finish(): EventsSeen {
    this.#chain.finish();
    this.#checkCounts();
    return { totals: this.#chain.totals, findings: this.#findings, rows: this.#rows };
  }

  #takeEvent(number: number, facts: EntryFacts, sha256: string, entry: string): void {
    const { request } = this.manifest;
    const { from, to } = request.period;
    const { system, environment, emitter, sequence, prev, time, type } = facts;
    if (system !== request.system) this.#fail(number, "is of another system");
    if (environment !== request.environment) this.#fail(number, "is of another environment");
    if (time < from || time >= to) this.#fail(number, `is outside the period: ${time}`);
    const said = emitterReportIn(type, entry);
    const row = { emitter, sequence, prev, sha256, time, type, inPeriod: true, ...said };
    if (this.#before !== undefined && !isAfter(this.#before, row)) {
      this.#fail(number, "is out of order, or there twice");
      return;
    }
    this.#before = row;
    this.#chain.take(row);
    this.#rows.add(sha256);
    const key = `${time.slice(0, 10)} ${type}`;
    this.#byDayAndType.set(key, (this.#byDayAndType.get(key) ?? 0) + 1);
  }

  #checkCounts(): void {
    const { counts, request } = this.manifest;
    const counted = [...this.#byDayAndType].map(([key, events]) => {
      const [day = "", type = ""] = key.split(" ");
      return [day, type, events] as const;
    });
    const days = dayCounts(request.period, counted);
    const { totals } = this.#chain;
    const seen = {
      events: this.#events,
      emitters: totals.emitters,
      missing_in_gaps: totals.missing,
      empty_days: days.filter(({ events }) => events === 0).length,
    };
    for (const [name, value] of Object.entries(seen)) {
      const said = counts[name as keyof typeof seen];
      if (said !== value)
        this.checks.fail("counts", `${name} is ${said}, counted are ${value}`, "manifest.json");
    }
    days.forEach((day, index) => {
      const said = this.contents.counts[index];
      if (isDeepStrictEqual(said, day)) return;
      this.checks.fail(
        "counts",
        `${day.day} has ${said?.events ?? "no"} event(s) there, counted are ${day.events}`,
        "counts.json",
      );
    });
    if (this.contents.counts.length > days.length)
      this.checks.fail("counts", "it has days outside the period", "counts.json");
  }

  #fail(line: number, reason: string): void {
    this.checks.fail("events", `line ${line} ${reason}`, FILE);
  }
}

function isAfter(before: ChainRow, row: ChainRow): boolean {
  return before.emitter === row.emitter ? comparePlaces(before, row) < 0 : before.emitter < row.emitter;
}
