import { buffer } from "node:stream/consumers";
import { archiveReadFailed } from "../../../errors";
import {
  readAhead,
  UnreadableObject,
  type ArchiveSource,
  type ObjectVersion,
} from "../../../evidence/archive";
import type { Call } from "./call";
import { readRecord } from "./cloudtrail-record";
import { coverageOf, DUE_AFTER_MS, type RegionCoverage, type Stretch } from "./coverage";
import { readDigest, type Digest } from "./digest-files";
import { firstVersions } from "./first-versions";
import { readGzipJson, type GzipJson } from "./gzip-json";
import { deliveredAt, deliveryDays, filesPrefix } from "./log-layout";
import type { TrailFinding } from "./trail-findings";

/** Which files of which trail. */
export interface TrailPlace {
  /** What a report says was read. */
  readonly name: string;
  readonly source: ArchiveSource;
  /** Account whose calls are read. */
  readonly account: string;
  readonly regions: readonly string[];
  /** Whether CloudTrail writes digest files here: an emulated AWS does not. */
  readonly digestsExpected: boolean;
}

/** What reading came to. */
export interface TrailReport {
  /** What was read, in words. */
  readonly source: string;
  readonly period: Stretch;
  readonly files: number;
  /** Records of the period, reads and repeated ones included. */
  readonly records: number;
  readonly coverage: readonly RegionCoverage[];
  readonly findings: readonly TrailFinding[];
}

/** CloudTrail keeps its files far below. */
const LIMIT_BYTES = 256 * 2 ** 20;
/** Files fetched, and held, at a time. */
const AHEAD = 4;

interface FileRead {
  readonly version: ObjectVersion;
  readonly content: GzipJson | { readonly is: "unreadable"; readonly reason: string };
}

/**
 * Hands on every call of a period that changes something, or tried to, in no particular order; a file after the other,
 * so that memory stays flat. What is wrong with a file becomes a finding and never stops the reading.
 *
 * @throws UserError when the trail's bucket or folder cannot be read at all
 */
export async function readTrail(
  place: TrailPlace,
  period: Stretch,
  onCall: (call: Call) => void,
  { now = new Date(), onFile = () => undefined }: ReadOptions = {},
): Promise<TrailReport> {
  const reader = new TrailReader(place, period, onCall, onFile);
  const coverage: RegionCoverage[] = [];
  for (const region of place.regions) coverage.push(await reader.region(region, now));
  return reader.report(coverage);
}

/** What else to heed while reading. */
export interface ReadOptions {
  /** @default the system's clock */
  readonly now?: Date;
  /** Called after each file, with how many were read so far. */
  readonly onFile?: (files: number) => void;
}

class TrailReader {
  private readonly findings: TrailFinding[] = [];
  private files = 0;
  private records = 0;

  constructor(
    private readonly place: TrailPlace,
    private readonly period: Stretch,
    private readonly onCall: (call: Call) => void,
    private readonly onFile: (files: number) => void,
  ) {}

  async region(region: string, now: Date): Promise<RegionCoverage> {
    const digests = await this.digests(region);
    const listed = new Map(digests.flatMap(({ logFiles }) => [...logFiles]));
    const delivered: string[] = [];
    for await (const { version, content } of this.filesOf("CloudTrail", region)) {
      const { key } = version;
      const at = deliveredAt(key);
      if (at === undefined) {
        this.find("log-unknown-name", key, "not <account>_CloudTrail_<region>_<time>_<id>.json.gz");
        continue;
      }
      delivered.push(at);
      if (content.is === "json") this.compare(key, at, content.sha256, digests, listed);
      listed.delete(key);
      this.take(key, content);
    }
    for (const key of listed.keys())
      if (this.isOurs(key)) this.find("log-missing", key, "a digest file names it");
    const coverage = coverageOf({ region, logFiles: delivered, digests }, this.period, now);
    if (this.place.digestsExpected) this.findUncovered(coverage);
    return coverage;
  }

  report(coverage: readonly RegionCoverage[]): TrailReport {
    const seen = coverage.some(({ logFiles, digestFiles }) => logFiles + digestFiles > 0);
    if (!seen && !this.findings.some(({ code }) => code === "no-log-seen")) {
      const regions = this.place.regions.join(", ");
      this.find("no-log-seen", regions, `not one file from ${this.period.from} to ${this.period.to}`);
    }
    return {
      source: this.place.name,
      period: this.period,
      files: this.files,
      records: this.records,
      coverage,
      findings: this.findings,
    };
  }

  private async digests(region: string): Promise<readonly Digest[]> {
    const digests: Digest[] = [];
    for await (const { version, content } of this.filesOf("CloudTrail-Digest", region)) {
      const digest = content.is === "json" ? readDigest(content.value) : reasonOf(content);
      if (typeof digest === "string") this.find("digest-damaged", version.key, digest);
      else digests.push(digest);
    }
    return digests;
  }

  private async *filesOf(kind: "CloudTrail" | "CloudTrail-Digest", region: string): AsyncIterable<FileRead> {
    const { source, account } = this.place;
    for (const day of deliveryDays(this.period)) {
      const versions = await firstVersions(source, filesPrefix(kind, account, region, day), (finding) =>
        this.findings.push(finding),
      );
      const wanted = versions.filter(({ key }) => this.mayHold(deliveredAt(key)));
      for await (const file of readAhead(wanted, AHEAD, (version) => this.read(version))) {
        this.files++;
        this.onFile(this.files);
        yield file;
      }
    }
  }

  /** Files delivered before the period hold nothing of it; late ones may. */
  private mayHold(delivered: string | undefined): boolean {
    return delivered === undefined || delivered >= minuteOf(this.period.from);
  }

  private async read(version: ObjectVersion): Promise<FileRead> {
    if (version.bytes > LIMIT_BYTES) return { version, content: { is: "too-large" } };
    try {
      return { version, content: await readGzipJson(await this.bytes(version), LIMIT_BYTES) };
    } catch (error) {
      if (!(error instanceof UnreadableObject)) throw error;
      return { version, content: { is: "unreadable", reason: error.reason } };
    }
  }

  private async bytes(version: ObjectVersion): Promise<Buffer> {
    const { source, name } = this.place;
    const stream = await source.open(version);
    return buffer(stream).catch((error: unknown) => {
      throw archiveReadFailed(name, version.key, error instanceof Error ? error.message : String(error));
    });
  }

  private take(key: string, content: FileRead["content"]): void {
    if (content.is === "unreadable") return this.find("log-unreadable", key, content.reason);
    if (content.is === "too-large") return this.find("log-too-large", key, `more than ${LIMIT_BYTES} bytes`);
    if (content.is === "damaged") return this.find("log-damaged", key, content.reason);
    const { Records: records } = (content.value ?? {}) as { Records?: unknown };
    if (!Array.isArray(records)) return this.find("log-damaged", key, "it has no list of records");
    // A damaged file may hold thousands of bad records: one finding tells of them all.
    const malformed: string[] = [];
    for (const [index, value] of (records as readonly unknown[]).entries()) {
      const read = readRecord(value);
      if (read.is === "malformed") malformed.push(`number ${index + 1}: ${read.reason}`);
      else this.hand(read);
    }
    if (malformed.length > 0)
      this.find("record-malformed", key, `${malformed.length} of ${records.length}; ${malformed[0]}`);
  }

  private hand(read: { is: "call"; call: Call } | { is: "read"; at: string }): void {
    const at = read.is === "call" ? read.call.at : read.at;
    if (at < secondOf(this.period.from) || at >= this.period.to) return;
    this.records++;
    if (read.is === "call") this.onCall(read.call);
  }

  private compare(
    key: string,
    delivered: string,
    sha256: string,
    digests: readonly Digest[],
    listed: ReadonlyMap<string, string>,
  ): void {
    const told = listed.get(key);
    if (told !== undefined) {
      if (told !== sha256) this.find("log-altered", key, `SHA-256 ${sha256}, its digest file says ${told}`);
      return;
    }
    // The name tells the minute alone: what was delivered at the edge of an hour may be the next digest's.
    const minute = { from: delivered, to: new Date(Date.parse(delivered) + 60_000).toISOString() };
    const spoken = digests.some(({ from, to }) => from <= minute.from && minute.to <= to);
    if (spoken) this.find("log-unlisted", key, "the digest file of that hour does not name it");
  }

  /** A digest file of the period's edge names files that lie outside of it. */
  private isOurs(key: string): boolean {
    const at = deliveredAt(key);
    const last = new Date(Date.parse(this.period.to) + DUE_AFTER_MS).toISOString();
    return at !== undefined && this.mayHold(at) && at < last;
  }

  private findUncovered({ region, noLogSeen, noDigest }: RegionCoverage): void {
    for (const { from, to } of noLogSeen) this.find("no-log-seen", region, `${from} to ${to}`);
    for (const { from, to } of noDigest) this.find("digest-missing", region, `${from} to ${to}`);
  }

  private find(code: TrailFinding["code"], where: string, reason: string): void {
    this.findings.push({ code, where, reason });
  }
}

function reasonOf(content: Exclude<FileRead["content"], { is: "json" }>): string {
  return content.is === "too-large" ? `more than ${LIMIT_BYTES} bytes` : content.reason;
}

const minuteOf = (time: string): string => `${time.slice(0, "YYYY-MM-DDTHH:MM".length)}:00.000Z`;
/** CloudTrail cuts fractions of a second off. */
const secondOf = (time: string): string => `${time.slice(0, "YYYY-MM-DDTHH:MM:SS".length)}.000Z`;
