import { Eta } from "eta";
import type { Finding } from "../archive";
import { FINDING_KINDS, KEPT_PER_CODE, type FindingCode } from "./findings";
import type { DayCount, Manifest } from "./manifest";
import { KEPT_VERSIONS } from "./queries";
import type { Overrides, VersionUse } from "./usage";

/** What the texts for people are made from. */
export interface ReportData {
  /** The manifest but for the list of files, of which the report is one. */
  readonly manifest: Omit<Manifest, "files">;
  readonly days: readonly DayCount[];
  readonly findings: readonly Finding<FindingCode>[];
  readonly versions: readonly VersionUse[];
  readonly overrides: readonly Overrides[];
}

/** Findings of one kind that the report shows; all kept ones are in `findings.json`. */
const SHOWN_PER_CODE = 50;

/** Parts of the statement about completeness, in the report's order and words. */
const CLAIMS = [
  { part: "sequences", title: "Level 1: numbers and chains" },
  { part: "checkpoints", title: "Level 2: checkpoints of emitters" },
  { part: "independent_count", title: "Level 3: independent count" },
  { part: "emitters", title: "Expected emitters" },
  { part: "clocks", title: "Clocks" },
] as const;

/** What seals say of object versions, in the report's order and words. */
const SEALED = [
  { part: "equal", title: "Byte for byte as sealed", bad: undefined },
  { part: "differ", title: "Not what was sealed", bad: "no" },
  { part: "gone", title: "Sealed, and gone", bad: "no" },
  { part: "not_sealed", title: "In no seal, although seals were made since", bad: "no" },
  { part: "contradicted", title: "Sealed with two digests", bad: "no" },
  { part: "not_yet", title: "Younger than the last seal", bad: "unknown" },
  { part: "unread", title: "Could not be read, now or when sealed", bad: "unknown" },
  { part: "not_compared", title: "Not compared", bad: "unknown" },
] as const;

const templates = new Eta({ views: __dirname, autoEscape: true, autoTrim: false });
const plainTexts = new Eta({ views: __dirname, autoEscape: false, autoTrim: false });

/** `report.html`: one page that needs no network and runs no script. All data is escaped by the template engine. */
export function renderReport(data: ReportData): string {
  const groups = (Object.keys(data.manifest.findings) as FindingCode[]).map((code) => ({
    code,
    ...FINDING_KINDS[code],
    total: data.manifest.findings[code] ?? 0,
    shown: data.findings.filter((finding) => finding.code === code).slice(0, SHOWN_PER_CODE),
  }));
  const chart = barChart(data.days);
  return templates.render("./report", {
    ...data,
    groups,
    chart,
    claims: CLAIMS.map(({ part, title }) => ({ title, claim: data.manifest.completeness[part] })),
    sealed: SEALED.map(({ part, ...row }) => ({ ...row, total: data.manifest.sealed.versions[part] })),
    place,
    number,
    KEPT_PER_CODE,
    KEPT_VERSIONS,
  });
}

/** `VERIFY.md`: how to check the bundle with tools that every Unix has. */
export function renderVerifyText(fingerprint: string): string {
  return plainTexts.render("./verify", { fingerprint });
}

/** Where a finding was made, in one line. */
function place({ key, version_id, line, emitter, sequence, event_id }: Finding): string {
  const parts = [
    key,
    version_id && `version ${version_id}`,
    line && `line ${line}`,
    emitter && `emitter ${emitter}`,
    sequence && `number ${sequence}`,
    event_id && `event ${event_id}`,
  ];
  return parts.filter(Boolean).join(", ");
}

/** Thousands apart by a thin space, the same on every machine. */
function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

interface Chart {
  readonly width: number;
  readonly height: number;
  readonly highest: number;
  readonly bars: readonly {
    x: number;
    y: number;
    width: number;
    height: number;
    title: string;
    empty: boolean;
  }[];
}

function barChart(days: readonly DayCount[]): Chart {
  const [width, height] = [900, 120];
  const highest = days.reduce((most, { events }) => Math.max(most, events), 0);
  const step = width / Math.max(days.length, 1);
  const bars = days.map(({ day, events }, index) => {
    const tall = events === 0 ? 2 : Math.max(2, (events / highest) * height);
    const title = `${day}: ${events} event(s)`;
    return {
      x: round(index * step),
      y: round(height - tall),
      width: round(step * 0.85),
      height: round(tall),
      title,
      empty: events === 0,
    };
  });
  return { width, height, highest, bars };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
