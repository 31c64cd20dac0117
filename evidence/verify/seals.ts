import { createReadStream } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { UserError } from "../../errors";
import {
  judgeSeals,
  sealFindings,
  SEALS_FILE,
  stateSealed,
  TIMESTAMP_CA_FILE,
  windowDays,
  type FindingCode,
  type Manifest,
  type Sealed,
  type SealMeans,
} from "../export";
import { MAX_RECORD_BYTES } from "../records/details";
import { readSealLines, SEAL_FINDINGS } from "../seal";
import type { CheckList } from "./check";
import type { Contents } from "./contents";
import type { BundleReader } from "./folder";

/** A seal with all its stamps; no line is longer. */
const MAX_LINE_BYTES = 2 * MAX_RECORD_BYTES;
const NEWLINE = 0x0a;

/**
 * Works out again what the bundle's seals say of its objects, twice: with the exporter's key ring and certificates, to
 * see whether its statement follows from the bundle, and with the reader's own, which alone show whose seals and time
 * stamps these are. Returns what the reader's show; undefined when the seals cannot be read.
 */
export async function checkSeals(
  bundle: BundleReader,
  intact: ReadonlySet<string>,
  manifest: Manifest,
  contents: Contents,
  readers: Pick<SealMeans, "ring" | "timestampCa">,
  checks: CheckList,
): Promise<Sealed | undefined> {
  for (const name of [SEALS_FILE, TIMESTAMP_CA_FILE])
    if (bundle.has(name) && !intact.has(name)) {
      checks.cannotTell("seals", "it is not what was signed, so it is not looked into", name);
      return undefined;
    }
  const fault = bundle.has(SEALS_FILE) ? await faultOfLines(bundle.path(SEALS_FILE)) : undefined;
  if (fault !== undefined) {
    checks.fail("seals", fault, SEALS_FILE);
    return undefined;
  }
  const judge = judgeOf(bundle, manifest, contents);
  const exporters = {
    ring: contents.keyRing,
    timestampCa: bundle.has(TIMESTAMP_CA_FILE) ? bundle.path(TIMESTAMP_CA_FILE) : undefined,
    now: new Date(manifest.created_at),
  };
  compare(manifest, await judge(exporters), checks);
  const { sealed: own } = await judge({ ...readers, now: new Date() });
  const doubted = readers.ring !== undefined && readers.timestampCa !== undefined && own.holds !== "yes";
  if (manifest.sealed.holds === "yes" && (own.holds === "no" || doubted))
    checks.fail("seals", `with what you gave it is ${inWords(own)}`, "manifest.json");
  return own;
}

interface Judged {
  readonly sealed: Sealed;
  readonly findings: readonly { readonly code: FindingCode }[];
}

function judgeOf(
  bundle: BundleReader,
  { source: { path }, request: { period } }: Manifest,
  { objects }: Contents,
): (means: SealMeans) => Promise<Judged> {
  if (!bundle.has(SEALS_FILE))
    return async () => ({ sealed: stateSealed(undefined, objects.length), findings: [] });
  const file = bundle.path(SEALS_FILE);
  const read = { path, days: windowDays(period), objects };
  return async (means) => {
    const judged = await judgeSeals(file, read, means);
    return { sealed: stateSealed(judged, objects.length), findings: sealFindings(judged) };
  };
}

function compare(
  { sealed: said, findings: totals }: Manifest,
  { sealed, findings }: Judged,
  checks: CheckList,
): void {
  const fail = (reason: string) => checks.fail("seals", reason, "manifest.json");
  if (!isDeepStrictEqual(said, sealed)) fail(`said is ${inWords(said)}, shown is ${inWords(sealed)}`);
  for (const code of Object.keys(SEAL_FINDINGS) as (keyof typeof SEAL_FINDINGS)[]) {
    const [counted, shown] = [totals[code] ?? 0, findings.filter((finding) => finding.code === code).length];
    if (counted !== shown) fail(`${code}: the manifest counts ${counted}, the bundle shows ${shown}`);
  }
}

function inWords({ holds, because }: Sealed): string {
  return `${holds}: ${because}`;
}

/** Why the lines of a file cannot be read as seals; nothing when they can. */
async function faultOfLines(file: string): Promise<string | undefined> {
  if (await hasOverlongLine(file)) return "a line of it is longer than any seal";
  try {
    const seals = readSealLines(file);
    while ((await seals.next()).done !== true);
    return undefined;
  } catch (error) {
    if (error instanceof UserError && error.code === "seal-line-invalid") return "a line of it holds no seal";
    throw error;
  }
}

/** A forged file may hold one line that is longer than memory. */
async function hasOverlongLine(file: string): Promise<boolean> {
  let length = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    const first = chunk.indexOf(NEWLINE);
    if (length + (first < 0 ? chunk.length : first) > MAX_LINE_BYTES) return true;
    length = first < 0 ? length + chunk.length : chunk.length - 1 - chunk.lastIndexOf(NEWLINE);
  }
  return false;
}
