import { groupBy } from "../../../configs";
import { documentKey } from "../../documentation";
import {
  ARTIFACT,
  documentsFileSchema,
  NOT_HANDED_OUT,
  RESPONSE_FILES,
  type ListedDocument,
  type ResponseManifest,
} from "../../respond";
import type { ResponseChecks } from "./checks";
import type { ResponseReader } from "./folder";
import { readPart } from "./manifest";
import type { RecordsSeen } from "./records-part";

const FILE = RESPONSE_FILES.documents;

/** Whether each document is what its name says, and every one that a record here names is here or named as left out. */
export async function checkDocuments(
  reader: ResponseReader,
  intact: ReadonlySet<string>,
  sums: ReadonlyMap<string, string>,
  { documentation: said }: ResponseManifest,
  records: RecordsSeen | undefined,
  checks: ResponseChecks,
): Promise<readonly ListedDocument[] | undefined> {
  const listed = await readPart(reader, intact, FILE, documentsFileSchema, "documentation", checks);
  if (listed === undefined) return undefined;
  const fail = (reason: string, file: string = FILE) => checks.fail("documentation", reason, file);
  const byDigest = new Map(listed.map((document) => [document.sha256, document]));
  if (byDigest.size !== listed.length) fail("it lists a document twice");
  const namedBy = groupBy(records?.named ?? [], ({ sha256 }) => sha256);
  for (const { sha256, bytes, what, record, left_out: why } of listed) {
    const name = documentKey(sha256);
    const names = namedBy.get(sha256) ?? [];
    const isNamed =
      names.length === 0
        ? what === ARTIFACT
        : names.some((one) => one.what === what && one.record === record);
    if (!isNamed && records !== undefined)
      fail(`is listed as ${what}, named by ${record}, which does not`, name);
    const unasked = NOT_HANDED_OUT[what];
    if (why !== unasked && (why === "artifact" || why === "audit-events"))
      fail(`is ${what}, and is said to be left out as ${why}: that is not left out by rule`, name);
    if (why !== undefined && reader.has(name)) fail(`is here, and is said to be left out (${why})`, name);
    if (why === undefined && !reader.has(name)) fail("is said to be here, and is not", name);
    if (why === undefined && reader.has(name) && reader.bytes(name) !== bytes)
      fail(`has ${reader.bytes(name)} bytes, said are ${bytes}`, name);
  }
  for (const name of reader.names("documentation/")) {
    const sha256 = name.slice(name.lastIndexOf("/") + 1);
    if (sums.get(name) !== sha256) fail("is not what its name says: its digest is another", name);
    if (!byDigest.has(sha256)) fail("no record names it", name);
  }
  for (const { sha256, record, what } of records?.named ?? [])
    if (!byDigest.has(sha256))
      fail(`${what} ${sha256}, which ${record} names, is neither here nor named as left out`);
  const leftOut = listed.filter(({ left_out }) => left_out !== undefined).length;
  if (said.documents !== listed.length - leftOut || said.left_out !== leftOut)
    checks.fail(
      "statements",
      `documents.json has ${listed.length - leftOut} here and ${leftOut} left out, said are ${said.documents} and ${said.left_out}`,
      RESPONSE_FILES.manifest,
    );
  return listed;
}
