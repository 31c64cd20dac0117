import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { version } from "../../package.json";
import { digestFile, type BundleTarget, type Manifest } from "../export";
import type { BundleFolder } from "../export/bundle-folder";
import { sumsText, type FileDigest } from "../export/digests";
import { writeJson } from "../export/json-file";
import { fingerprint, SIGNATURE_ALGORITHM } from "../signing";
import { renderCover, renderVerifyText } from "./cover";
import type { ListedDocument } from "./documents-file";
import {
  EXPORT_FOLDER,
  isResponseFile,
  RESPONSE_FILES,
  RESPONSE_KIND,
  RESPONSE_SCHEMA_VERSION,
} from "./layout";
import type { ResponseManifest, ResponseSummary } from "./manifest";
import { missingFrom, type Gathered } from "./missing";
import type { ResponseRequest } from "./request";

/** Writes cover, VERIFY.md, manifest and list of what is in the folder, and signs the list. Nothing is added after this. */
export async function finishResponse(
  request: ResponseRequest,
  target: BundleTarget,
  folder: BundleFolder,
  gathered: Gathered,
): Promise<ResponseManifest> {
  const summary = await summarize(request, target, folder, gathered);
  const { streams } = gathered.records;
  const cover = renderCover({ manifest: summary, streams, documents: gathered.documents });
  await writeFile(folder.file(RESPONSE_FILES.cover), cover);
  await writeFile(folder.file(RESPONSE_FILES.verify), renderVerifyText(summary));
  const files = await digestAll(folder.partial);
  const manifest: ResponseManifest = { ...summary, files };
  await writeJson(folder.file(RESPONSE_FILES.manifest), manifest);
  const { manifest: name } = RESPONSE_FILES;
  const sums = Buffer.from(sumsText([...files, await digestFile(name, folder.file(name))]));
  await writeFile(folder.file(RESPONSE_FILES.sums), sums);
  await writeFile(folder.file(RESPONSE_FILES.signature), await target.signer.sign(sums));
  return manifest;
}

async function summarize(
  request: ResponseRequest,
  target: BundleTarget,
  folder: BundleFolder,
  gathered: Gathered,
): Promise<ResponseSummary> {
  const { reference, system, environment, period, scope, language } = request;
  const { exported, records, documents, chain, generated } = gathered;
  return {
    schema_version: RESPONSE_SCHEMA_VERSION,
    kind: RESPONSE_KIND,
    tool: { name: "ai-act-evidence", version },
    created_at: target.createdAt.toISOString(),
    request: { reference, system, environment, period, scope, language },
    confidentiality: { provision: "Art78" },
    ...(exported && { export: await exportSummary(folder, exported) }),
    ...(gathered.case && { case: { entries: gathered.case.entries, unread: gathered.case.unread } }),
    records: {
      streams: records.streams.length,
      records: total(records.streams.map((stream) => stream.records)),
      left_out: total(
        records.streams.flatMap(({ left_out }) => left_out.map(({ first, last }) => last - first + 1)),
      ),
      findings: records.findings.length,
    },
    documentation: documentationCounts(documents),
    documents: generated?.length ?? 0,
    ...(chain && {
      chain: { outcome: chain.outcome, chains: chain.chains.length, not_followed: chain.not_followed },
    }),
    missing: missingFrom(gathered),
    withheld: [...request.redactions.finish()],
    signing_key: {
      algorithm: SIGNATURE_ALGORITHM,
      fingerprint: fingerprint(target.signer.publicKeyPem),
    },
  };
}

async function exportSummary(
  folder: BundleFolder,
  { counts, findings }: Manifest,
): Promise<NonNullable<ResponseSummary["export"]>> {
  const { sha256 } = await digestFile("", folder.file(`${EXPORT_FOLDER}/${RESPONSE_FILES.manifest}`));
  return { manifest_sha256: sha256, events: counts.events, findings: total(Object.values(findings)) };
}

function documentationCounts(documents: readonly ListedDocument[]): ResponseSummary["documentation"] {
  const leftOut = documents.filter(({ left_out }) => left_out !== undefined).length;
  return { documents: documents.length - leftOut, left_out: leftOut };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}

/** Every file of the answer so far, by name. */
async function digestAll(folder: string): Promise<FileDigest[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter(isResponseFile)
    .sort();
  const digests: FileDigest[] = [];
  for (const name of names) digests.push(await digestFile(name, path.join(folder, name)));
  return digests;
}
