import { readFile, writeFile } from "node:fs/promises";
import { readSeals, sealLine } from "../seal";
import type { BundleFolder } from "./bundle-folder";
import type { ObjectRead } from "./collect";
import type { Archive, ExportRequest } from "./export";
import type { FindingLog } from "./findings";
import { judgeSeals } from "./judge-seals";
import { LinesFile } from "./lines-file";
import { SEALS_FILE, TIMESTAMP_CA_FILE } from "./manifest";
import { windowDays } from "./period";
import { sealFindings, stateSealed, type Sealed } from "./sealed";

/**
 * Writes the seals that may list what was read into the bundle, with their time stamps, and compares. The comparison
 * reads the bundle's file, not the vault: so that it can be made again from the bundle.
 */
export async function gatherSeals(
  { period, seals, timestampCa, keyRing: ring }: ExportRequest,
  { path }: Archive,
  now: Date,
  findings: FindingLog,
  folder: BundleFolder,
): Promise<Sealed> {
  const text = await readFile(folder.file("objects.json"), "utf8");
  const objects = JSON.parse(text) as ObjectRead[];
  if (seals === undefined) return stateSealed(undefined, objects.length);
  const days = windowDays(period);
  const file = new LinesFile(folder.file(SEALS_FILE));
  for await (const seal of readSeals(seals, days[0])) await file.add(sealLine(seal));
  await file.close();
  const ca = timestampCa && (await takeCertificates(timestampCa, folder.file(TIMESTAMP_CA_FILE)));
  const means = { ring, timestampCa: ca, now };
  const judged = await judgeSeals(folder.file(SEALS_FILE), { path, days, objects }, means);
  for (const finding of sealFindings(judged)) findings.add(finding);
  return stateSealed(judged, objects.length);
}

/** Copies certificates only: whatever else a PEM file holds, a key perhaps, is nobody's business. Returns the copy. */
async function takeCertificates(file: string, copy: string): Promise<string> {
  const text = await readFile(file, "utf8");
  const found = text.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs) ?? [];
  await writeFile(copy, found.map((pem) => `${pem}\n`).join(""));
  return copy;
}
