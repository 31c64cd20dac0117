import {
  EXIT,
  holdNotFound,
  holdOptionsMissing,
  holdRecordsHidden,
  holdReleased,
  holdReleaseRefused,
} from "../errors";
import {
  areasOf,
  checkVersions,
  hidingFindings,
  holdCost,
  holdVersions,
  objectionToRelease,
  planArea,
  readHolds,
  recordApproval,
  recordPlacing,
  recordRelease,
  takeOff,
  type Area,
  type Hold,
  type HoldProgress,
} from "../evidence/hold";
import { fingerprint } from "../evidence/signing";
import type { ApproveOptions, ListOptions, PlaceOptions, ReleaseOptions, VerifyOptions } from "./hold";
import { printCheck, printHolds, printOutcome, printPlan, printRecord } from "./hold-output";
import { holdOf, mustAgree, newHold, openVault, writerOf, type HoldVault } from "./hold-vault";
import { Progress } from "./progress";

/** `hold place` */
export async function placeHold(options: PlaceOptions): Promise<void> {
  const vault = await openVault(options);
  const { holds } = await readHolds(vault.store, vault.ring);
  const found = holds.find(({ id }) => id === options.id);
  if (found?.released !== undefined) throw holdReleased(found.id, found.released.key);
  if (found !== undefined) mustAgree(found, options);
  // A record is written into the vault only; the replica gets its copy.
  else if (options.replica) throw holdNotFound(options.id, holds.map(({ id }) => id)); // prettier-ignore
  const hold = found ?? newHold(options, vault);
  const areas = areasOf(hold);
  if (options.dryRun) {
    const plans = await eachArea(areas, "looked at", (area, onProgress) =>
      planArea(vault.bucket, area, onProgress),
    );
    const { aws, replica } = vault.environment;
    printPlan({ hold, plans, cost: holdCost(plans, aws.region, replica.region) }, options.json);
    return;
  }
  const record = found?.placed.key ?? (await writePlacing(options, vault)).key;
  const outcomes = await eachArea(areas, "held", (area, onProgress) =>
    // The first time nearly all are not held: asking would be one request more each.
    holdVersions(vault.bucket, area, { held: true, askFirst: found !== undefined, onProgress }),
  );
  printOutcome({ id: hold.id, action: "place", record, areas: outcomes }, options.json);
  if (outcomes.some(({ gone }) => gone.length > 0)) process.exitCode = EXIT.finding;
}

async function writePlacing(options: PlaceOptions, vault: HoldVault) {
  const hold = newHold(options, vault);
  const { role, actor = "", signingKey = "" } = options;
  return recordPlacing(vault.store, hold, await writerOf(role, actor, signingKey, vault));
}

/** `hold approve` */
export async function approveRelease(options: ApproveOptions): Promise<void> {
  const vault = await openVault(options);
  const hold = holdOf(await readHolds(vault.store, vault.ring), options.id);
  if (hold.released !== undefined) throw holdReleased(hold.id, hold.released.key);
  const writer = await writerOf("approver", options.actor, options.signingKey, vault);
  const decision = options.refuse ? "refused" : "approved";
  const { key } = await recordApproval(vault.store, hold, decision, writer);
  printRecord({ id: hold.id, action: "approve", decision, record: key }, options.json);
}

/** `hold release` */
export async function releaseHold(options: ReleaseOptions): Promise<void> {
  const vault = await openVault(options);
  const read = () => readHolds(vault.store, vault.ring);
  const book = await read();
  const hiding = hidingFindings(book).map(({ key, code, reason }) => `${key} [${code}] ${reason}`);
  if (hiding.length > 0 && !options.acceptFindings) throw holdRecordsHidden(vault.store.name, hiding);
  const found = holdOf(book, options.id);
  // In the replica a hold is taken off only when the copy of its release has arrived there.
  if (found.released === undefined && options.replica)
    throw holdReleaseRefused(found.id, "no record of its release has reached the replica");
  if (found.released === undefined) await writeRelease(found, options, vault);
  const { released, doubts } = holdOf(await read(), options.id);
  // A revocation, or another writer, may have come between: only a release that readers heed lets anything go.
  if (released === undefined) throw holdReleaseRefused(found.id, doubts.join("\n"));
  const progress = new Progress();
  const { areas, setAgain } = await takeOff(found, vault.bucket, read, {
    askFirst: found.released !== undefined,
    onProgress: ({ area, done }) => progress.say(`taken off in ${area}: ${done} version(s)`),
  }).finally(() => progress.done());
  printOutcome({ id: found.id, action: "release", record: released.key, areas, setAgain }, options.json);
}

async function writeRelease(hold: Hold, options: ReleaseOptions, vault: HoldVault): Promise<void> {
  const { actor, signingKey } = options;
  if (actor === undefined || signingKey === undefined)
    throw holdOptionsMissing(hold.id, ["--actor", "--signing-key"]);
  const writer = await writerOf("security-officer", actor, signingKey, vault);
  const by = { role: writer.role, actor, keyId: fingerprint(writer.signer.publicKeyPem) };
  const objection = objectionToRelease(hold, by);
  if (objection !== undefined) throw holdReleaseRefused(hold.id, objection);
  await recordRelease(vault.store, hold, writer);
}

/** `hold list` */
export async function listHolds(options: ListOptions): Promise<void> {
  const vault = await openVault(options);
  const book = await readHolds(vault.store, vault.ring);
  const shown = book.holds.filter(({ released }) => options.all || released === undefined);
  printHolds({ ...book, holds: shown }, vault.store.name, options.json);
  const doubtful = book.findings.length > 0 || shown.some(({ doubts }) => doubts.length > 0);
  if (doubtful) process.exitCode = EXIT.finding;
}

/** `hold verify` */
export async function verifyHold(options: VerifyOptions): Promise<void> {
  const vault = await openVault(options);
  const book = await readHolds(vault.store, vault.ring);
  const hold = holdOf(book, options.id);
  if (hold.released !== undefined) throw holdReleased(hold.id, hold.released.key);
  const areas = await eachArea(areasOf(hold), "checked", (area, onProgress) =>
    checkVersions(vault.bucket, area, onProgress),
  );
  printCheck({ hold, verified: book.verified, recordFindings: book.findings, areas }, options.json);
  const sound = book.findings.length + hold.doubts.length === 0;
  if (!sound || areas.some(({ findings }) => findings.length > 0)) process.exitCode = EXIT.finding;
}

/** One area after the other, with what is done so far on stderr. */
async function eachArea<Result>(
  areas: readonly Area[],
  done: string,
  action: (area: Area, onProgress: (progress: HoldProgress) => void) => Promise<Result>,
): Promise<Result[]> {
  const progress = new Progress();
  const results: Result[] = [];
  try {
    for (const area of areas)
      results.push(await action(area, (at) => progress.say(`${done} in ${at.area}: ${at.done} version(s)`)));
    return results;
  } finally {
    progress.done();
  }
}
