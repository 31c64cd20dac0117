import type { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { s3Client } from "./s3-client";
import { archiveFault, objectFault } from "./s3-faults";
import type { ArchiveSource, ObjectVersion } from "./source";

/** Where the vault's archive is. */
export interface VaultLocation {
  readonly bucket: string;
  readonly region: string;
  /** Path of the archive in the bucket, without slashes at its ends. */
  readonly path: string;
  /** Bucket in the URL's path, not its host name: for an emulated AWS. @default false */
  readonly forcePathStyle?: boolean;
}

/** Reads from S3; credentials, profile and endpoint come from the environment, as for every AWS tool. */
export class S3Source implements ArchiveSource {
  readonly name: string;
  readonly #client: Pick<S3Client, "send">;

  constructor(private readonly vault: VaultLocation) {
    this.name = `s3://${vault.bucket}/${vault.path}`;
    this.#client = s3Client({ region: vault.region, forcePathStyle: vault.forcePathStyle ?? false });
  }

  async *list(prefix: string): AsyncIterable<ObjectVersion> {
    let keyMarker: string | undefined;
    let versionIdMarker: string | undefined;
    do {
      const page = await this.#page(prefix, keyMarker, versionIdMarker);
      for (const version of page.Versions ?? []) yield objectVersion(version, version.Size ?? 0, false);
      for (const marker of page.DeleteMarkers ?? []) yield objectVersion(marker, 0, true);
      keyMarker = page.IsTruncated ? page.NextKeyMarker : undefined;
      versionIdMarker = page.NextVersionIdMarker;
    } while (keyMarker !== undefined);
  }

  async open(version: ObjectVersion): Promise<Readable> {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    try {
      const command = new GetObjectCommand({
        Bucket: this.vault.bucket,
        Key: version.key,
        // A bucket that never had versioning answers "null" in its list, and takes it here.
        VersionId: version.versionId,
      });
      const answer = await this.#client.send(command);
      return answer.Body as Readable;
    } catch (error) {
      throw objectFault(error, version, this.vault);
    }
  }

  async #page(prefix: string, keyMarker: string | undefined, versionIdMarker: string | undefined) {
    const { ListObjectVersionsCommand } = await import("@aws-sdk/client-s3");
    try {
      return await this.#client.send(
        new ListObjectVersionsCommand({
          Bucket: this.vault.bucket,
          Prefix: prefix,
          KeyMarker: keyMarker,
          VersionIdMarker: versionIdMarker,
        }),
      );
    } catch (error) {
      throw archiveFault(error, this.vault);
    }
  }
}

interface Listed {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly LastModified?: Date | undefined;
  readonly StorageClass?: string | undefined;
}

function objectVersion(listed: Listed, bytes: number, deleteMarker: boolean): ObjectVersion {
  return {
    key: listed.Key ?? "",
    versionId: listed.VersionId ?? "null",
    bytes,
    writtenAt: (listed.LastModified ?? new Date(0)).toISOString(),
    deleteMarker,
    ...(listed.StorageClass !== undefined && { storageClass: listed.StorageClass }),
  };
}
