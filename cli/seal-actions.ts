import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { names, type Environment } from "../configs";
import { EXIT, noSeals, sealOptionInvalid, sealOptionsUnclear } from "../errors";
import { readHead, readKeyRing, type RecordStore } from "../evidence/records";
import {
  findEntries,
  mustBeUsable,
  readSeals,
  restamp,
  sealArchive,
  sealLine,
  verifySeals,
  witnessAt,
  type Lookup,
} from "../evidence/seal";
import { archiveOf } from "./archive-of";
import { Progress } from "./progress";
import type {
  FindOptions,
  ListOptions,
  RestampOptions,
  RunOptions,
  SealOptions,
  VerifyOptions,
} from "./seal";
import { printFound, printRestamped, printRun, printSeals, printSealsVerification } from "./seal-output";
import { signerOf } from "./signer-of";
import { vaultOf } from "./vault-of";

/** `evidence seal run` */
export async function runSeal(options: RunOptions): Promise<void> {
  const { timestampAuthority: url, timestampCa: caFile, from, all, witness, sourceDir } = options;
  if ((url === undefined) !== (caFile === undefined)) {
    const needed = "both, or neither: an answer that cannot be checked is not kept";
    throw sealOptionsUnclear(
      "--timestamp-authority and --timestamp-ca",
      needed,
      "give the authority's root certificate",
    );
  }
  if (from !== undefined && all) {
    throw sealOptionsUnclear(
      "--from and --all",
      "one of the two",
      "--all begins with the archive's first day",
    );
  }
  if (from !== undefined) dayOf("--from", from);
  if (caFile !== undefined) await mustBeUsable(caFile);
  const { environment, store } = open(options);
  const signer = await signerOf(options.signingKey, environment.aws.region);
  const result = await working((work, onProgress) =>
    sealArchive({
      archive: archiveOf(environment, sourceDir),
      store,
      signer,
      authority: url === undefined || caFile === undefined ? undefined : { url, caFile },
      witness: witness === undefined ? undefined : witnessAt(witness),
      days: { from, all },
      work,
      onProgress,
    }),
  );
  printRun(result, options.json);
  exitWith(result.findings);
}

/** `evidence seal list` */
export async function listSeals(options: ListOptions): Promise<void> {
  const { store } = open(options);
  if (options.from !== undefined) dayOf("--from", options.from);
  await mustHaveSeals(store);
  const seals = readSeals(store, options.from);
  if (options.lines) for await (const seal of seals) console.log(sealLine(seal));
  else await printSeals(seals, options.json);
}

/** `evidence seal verify` */
export async function verifySealStream(options: VerifyOptions): Promise<void> {
  const { environment, store } = open(options);
  const ring = await readKeyRing(options.keys);
  const { timestampCa, witness: place, archive, sourceDir } = options;
  if (timestampCa !== undefined) await mustBeUsable(timestampCa);
  const witness = place === undefined ? undefined : witnessAt(place);
  // With a witness an empty stream is a finding, not a slip of the pen.
  if (witness === undefined) await mustHaveSeals(store);
  const result = await working((work, onProgress) =>
    verifySeals(store, ring, {
      timestampCa,
      witness,
      archivePath: names(environment).archivePath,
      source: archive ? archiveOf(environment, sourceDir).source : undefined,
      work,
      onProgress,
    }),
  );
  printSealsVerification(result, { witness: place, timestampCa, archive }, options.json);
  exitWith([...result.findings, ...result.stream.findings]);
}

/** `evidence seal restamp` */
export async function restampSeals(options: RestampOptions): Promise<void> {
  const {
    timestampAuthority: url,
    timestampCa: caFile,
    knownCa = caFile,
    digest,
    seal,
    expiringBefore,
  } = options;
  for (const file of new Set([caFile, knownCa])) await mustBeUsable(file);
  const before =
    expiringBefore === undefined ? undefined : new Date(dayOf("--expiring-before", expiringBefore));
  const only = seal === undefined ? undefined : numberOf("--seal", seal);
  const { store } = open(options);
  await mustHaveSeals(store);
  const result = await working((_, onProgress) =>
    restamp(store, { authority: { url, caFile }, knownCa, digest, expiringBefore: before, only, onProgress }),
  );
  printRestamped(result, options.json);
  exitWith(result.findings);
}

/** `evidence seal find` */
export async function findSealed(options: FindOptions): Promise<void> {
  const sought = soughtOf(options);
  const { from, to } = options;
  if (from !== undefined) dayOf("--from", from);
  if (to !== undefined) dayOf("--to", to);
  const { store } = open(options);
  const result = await working((work, onProgress) =>
    findEntries(store, sought, { from, to }, work, onProgress),
  );
  printFound(result, options.json);
  process.exitCode = result.found.length > 0 ? EXIT.ok : EXIT.finding;
}

function soughtOf({ eventId, inputDigest, caseRef }: FindOptions): { by: Lookup; value: string } {
  const given = Object.entries({ eventId, inputDigest, caseRef }).filter(([, value]) => value !== undefined);
  const [first] = given as [Lookup, string][];
  if (first === undefined || given.length > 1) {
    const options = "--event-id, --input-digest and --case-ref";
    throw sealOptionsUnclear(options, "exactly one of the three", "look one up after the other");
  }
  const [by, value] = first;
  if (by === "eventId" && !z.uuidv7().safeParse(value).success)
    throw sealOptionInvalid("--event-id", value, "a UUID of version 7 in lower case");
  if (by !== "eventId" && !/^[0-9a-f]{64}$/.test(value))
    throw sealOptionInvalid(
      by === "caseRef" ? "--case-ref" : "--input-digest",
      value,
      "64 lower-case hex digits",
    );
  return { by, value };
}

function open(options: SealOptions): { environment: Environment; store: RecordStore } {
  const { environment, records } = vaultOf(options);
  return { environment, store: records };
}

/** No seals: never to be taken for "nothing wrong". */
async function mustHaveSeals(store: RecordStore): Promise<void> {
  if ((await readHead(store, "seal")).sequence === 0) throw noSeals(store.name);
}

/** Does something with a folder of its own, and with progress on the terminal. */
async function working<Result>(
  action: (folder: string, onProgress: (doing: string) => void) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), "evidence-seal-"));
  const progress = new Progress();
  try {
    return await action(folder, (doing) => progress.say(doing));
  } finally {
    progress.done();
    await rm(folder, { recursive: true, force: true });
  }
}

function dayOf(option: string, given: string): string {
  if (!z.iso.date().safeParse(given).success)
    throw sealOptionInvalid(option, given, "a UTC day that exists, such as 2026-11-24");
  return given;
}

function numberOf(option: string, given: string): number {
  if (!/^[1-9][0-9]{0,11}$/.test(given)) throw sealOptionInvalid(option, given, "a number from 1");
  return Number(given);
}

function exitWith(findings: readonly unknown[]): void {
  process.exitCode = findings.length === 0 ? EXIT.ok : EXIT.finding;
}
