import { RFC3161Timestamp } from "@sigstore/core";
import { X509Certificate } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { timestampCaUnusable } from "../../errors";
import { fetchFault } from "./fetch-fault";
import { inWorkFolder, openssl, type OpensslAnswer } from "./openssl";

/** A time-stamp authority (RFC 3161 over HTTP) and the certificates it is checked with. */
export interface TimeStampAuthority {
  readonly url: string;
  /** PEM file with the authority's root, and intermediate certificates where its answers lack them. */
  readonly caFile: string;
}

/** Digests a stamp may be made over. */
export const STAMP_DIGESTS = ["sha256", "sha384", "sha512"] as const;
export type StampDigest = (typeof STAMP_DIGESTS)[number];

/** No stamp was had; the seal stands nevertheless. */
export class NotStamped extends Error {}

const ANSWER_MS = 30_000;
/** A stamp with its certificates has a few kilobytes. */
const MAX_ANSWER_BYTES = 256 * 1024;

/**
 * Has the authority stamp some data, and checks the answer (signature, certificate, digest, nonce) before it counts.
 * The authority is sent the data's digest, not the data.
 *
 * @throws NotStamped with the reason when there is no good answer, UserError when openssl is missing
 */
export async function requestStamp(
  { url, caFile }: TimeStampAuthority,
  data: Buffer,
  digest: StampDigest = "sha256",
): Promise<Buffer> {
  return inWorkFolder(async (folder) => {
    const [file, query, reply] = ["data", "query.tsq", "reply.tsr"].map((name) =>
      path.join(folder, name),
    ) as [string, string, string];
    await writeFile(file, data);
    demand(await openssl("ts", "-query", "-data", file, `-${digest}`, "-cert", "-out", query));
    const bytes = await post(url, await readFile(query));
    await writeFile(reply, bytes);
    demand(await openssl("ts", "-verify", "-queryfile", query, "-in", reply, "-CAfile", caFile));
    return bytes;
  });
}

/** Checks a stamp over some data as of a moment. Returns the reason, as text, when it does not verify. */
export async function checkStamp(
  stamp: Buffer,
  data: Buffer,
  caFile: string,
  asOf: Date,
): Promise<string | undefined> {
  return inWorkFolder(async (folder) => {
    const [file, reply] = [path.join(folder, "data"), path.join(folder, "reply.tsr")];
    await writeFile(file, data);
    await writeFile(reply, stamp);
    const seconds = String(Math.floor(asOf.getTime() / 1000));
    const answer = await openssl(
      ...["ts", "-verify", "-data", file, "-in", reply, "-CAfile", caFile, "-attime", seconds],
    );
    return answer.ok ? undefined : answer.why;
  });
}

/** The time a stamp tells, in whole seconds, whether it verifies or not; nothing when it tells none. */
export function stampTime(stamp: Buffer): Date | undefined {
  try {
    const time = RFC3161Timestamp.parse(Buffer.from(stamp)).tstInfo.genTime;
    return Number.isNaN(time.getTime()) ? undefined : time;
  } catch {
    return undefined;
  }
}

/** When the certificate that signed a stamp expires; nothing when the stamp holds none. */
export async function stampExpiry(stamp: Buffer): Promise<Date | undefined> {
  return inWorkFolder(async (folder) => {
    const [reply, token] = [path.join(folder, "reply.tsr"), path.join(folder, "token.p7")];
    await writeFile(reply, stamp);
    const taken = await openssl("ts", "-reply", "-in", reply, "-token_out", "-out", token);
    if (!taken.ok) return undefined;
    const printed = await openssl("pkcs7", "-inform", "DER", "-in", token, "-print_certs");
    if (!printed.ok) return undefined;
    const pems = printed.stdout.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs) ?? [];
    const signer = pems.map((pem) => new X509Certificate(pem)).find(({ ca }) => !ca);
    return signer && new Date(signer.validTo);
  });
}

/** Makes sure that there are certificates and an openssl before anything is written. Throws UserError. */
export async function mustBeUsable(caFile: string): Promise<void> {
  const pem = await readFile(caFile, "utf8").catch(() => {
    throw timestampCaUnusable(caFile, "no such file");
  });
  const read = await openssl("x509", "-in", caFile, "-noout");
  if (!read.ok || !pem.includes("-----BEGIN CERTIFICATE-----"))
    throw timestampCaUnusable(caFile, "no certificate in PEM form");
}

function demand(answer: OpensslAnswer): void {
  if (!answer.ok) throw new NotStamped(answer.why);
}

async function post(url: string, query: Buffer): Promise<Buffer> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/timestamp-query" },
      body: query,
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (!answer.ok) throw new NotStamped(`the authority answered ${answer.status}`);
    if (bytes.length > MAX_ANSWER_BYTES) throw new NotStamped(`its answer has ${bytes.length} bytes`);
    return bytes;
  } catch (error) {
    if (error instanceof NotStamped) throw error;
    throw new NotStamped(fetchFault(error));
  }
}
