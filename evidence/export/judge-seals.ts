import { classifyKey } from "../archive";
import { mayWrite, type KeyRing } from "../records";
import { EMITTER_ROLE } from "../records/roles";
import {
  inspectChain,
  inspectSeals,
  readSealLines,
  SealedDays,
  type InspectedSeal,
  type ObjectSeen,
  type SealFinding,
  type SealFindingCode,
} from "../seal";

/** What was read, and where it lies in the archive. */
export interface ReadOfArchive {
  /** Path of the archive in its bucket. */
  readonly path: string;
  /** UTC days that were listed. */
  readonly days: readonly string[];
  /** Every object version of these days; entries of `objects.json`. */
  readonly objects: readonly ObjectSeen[];
}

/** What seals are judged with. */
export interface SealMeans {
  /** Without one, or without a key in it that may sign seals, none can be relied on. */
  readonly ring: KeyRing | undefined;
  /** PEM file with the certificates of the time-stamp authorities. */
  readonly timestampCa: string | undefined;
  /** The moment as of which time stamps must be good. */
  readonly now: Date;
}

/** What the seals in a file amount to. */
export interface SealsJudged {
  readonly found: number;
  /** Numbers of the first and the last one. */
  readonly range: readonly [number, number] | undefined;
  /** Without a key that may sign seals nothing below was looked at. */
  readonly judged: boolean;
  readonly certificatesGiven: boolean;
  /** Seals with a time stamp that was checked, and the times of the earliest and the latest. */
  readonly timeStamped: number;
  readonly stampedAt: readonly [string, string] | undefined;
  /** Object versions that are, byte for byte, what was sealed. */
  readonly equal: number;
  readonly findings: readonly SealFinding[];
}

/** What was wrong in a seal's own view when it was made is told by the comparison, as it is now. */
const TOLD_BY_COMPARISON: readonly SealFindingCode[] = ["sealed-unread"];

/**
 * Judges the seals of a `seals.ndjson`, one in memory at a time, and compares with them what was read. Nothing but the
 * file is looked at, so that whoever has the bundle comes to the same.
 *
 * @throws UserError for a line that holds no seal, or when openssl is needed and missing
 */
export async function judgeSeals(file: string, read: ReadOfArchive, means: SealMeans): Promise<SealsJudged> {
  const { timestampCa, now } = means;
  const ring = canJudge(means.ring) ? means.ring : undefined;
  const range: number[] = [];
  const times: string[] = [];
  const findings = new Map<string, SealFinding>();
  const sealed = new SealedDays(read.path, read.days);
  const add = (finding: SealFinding) =>
    findings.set([finding.code, finding.key, finding.versionId, finding.reason].join(" "), finding);
  let found = 0;
  for await (const { stored, seal, stampedAt, findings: own } of inspected(file, ring, {
    timestampCa,
    now,
  })) {
    found++;
    range.push(stored.sequence);
    if (seal !== undefined) sealed.add(seal);
    if (stampedAt !== undefined) times.push(stampedAt.toISOString());
    for (const finding of own)
      if (!TOLD_BY_COMPARISON.includes(finding.code) && concerns(finding.key, read)) add(finding);
  }
  const judged = ring !== undefined && found > 0;
  const compared = judged ? sealed.compare(read.objects) : { equal: 0, findings: [] };
  compared.findings.forEach(add);
  times.sort();
  return {
    found,
    range: found > 0 ? [range[0]!, range.at(-1)!] : undefined,
    judged,
    certificatesGiven: timestampCa !== undefined,
    timeStamped: times.length,
    stampedAt: times.length > 0 ? [times[0]!, times.at(-1)!] : undefined,
    equal: compared.equal,
    findings: [...findings.values()],
  };
}

/** A ring may hold emitters' keys only: then seals are not known to be good, nor to be forged. */
function canJudge(ring: KeyRing | undefined): boolean {
  return [...(ring?.values() ?? [])].some(({ role }) => role !== EMITTER_ROLE && mayWrite(role, "seal"));
}

async function* inspected(
  file: string,
  ring: KeyRing | undefined,
  means: { readonly timestampCa: string | undefined; readonly now: Date },
): AsyncGenerator<Pick<InspectedSeal, "stored" | "seal" | "stampedAt" | "findings">> {
  const lines = readSealLines(file);
  if (ring !== undefined) yield* inspectChain(inspectSeals(lines, ring, means));
  else for await (const stored of lines) yield { stored, findings: [] };
}

/** Seals list other days, too: what they name there is not about what was read. */
function concerns(key: string, { path, days }: ReadOfArchive): boolean {
  const found = classifyKey(path, key);
  return found.kind !== "archive" || days.includes(found.day);
}
