import type { SealFindingCode } from "../seal";
import type { Claim } from "./completeness";
import type { SealsJudged } from "./judge-seals";

/**
 * Whether what was read is what was sealed: every object version with this digest, by a seal whose signature and time
 * stamp were checked.
 */
export interface Sealed extends Claim {
  readonly seals: {
    readonly found: number;
    /** Numbers of the first and the last one. */
    readonly first?: number;
    readonly last?: number;
    readonly time_stamped: number;
    /** The times by which they were there, as the time-stamp authority tells them. */
    readonly first_stamped_at?: string;
    readonly last_stamped_at?: string;
  };
  /** Object versions by what the seals say of them; all but `gone` and `contradicted` were read. */
  readonly versions: {
    /** Byte for byte what was sealed. */
    readonly equal: number;
    readonly differ: number;
    /** In no seal, although seals were made since. */
    readonly not_sealed: number;
    /** Sealed, and not in the archive. */
    readonly gone: number;
    /** Sealed with two digests. */
    readonly contradicted: number;
    /** Younger than the last seal. */
    readonly not_yet: number;
    /** Their bytes could not be read, now or when they were to be sealed. */
    readonly unread: number;
    /** There is no seal that can be relied on to compare them with. */
    readonly not_compared: number;
  };
}

/** What cannot be told for want of means, or not before the next seal, is stated, and is no finding. */
const NO_FINDING: readonly SealFindingCode[] = ["stamp-unchecked", "no-seal", "not-sealed-yet"];

/** The findings to be recorded. */
export function sealFindings({ findings }: SealsJudged) {
  return findings
    .filter(({ code }) => !NO_FINDING.includes(code))
    .map(({ versionId, ...finding }) => ({
      ...finding,
      ...(versionId !== undefined && { version_id: versionId }),
    }));
}

/**
 * States what the seals say; never more than was checked.
 *
 * @param judged nothing when seals were not looked for
 * @param read number of object versions that were read
 */
export function stateSealed(judged: SealsJudged | undefined, read: number): Sealed {
  const { found, range, timeStamped, stampedAt } = judged ?? NOT_LOOKED_FOR;
  return {
    ...claim(judged, read),
    seals: {
      found,
      ...(range && { first: range[0], last: range[1] }),
      time_stamped: timeStamped,
      ...(stampedAt && { first_stamped_at: stampedAt[0], last_stamped_at: stampedAt[1] }),
    },
    versions: versionsOf(judged, read),
  };
}

const NOT_LOOKED_FOR = { found: 0, range: undefined, timeStamped: 0, stampedAt: undefined };

function claim(judged: SealsJudged | undefined, read: number): Claim {
  if (judged === undefined) return unknown("seals of the archive were not looked for");
  const { found, certificatesGiven, timeStamped, stampedAt } = judged;
  if (found === 0)
    return unknown("no seal of these days was found, so nothing outside the archive tells what was in it");
  if (!judged.judged)
    return unknown(`${found} seal(s) were found, and no key ring with the detector's key to judge them with`);
  const contradictions = told(contradictionsIn(judged, read));
  if (contradictions.length > 0) return { holds: "no", because: contradictions.join("; ") };
  const { not_yet: notYet, unread, not_compared: notCompared } = versionsOf(judged, read);
  const unstamped = found - timeStamped;
  const doubts = told([
    [read === 0, "no object version was read"],
    [notYet, `${notYet} object version(s) are younger than the last seal`],
    [unread, `${unread} could not be read, now or when they were to be sealed`],
    [notCompared, `${notCompared} could not be compared, for no seal ends a look at the archive`],
    [
      unstamped > 0 && !certificatesGiven,
      "when the seals were made is their writer's word: no certificate of a time-stamp authority was given to check it with",
    ],
    [unstamped > 0 && certificatesGiven, `${unstamped} of ${found} seal(s) have no time stamp that is good`],
    [count(judged, "stamp-late"), "a seal was time-stamped much later than it says it was made"],
  ]);
  if (doubts.length > 0) return unknown(`nothing read contradicts the seals, but ${doubts.join("; ")}`);
  return {
    holds: "yes",
    because:
      `each of the ${read} object version(s) read is, byte for byte, what one of ${found} seal(s) lists, and none that they ` +
      `list is missing; each seal is signed with a key entitled to it, follows the one before and is time-stamped, ` +
      `between ${stampedAt![0]} and ${stampedAt![1]}`,
  };
}

function contradictionsIn(judged: SealsJudged, read: number): readonly [number, string][] {
  const { differ, not_sealed: notSealed, gone, contradicted } = versionsOf(judged, read);
  const unsound = count(judged, "seal-unreadable");
  const broken = count(judged, "seal-chain-broken");
  const stamps = count(judged, "stamp-invalid", "stamp-missing", "stamp-early", "stamp-laid-over");
  return [
    [differ, `${differ} object version(s) are not what was sealed`],
    [gone, `${gone} sealed object version(s) are gone`],
    [notSealed, `${notSealed} object version(s) are in no seal, although seals were made since`],
    [contradicted, `${contradicted} object version(s) were sealed with two digests`],
    [unsound, `${unsound} seal(s) cannot be relied on`],
    [broken, `${broken} seal(s) do not follow the one before`],
    [stamps, `${stamps} time stamp(s) are not what they should be`],
  ];
}

function versionsOf(judged: SealsJudged | undefined, read: number): Sealed["versions"] {
  const total = (...codes: SealFindingCode[]) => (judged?.judged ? count(judged, ...codes) : 0);
  return {
    equal: judged?.equal ?? 0,
    differ: total("sealed-digest-differs"),
    not_sealed: total("object-not-sealed"),
    gone: total("sealed-object-gone"),
    contradicted: total("seal-contradicted"),
    not_yet: total("not-sealed-yet"),
    unread: total("sealed-unread"),
    not_compared: judged?.judged ? total("no-seal") : read,
  };
}

function count({ findings }: SealsJudged, ...codes: SealFindingCode[]): number {
  return findings.filter(({ code }) => codes.includes(code)).length;
}

function told(reasons: readonly (readonly [number | boolean, string])[]): string[] {
  return reasons.filter(([counts]) => Number(counts) > 0).map(([, reason]) => reason);
}

function unknown(because: string): Claim {
  return { holds: "unknown", because };
}
