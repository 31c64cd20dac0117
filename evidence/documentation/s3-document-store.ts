import type { S3Client } from "@aws-sdk/client-s3";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import {
  documentationAccessDenied,
  documentChanged,
  documentNotSettled,
  documentTooLong,
  UserError,
} from "../../errors";
import { VAULT_PREFIXES } from "../../configs/vault-layout";
import { s3Client, type ObjectVersion } from "../archive";
import { archiveFault } from "../archive/s3-faults";
import { S3RecordStore, type RecordVault } from "../records";
import { checked, mustBe } from "./checked";
import { documentKey, type Document, type DocumentStore, type OpenDocument } from "./document-store";

/** What S3 takes in one put. Parts of an upload are checked one by one, a put as a whole. */
const MOST_BYTES = 5 * 1024 ** 3;

const CONNECT_MS = 5_000;
/** Without a byte moving. A large model takes its time. */
const SILENCE_MS = 60_000;

/** How often a put is tried whose answer was lost, and how long is waited between. */
const TRIES = 3;
const WAIT_MS = 500;

/** The answer of S3 that a digest it computed is not the one that was sent along. */
const DIGEST_FAULTS: ReadonlySet<string> = new Set(["BadDigest", "XAmzContentChecksumMismatch"]);

/**
 * Keeps documents in the vault. S3 checks the digest of what arrives and keeps it beside the object, so that a document
 * that is there is known without being read. Readers list versions: the first counts.
 */
export class S3DocumentStore implements DocumentStore {
  readonly name: string;
  readonly #versions: Pick<S3RecordStore, "list">;

  constructor(
    private readonly vault: Pick<RecordVault, "bucket" | "region" | "forcePathStyle" | "credentials">,
    private readonly client: Pick<S3Client, "send"> = s3Client({
      region: vault.region,
      forcePathStyle: vault.forcePathStyle ?? false,
      ...(vault.credentials && { credentials: vault.credentials }),
      requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
    }),
  ) {
    this.name = `s3://${vault.bucket}/${VAULT_PREFIXES.documentation}`;
    this.#versions = new S3RecordStore(vault, client);
  }

  async has(document: Document): Promise<boolean> {
    const first = await this.#first(document.sha256);
    if (first === undefined) return false;
    const kept = await this.#digestOf(first);
    if (kept === undefined) await mustBe(document, await this.#open(first));
    else if (kept !== document.sha256 || first.bytes !== document.bytes)
      throw documentChanged(first.key, `${first.bytes} bytes of SHA-256 ${kept}`);
    return true;
  }

  async put(document: Document, open: OpenDocument): Promise<void> {
    const key = documentKey(document.sha256);
    if (document.bytes > MOST_BYTES) throw documentTooLong(key, document.bytes, MOST_BYTES);
    for (let tries = 1; ; tries++) {
      const unsettled = await this.#tryPut(key, document, open);
      if (unsettled === undefined) return;
      // The put may have arrived, or somebody else's.
      if (await this.has(document)) return;
      if (tries === TRIES) throw documentNotSettled(key, unsettled);
      await sleep(WAIT_MS * tries);
    }
  }

  async read(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const first = await this.#first(sha256);
    return first && checked({ sha256 }, await this.#open(first));
  }

  /** @returns why it is not known whether the document is there now; nothing where it is */
  async #tryPut(key: string, document: Document, open: OpenDocument): Promise<string | undefined> {
    const { PutObjectCommand } = await import("@aws-sdk/client-s3");
    const source = Readable.from(checked(document, await open()), { objectMode: false });
    // The client would wait for the rest of a body that broke off.
    const broken = new AbortController();
    let ofSource: unknown;
    source.on("error", (error) => {
      ofSource = error;
      broken.abort();
    });
    try {
      await this.client.send(
        new PutObjectCommand({
          Bucket: this.vault.bucket,
          Key: key,
          Body: source,
          ContentLength: document.bytes,
          ChecksumAlgorithm: "SHA256",
          ChecksumSHA256: Buffer.from(document.sha256, "hex").toString("base64"),
          IfNoneMatch: "*",
          ContentType: "application/octet-stream",
        }),
        { abortSignal: broken.signal },
      );
      return undefined;
    } catch (error) {
      source.destroy();
      if (ofSource !== undefined) throw ofSource;
      const { name, message } = error as Error;
      if (DIGEST_FAULTS.has(name)) throw documentChanged(key, `what arrived has another SHA-256 (${name})`);
      const fault = this.#fault(error);
      if (fault instanceof UserError && fault.code !== "archive-endpoint-unreachable") throw fault;
      return `${name}: ${message}`;
    }
  }

  async #first(sha256: string): Promise<ObjectVersion | undefined> {
    const key = documentKey(sha256);
    for await (const { key: found, versions } of this.#versions.list(key)) {
      if (found === key) return versions[0];
    }
    return undefined;
  }

  async #digestOf({ key, versionId }: ObjectVersion): Promise<string | undefined> {
    const { HeadObjectCommand } = await import("@aws-sdk/client-s3");
    const command = new HeadObjectCommand({
      Bucket: this.vault.bucket,
      Key: key,
      VersionId: versionId,
      ChecksumMode: "ENABLED",
    });
    const { ChecksumSHA256 } = await this.#sent(() => this.client.send(command));
    return ChecksumSHA256 && Buffer.from(ChecksumSHA256, "base64").toString("hex");
  }

  async #open({ key, versionId }: ObjectVersion): Promise<AsyncIterable<Uint8Array>> {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    const command = new GetObjectCommand({ Bucket: this.vault.bucket, Key: key, VersionId: versionId });
    const { Body } = await this.#sent(() => this.client.send(command));
    return Body as Readable;
  }

  async #sent<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    try {
      return await send();
    } catch (error) {
      throw this.#fault(error);
    }
  }

  #fault(error: unknown): unknown {
    const { bucket, region } = this.vault;
    const fault = archiveFault(error, { bucket, region, path: VAULT_PREFIXES.documentation });
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    const denied = fault instanceof UserError && fault.code === "archive-access-denied";
    return denied || (fault === error && status === 403) ? documentationAccessDenied(bucket) : fault;
  }
}
