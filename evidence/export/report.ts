import { Eta } from "eta";
import { addDays, type Finding } from "../archive";
import { drawChart, htmlPage, thousands } from "../html";
import { FINDING_KINDS, KEPT_PER_CODE, type FindingCode } from "./findings";
import type { DayCount, Manifest } from "./manifest";
import { KEPT_VERSIONS } from "./queries";
import { daysChart, overridesChart, VOLUMES } from "./report-charts";
import { reportDays, sumBy } from "./report-days";
import { DRAWN_VERSIONS, versionsChart } from "./report-versions";
import type { Overrides, VersionUse } from "./usage";

/** What the texts for people are made from. */
export interface ReportData {
  /** The manifest but for the list of files, of which the report is one. */
  readonly manifest: Omit<Manifest, "files">;
  readonly days: readonly DayCount[];
  /** Numbers missing in gaps, by the UTC day that a gap begins on. */
  readonly missingByDay: ReadonlyMap<string, number>;
  readonly findings: readonly Finding<FindingCode>[];
  readonly versions: readonly VersionUse[];
  readonly overrides: readonly Overrides[];
}

/** Findings of one kind that the report shows at once, and behind a click; all kept ones are in `findings.json`. */
const SHOWN_PER_CODE = 10;
const FOLDED_PER_CODE = 40;

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

/** The report's parts in order: ids of its headings, and what the list of contents calls them. */
const PARTS = [
  { id: "in-short", title: "In short" },
  { id: "completeness", title: "Completeness" },
  { id: "seals", title: "Seals" },
  { id: "days", title: "Events per day" },
  { id: "versions", title: "Versions" },
  { id: "overrides", title: "Overrides" },
  { id: "findings", title: "Findings" },
  { id: "read", title: "What was read" },
  { id: "verify", title: "How to verify" },
] as const;

const templates = new Eta({ views: __dirname, autoEscape: true, autoTrim: false });
const plainTexts = new Eta({ views: __dirname, autoEscape: false, autoTrim: false });

/** `report.html`: one page that needs no network and runs no script. All data is escaped by the template engine. */
export async function renderReport(data: ReportData): Promise<string> {
  const { manifest } = data;
  const days = reportDays(data.days, data.missingByDay, data.overrides);
  const overridden = sumBy(data.overrides, () => "all").get("all") ?? 0;
  const groups = (Object.keys(manifest.findings) as FindingCode[]).map((code) => {
    const kept = data.findings.filter((finding) => finding.code === code);
    return {
      code,
      ...FINDING_KINDS[code],
      total: manifest.findings[code] ?? 0,
      shown: kept.slice(0, SHOWN_PER_CODE),
      folded: kept.slice(SHOWN_PER_CODE, SHOWN_PER_CODE + FOLDED_PER_CODE),
    };
  });
  const names = days.map(({ day }) => day);
  const body = templates.render("./report", {
    ...data,
    days,
    overridden,
    groups,
    charts: {
      days: await drawChart(daysChart(days)),
      versions: data.versions.length > 0 && (await drawChart(versionsChart(names, data.versions))),
      overrides: overridden > 0 && (await drawChart(overridesChart(days))),
    },
    reasons: [...sumBy(data.overrides, ({ reason }) => reason)],
    volumes: VOLUMES,
    claims: CLAIMS.map(({ part, title }) => ({ title, claim: manifest.completeness[part] })),
    sealed: SEALED.map(({ part, ...row }) => ({ ...row, total: manifest.sealed.versions[part] })),
    period: periodInWords(manifest.request.period),
    place,
    number: thousands,
    KEPT_PER_CODE,
    KEPT_VERSIONS,
    DRAWN_VERSIONS,
  });
  return htmlPage({
    title: "Art 12 log export",
    subject: [manifest.request.system, manifest.request.environment],
    about:
      "Events of one AI system, recorded automatically (Regulation (EU) 2024/1689, Art 12), with what is known about their integrity and completeness.",
    contents: PARTS,
    body,
    footer: `Made ${manifest.created_at} by ${manifest.tool.name} ${manifest.tool.version}. All times are UTC.`,
  });
}

/** `VERIFY.md`: how to check the bundle with tools that every Unix has. */
export function renderVerifyText(fingerprint: string): string {
  return plainTexts.render("./verify", { fingerprint });
}

/** Whole days as days, as people ask for them; anything else to the millisecond. */
function periodInWords({ from, to }: Manifest["request"]["period"]): string {
  const midnight = "T00:00:00.000Z";
  if (!from.endsWith(midnight) || !to.endsWith(midnight)) return `${from} up to, not including, ${to}`;
  const [first, last] = [from.slice(0, 10), addDays(to.slice(0, 10), -1)];
  return first === last ? `${first}, the whole UTC day` : `${first} to ${last}, whole UTC days`;
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
