import { addDays, classifyKey } from "../archive";
import { mayWrite, type KeyRing } from "../records";
import { inspectChain, inspectSeals, SealedDays, type StoredSeal } from "../seal";
import { LATE_DAYS } from "../seal/look";
import { versionRef } from "../seal/seal";
import type { ObjectSeen, SealSaid } from "./sources";

/** How long after an object was written the seals are searched for one that lists it. */
const SEARCHED_DAYS = 31;

/** What seals are judged with. */
export interface SealJudge {
  readonly ring: KeyRing;
  /** Path of the archive in its bucket. */
  readonly archivePath: string;
  /** PEM file with the certificates of the time-stamp authorities. */
  readonly timestampCa?: string | undefined;
  readonly now: Date;
}

export type Unsealed = Omit<ObjectSeen, "seal">;

/** The first UTC day whose seals may list one of these versions. */
export function firstDay(objects: readonly Unsealed[], archivePath: string): string | undefined {
  return objects
    .flatMap(({ key }) => {
      const found = classifyKey(archivePath, key);
      return found.kind === "archive" ? [found.day] : [];
    })
    .sort()[0];
}

/**
 * Holds object versions against the seals that list them; each seal by its own signature and place in the stream. Seals
 * long after an object was written are not read for it.
 */
export async function withSeals(
  objects: readonly Unsealed[],
  seals: AsyncIterable<StoredSeal>,
  judge: SealJudge,
): Promise<readonly ObjectSeen[]> {
  if (![...judge.ring.values()].some(({ role }) => role !== "emitter" && mayWrite(role, "seal")))
    return objects.map((object) => ({ ...object, seal: untold("the key ring has no key that may seal") }));
  const { archivePath, ring, timestampCa, now } = judge;
  const days = objects.flatMap(({ key }) => {
    const found = classifyKey(archivePath, key);
    return found.kind === "archive" ? [found.day] : [];
  });
  const sealed = new SealedDays(archivePath, days);
  const listed = new Map<string, { by: string; stampedAt?: string }>();
  const doubts = new Map<string, string>();
  let read = 0;
  for await (const { stored, seal, stampedAt, findings } of inspectChain(
    inspectSeals(seals, ring, { timestampCa, now }),
  )) {
    read++;
    const doubt = findings.find(({ code }) => FATAL.has(code));
    if (doubt !== undefined) doubts.set(stored.key, `${doubt.code}: ${doubt.reason}`);
    if (seal === undefined) continue;
    sealed.add(seal);
    for (const { key, versionId } of seal.details.objects) {
      const ref = versionRef(key, versionId);
      if (!listed.has(ref))
        listed.set(ref, { by: stored.key, ...(stampedAt && { stampedAt: stampedAt.toISOString() }) });
    }
    if (isEnough(objects, listed, seal.details.listedAt, days)) break;
  }
  const seen = objects.map(({ key, versionId, writtenAt, sha256 }) => ({
    key,
    version_id: versionId,
    written_at: writtenAt ?? now.toISOString(),
    sha256,
  }));
  const { findings } = sealed.compare(seen);
  return objects.map((object) => {
    const own = findings.filter((one) => one.key === object.key && one.versionId === object.versionId);
    return {
      ...object,
      seal: saidOf(object, own, listed.get(versionRef(object.key, object.versionId)), doubts, read),
    };
  });
}

/** After these a seal is none. That nothing was stamped, or what it lists, is told apart. */
const FATAL: ReadonlySet<string> = new Set([
  "seal-unreadable",
  "seal-chain-broken",
  "stamp-invalid",
  "stamp-missing",
  "stamp-early",
]);

function saidOf(
  { holds }: Unsealed,
  findings: readonly { readonly code: string; readonly reason: string }[],
  seal: { readonly by: string; readonly stampedAt?: string } | undefined,
  doubts: ReadonlyMap<string, string>,
  read: number,
): SealSaid {
  if (read === 0) return untold("there is no seal");
  const [worst] = findings.toSorted((one, other) => rank(one.code) - rank(other.code));
  if (seal === undefined) {
    if (worst?.code === "object-not-sealed") return { is: "not-sealed", because: worst.reason };
    return untold(worst === undefined ? "no seal lists it" : `${worst.code}: ${worst.reason}`);
  }
  const doubt = doubts.get(seal.by);
  if (doubt !== undefined) return untold(`its seal ${seal.by} cannot be relied on (${doubt})`);
  if (worst?.code === "sealed-digest-differs" || worst?.code === "seal-contradicted")
    return { is: "differs", by: seal.by };
  if (worst !== undefined) return untold(`${worst.code}: ${worst.reason}`);
  return typeof holds === "string" ? untold(holds) : { is: "equal", ...seal };
}

const rank = (code: string): number =>
  ["sealed-digest-differs", "seal-contradicted", "object-not-sealed"].indexOf(code) + 1 || 9;

const untold = (because: string): SealSaid => ({ is: "cannot-tell", because });

/** Everything was listed and late versions of its days were looked for, or it is long past the time of any seal of it. */
function isEnough(
  objects: readonly Unsealed[],
  listed: ReadonlyMap<string, unknown>,
  listedAt: string,
  days: readonly string[],
): boolean {
  const day = listedAt.slice(0, 10);
  const last = days.toSorted().at(-1) ?? "";
  const written =
    objects
      .map(({ writtenAt }) => writtenAt?.slice(0, 10) ?? last)
      .toSorted()
      .at(-1) ?? last;
  const all = objects.every(({ key, versionId }) => listed.has(versionRef(key, versionId)));
  return (
    last !== "" &&
    (all ? day > addDays(last, LATE_DAYS + 1) : day > addDays(written > last ? written : last, SEARCHED_DAYS))
  );
}
