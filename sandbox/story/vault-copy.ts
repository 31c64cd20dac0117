import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion,
  type S3Client,
} from "@aws-sdk/client-s3";
import { createWriteStream } from "node:fs";
import { mkdir, rm, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Copies parts of a bucket into a folder, replacing it, as `--source-dir` and `--dir` of the commands read it: archived
 * objects with every version as `<key>@<version>`, records and what stands beside them as `<key>`.
 *
 * @param versioned prefix of the archive
 * @param plain prefixes of what is written once
 */
export async function copyVault(
  s3: S3Client,
  Bucket: string,
  folder: string,
  { versioned, plain }: { readonly versioned: string; readonly plain: readonly string[] },
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const Prefix of [versioned, ...plain])
    for await (const { Key = "", VersionId, LastModified = new Date() } of versionsBelow(
      s3,
      Bucket,
      Prefix,
    )) {
      const file = join(folder, Prefix === versioned ? `${Key}@${VersionId}` : Key);
      await mkdir(dirname(file), { recursive: true });
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
      await pipeline(Body as Readable, createWriteStream(file));
      await utimes(file, LastModified, LastModified);
    }
}

async function* versionsBelow(s3: S3Client, Bucket: string, Prefix: string): AsyncGenerator<ObjectVersion> {
  let from: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  while (from !== undefined) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix, ...from }),
    );
    yield* page.Versions ?? [];
    from = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined;
  }
}
