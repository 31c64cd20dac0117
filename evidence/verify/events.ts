import { createReadStream } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { gunzip, LineSplitter, type Line } from "../archive";
import { readLogEntry, sha256Hex, type ReadEntry } from "../event";
import { dayCounts, FindingLog, type ChainRow, type ChainTotals, type Manifest } from "../export";
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
  checks: CheckList,
  onProgress: OnProgress,
): Promise<EventsSeen> {
  const reader = new EventReader(manifest, contents, checks);
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
    private readonly checks: CheckList,
  ) {
    this.#chain = new ChainRecheck(contents.chain, manifest.request.period, this.#findings, checks);
  }

  take(line: Line): void {
    this.#events += 1;
    if ("fault" in line) {
      this.#fail(line.number, line.fault === "too-long" ? "is too long" : "is not UTF-8");
      return;
    }
    // The one reader of entries; without the readable copy beside it, which a bundle does not have.
    const reading = readLogEntry({ art12: { entry: line.text, entry_sha256: sha256Hex(line.text) } });
    if (!reading.ok && reading.reason !== "view-altered") {
      this.#fail(line.number, `is no event: ${reading.reason}${reading.field ? ` at ${reading.field}` : ""}`);
      return;
    }
    this.#takeEvent(line.number, reading);
  }

  finish(): EventsSeen {
    this.#chain.finish();
    this.#checkCounts();
    return { totals: this.#chain.totals, findings: this.#findings, rows: this.#rows };
  }

  #takeEvent(number: number, { event, entry, entrySha256 }: ReadEntry): void {
    const { request } = this.manifest;
    const { from, to } = request.period;
    if (event.system.id !== request.system) this.#fail(number, "is of another system");
    if (event.environment !== request.environment) this.#fail(number, "is of another environment");
    if (event.time < from || event.time >= to) this.#fail(number, `is outside the period: ${event.time}`);
    const { id: emitter, sequence, prev } = event.emitter;
    const row = {
      emitter,
      sequence,
      prev,
      sha256: entrySha256,
      time: event.time,
      type: event.type,
      inPeriod: true,
    };
    if (this.#before !== undefined && !isAfter(this.#before, row)) {
      this.#fail(number, "is out of order, or there twice");
      return;
    }
    this.#before = row;
    this.#chain.take(row);
    this.#rows.add(entry);
    const key = `${event.time.slice(0, 10)} ${event.type}`;
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
