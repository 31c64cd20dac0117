import type { ListObjectVersionsCommandInput, S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import { s3Client, type ObjectVersion } from "../archive";
import { RECORDS_ROOT } from "./record-key";
import { objectFault, putOutcome, storeFault } from "./s3-answers";
import type { PutOutcome, RecordStore, StoredKey } from "./store";

/** Where the vault's records are, and how new ones are locked. */
export interface RecordVault {
  readonly bucket: string;
  readonly region: string;
  /** Bucket in the URL's path, not its host name: for an emulated AWS. @default false */
  readonly forcePathStyle?: boolean;
  /** @default the process's own, as for every AWS tool */
  readonly credentials?: NonNullable<S3ClientConfig["credentials"]>;
  /** Object Lock of each new record. @default the bucket's */
  readonly retention?: { readonly mode: "GOVERNANCE" | "COMPLIANCE"; readonly until: Date };
}

/** Without limits a lost connection would be waited for without end. */
const CONNECT_MS = 5_000;
const ANSWER_MS = 30_000;

/** Records, and what is kept beside them. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".json": "application/vnd.dsse.envelope.v1+json",
  ".tsr": "application/timestamp-reply",
  ".parquet": "application/vnd.apache.parquet",
};

/** Keeps records in S3; profile and endpoint come from the environment, as for every AWS tool. */
export class S3RecordStore implements RecordStore {
  readonly name: string;

  constructor(
    private readonly vault: RecordVault,
    private readonly client: Pick<S3Client, "send"> = s3Client({
      region: vault.region,
      forcePathStyle: vault.forcePathStyle ?? false,
      ...(vault.credentials && { credentials: vault.credentials }),
      requestHandler: {
        connectionTimeout: CONNECT_MS,
        requestTimeout: ANSWER_MS,
        throwOnRequestTimeout: true,
      },
    }),
  ) {
    this.name = `s3://${vault.bucket}/${RECORDS_ROOT.slice(0, -1)}`;
  }

  async putIfAbsent(key: string, bytes: Uint8Array): Promise<PutOutcome> {
    const { PutObjectCommand } = await import("@aws-sdk/client-s3");
    const { bucket, retention } = this.vault;
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: bytes,
      // The bucket policy refuses puts without it, below records/ and below what belongs to records.
      IfNoneMatch: "*",
      ContentType: contentType(key),
      ...(retention && { ObjectLockMode: retention.mode, ObjectLockRetainUntilDate: retention.until }),
    });
    try {
      await this.client.send(command);
      return { is: "written" };
    } catch (error) {
      return putOutcome(error, this.vault);
    }
  }

  async *list(prefix: string, after?: string): AsyncIterable<StoredKey> {
    let open: { key: string; versions: ObjectVersion[]; deleteMarkers: ObjectVersion[] } | undefined;
    for await (const page of this.#pages({
      Prefix: prefix,
      ...(after !== undefined && { KeyMarker: after }),
    })) {
      const listed = [
        ...(page.Versions ?? []).map((version) => objectVersion(version, false)),
        ...(page.DeleteMarkers ?? []).map((marker) => objectVersion(marker, true)),
      ];
      // S3 lists the versions of a key newest first; a key's versions may go on on the next page.
      for (const version of listed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))) {
        if (after !== undefined && version.key <= after) continue;
        if (open?.key !== version.key) {
          if (open) yield open;
          open = { key: version.key, versions: [], deleteMarkers: [] };
        }
        (version.deleteMarker ? open.deleteMarkers : open.versions).unshift(version);
      }
    }
    if (open) yield open;
  }

  async streams(): Promise<string[]> {
    const names: string[] = [];
    for await (const { CommonPrefixes } of this.#pages({ Prefix: RECORDS_ROOT, Delimiter: "/" })) {
      for (const { Prefix } of CommonPrefixes ?? [])
        names.push((Prefix ?? "").slice(RECORDS_ROOT.length, -1));
    }
    return names;
  }

  async read(version: ObjectVersion): Promise<Buffer> {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    try {
      const command = new GetObjectCommand({
        Bucket: this.vault.bucket,
        Key: version.key,
        VersionId: version.versionId,
      });
      const { Body } = await this.client.send(command);
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    } catch (error) {
      throw objectFault(error, version, this.vault);
    }
  }

  async *#pages(request: Omit<ListObjectVersionsCommandInput, "Bucket">) {
    let markers = {};
    for (;;) {
      const page = await this.#page({ Bucket: this.vault.bucket, ...request, ...markers });
      yield page;
      if (!page.IsTruncated) return;
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
  }

  async #page(request: ListObjectVersionsCommandInput) {
    const { ListObjectVersionsCommand } = await import("@aws-sdk/client-s3");
    try {
      return await this.client.send(new ListObjectVersionsCommand(request));
    } catch (error) {
      throw storeFault(error, this.vault);
    }
  }
}

function contentType(key: string): string {
  const suffix = key.slice(key.lastIndexOf("."));
  return CONTENT_TYPES[suffix] ?? "application/octet-stream";
}

interface Listed {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly Size?: number | undefined;
  readonly LastModified?: Date | undefined;
}

function objectVersion({ Key, VersionId, Size, LastModified }: Listed, deleteMarker: boolean): ObjectVersion {
  return {
    key: Key ?? "",
    versionId: VersionId ?? "null",
    bytes: Size ?? 0,
    writtenAt: (LastModified ?? new Date(0)).toISOString(),
    deleteMarker,
  };
}
