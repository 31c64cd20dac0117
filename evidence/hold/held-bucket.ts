import {
  GetObjectLegalHoldCommand,
  ListObjectVersionsCommand,
  PutObjectLegalHoldCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { bucketWithoutLock, legalHoldDenied } from "../../errors";
import type { ObjectVersion } from "../archive";
import { archiveFault } from "../archive/s3-faults";
import { covers, type Area } from "./scope";

/** A locked bucket whose versions can be held. */
export interface HeldBucketLocation {
  readonly bucket: string;
  readonly region: string;
  /** Bucket in the URL's path, not its host name: for an emulated AWS. @default false */
  readonly forcePathStyle?: boolean;
}

/** A version, or a delete marker, as it is listed. */
export interface ListedVersion extends ObjectVersion {
  /** S3's name of the class; nothing for a delete marker. */
  readonly storageClass?: string;
}

/** What one listing request brought. */
export interface ListedPage {
  readonly versions: readonly ListedVersion[];
}

/** Without limits a lost connection would be waited for without end. */
const CONNECT_MS = 5_000;
const ANSWER_MS = 30_000;
/** Tens of thousands of calls in a row meet S3's "slow down" now and then. */
const ATTEMPTS = 6;

/** Sets and reads S3 legal holds; credentials, profile and endpoint come from the environment, as for every AWS tool. */
export class HeldBucket {
  readonly name: string;

  constructor(
    private readonly location: HeldBucketLocation,
    private readonly client: Pick<S3Client, "send"> = new S3Client({
      region: location.region,
      forcePathStyle: location.forcePathStyle ?? false,
      maxAttempts: ATTEMPTS,
      requestHandler: {
        connectionTimeout: CONNECT_MS,
        requestTimeout: ANSWER_MS,
        throwOnRequestTimeout: true,
      },
    }),
  ) {
    this.name = `s3://${location.bucket}`;
  }

  /** All versions and delete markers in an area, a page a request. Throws UserError. */
  async *pages(area: Area): AsyncGenerator<ListedPage> {
    let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {
      KeyMarker: area.firstKey,
    };
    for (;;) {
      const page = await this.#page(area.prefix, markers);
      const listed = [
        ...(page.Versions ?? []).map((version) => listedVersion(version, false)),
        ...(page.DeleteMarkers ?? []).map((marker) => listedVersion(marker, true)),
      ];
      yield { versions: listed.filter((version) => covers(area, version)) };
      const isPast = area.endKey !== undefined && listed.some(({ key }) => key >= (area.endKey as string));
      if (!page.IsTruncated || isPast) return;
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
  }

  /** Whether a version is held; `gone` when it is there no more. Throws UserError. */
  async isHeld({ key, versionId }: ObjectVersion): Promise<boolean | "gone"> {
    try {
      const command = new GetObjectLegalHoldCommand({
        Bucket: this.location.bucket,
        Key: key,
        VersionId: versionId,
      });
      const { LegalHold } = await this.client.send(command);
      return LegalHold?.Status === "ON";
    } catch (error) {
      // S3's answer for a version on which a hold was never set.
      if (error instanceof Error && error.name === "NoSuchObjectLockConfiguration") return false;
      return this.#gone(error, "s3:GetObjectLegalHold");
    }
  }

  /** Sets a version's hold, or takes it off; `gone` when the version is there no more. Throws UserError. */
  async setHold({ key, versionId }: ObjectVersion, held: boolean): Promise<"set" | "gone"> {
    try {
      const command = new PutObjectLegalHoldCommand({
        Bucket: this.location.bucket,
        Key: key,
        VersionId: versionId,
        LegalHold: { Status: held ? "ON" : "OFF" },
      });
      await this.client.send(command);
      return "set";
    } catch (error) {
      return this.#gone(error, "s3:PutObjectLegalHold");
    }
  }

  async #page(prefix: string, markers: object) {
    try {
      const command = new ListObjectVersionsCommand({
        Bucket: this.location.bucket,
        Prefix: prefix,
        ...markers,
      });
      return await this.client.send(command);
    } catch (error) {
      throw this.#fault(error);
    }
  }

  #gone(error: unknown, right: string): "gone" {
    const name = error instanceof Error ? error.name : "";
    if (name === "NoSuchKey" || name === "NoSuchVersion") return "gone";
    if (name === "AccessDenied" || statusOf(error) === 403) throw legalHoldDenied(this.name, right);
    if (name === "InvalidRequest") throw bucketWithoutLock(this.name);
    throw this.#fault(error);
  }

  #fault(error: unknown): unknown {
    const { bucket, region } = this.location;
    return archiveFault(error, { bucket, region, path: "" });
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
}

interface Listed {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly Size?: number | undefined;
  readonly LastModified?: Date | undefined;
  readonly StorageClass?: string | undefined;
}

function listedVersion(listed: Listed, deleteMarker: boolean): ListedVersion {
  return {
    key: listed.Key ?? "",
    versionId: listed.VersionId ?? "null",
    bytes: listed.Size ?? 0,
    writtenAt: (listed.LastModified ?? new Date(0)).toISOString(),
    deleteMarker,
    ...(listed.StorageClass !== undefined && { storageClass: listed.StorageClass }),
  };
}
