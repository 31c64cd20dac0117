import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { FolderSource, type ArchiveSource } from "../../../evidence/archive";
import {
  exportBundle,
  parsePeriod,
  type BundleTarget,
  type ExportRequest,
  type Manifest,
} from "../../../evidence/export";
import { pemSigner } from "../../../evidence/signing";
import { temporaryFolder } from "../../temporary";
import type { Json, TestArchive } from "../archive/corpus";

/** A fresh signing key in a file of its own. */
export function newKeyFile(curve = "P-256"): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: curve });
  const file = path.join(temporaryFolder(), "key.pem");
  writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  return file;
}

const key = newKeyFile();

interface Wish {
  readonly from?: string;
  readonly to?: string;
  readonly system?: string;
  readonly reference?: string;
  readonly source?: ArchiveSource;
  readonly target?: Partial<BundleTarget>;
  /** What the events are compared with. */
  readonly request?: Partial<ExportRequest> | undefined;
}

/** Exports one day (24 November 2026), or what is wished, from an archive made by hand. */
export async function exported(
  archive: TestArchive,
  wish: Wish = {},
): Promise<{ out: string; manifest: Manifest }> {
  const {
    from = "2026-11-24",
    to = from,
    system = "credit-scoring",
    reference,
    source,
    target = {},
    request,
  } = wish;
  const out = target.out ?? path.join(temporaryFolder(), "bundle");
  const manifest = await exportBundle(
    {
      system,
      environment: "sandbox",
      period: parsePeriod(from, to),
      ...(reference === undefined ? {} : { reference }),
      ...request,
    },
    { source: source ?? new FolderSource(archive.folder), path: "art12" },
    { signer: await pemSigner(key), createdAt: new Date("2026-12-01T00:00:00Z"), ...target, out },
  );
  return { out, manifest };
}

/** The entries in a bundle, parsed. */
export function eventsIn(out: string): Json[] {
  const text = gunzipSync(readFileSync(path.join(out, "events.ndjson.gz"))).toString();
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

export function jsonIn(out: string, name: string): Json {
  return JSON.parse(readFileSync(path.join(out, name), "utf8"));
}
