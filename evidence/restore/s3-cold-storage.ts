import {
  HeadObjectCommand,
  RestoreObjectCommand,
  S3Client,
  type RestoreObjectCommandInput,
  type Tier,
} from "@aws-sdk/client-s3";
import { restoreDenied } from "../../errors";
import { awsFaultNames, UnreadableObject, type VaultLocation } from "../archive";
import { archiveFault } from "../archive/s3-faults";
import type { RestoreTier } from "../cost";
import type { ColdStorage, RestoreWish } from "./cold-storage";
import type { ColdVersion } from "./cold-versions";
import { restoreState, type RestoreState } from "./state";

const TIERS: Readonly<Record<RestoreTier, Tier>> = {
  bulk: "Bulk",
  standard: "Standard",
  expedited: "Expedited",
};

/** Answers that concern one version only. HEAD has no body, so of some only the status is known. */
const VERSION_REASONS: Readonly<Record<string, string>> = {
  NoSuchKey: "it was listed, but is not there",
  NoSuchVersion: "it was listed, but is not there",
  NotFound: "it was listed, but is not there",
  InvalidObjectState: "S3 says that its storage class is none that is restored",
  InvalidArgument: "S3 does not offer this tier for its storage class",
  GlacierExpeditedRetrievalNotAvailable:
    "S3 has no capacity for expedited restores now; take --tier standard",
};

/** The vault's cold versions in S3; credentials, profile and endpoint come from the environment. */
export class S3ColdStorage implements ColdStorage {
  constructor(
    private readonly vault: VaultLocation,
    private readonly client: Pick<S3Client, "send"> = new S3Client({
      region: vault.region,
      forcePathStyle: vault.forcePathStyle ?? false,
    }),
  ) {}

  async look(version: ColdVersion): Promise<RestoreState> {
    try {
      const { Restore } = await this.client.send(new HeadObjectCommand(this.#named(version)));
      return restoreState(Restore, new Date());
    } catch (error) {
      throw this.#fault(error, version, "s3:GetObjectVersion");
    }
  }

  async ask(version: ColdVersion, { tier, days }: RestoreWish): Promise<"asked" | "under-way" | "restored"> {
    const request: RestoreObjectCommandInput = {
      ...this.#named(version),
      RestoreRequest: { Days: days, GlacierJobParameters: { Tier: TIERS[tier] } },
    };
    try {
      const answer = await this.client.send(new RestoreObjectCommand(request));
      // 202: taken on. 200: the copy is there already, and now lives for so many days from today.
      return answer.$metadata.httpStatusCode === 200 ? "restored" : "asked";
    } catch (error) {
      if (awsFaultNames(error).has("RestoreAlreadyInProgress")) return "under-way";
      throw this.#fault(error, version, "s3:RestoreObject");
    }
  }

  #named({ key, versionId }: ColdVersion) {
    return { Bucket: this.vault.bucket, Key: key, VersionId: versionId };
  }

  #fault(error: unknown, { key, versionId }: ColdVersion, right: string): unknown {
    const names = awsFaultNames(error);
    for (const [name, reason] of Object.entries(VERSION_REASONS))
      if (names.has(name)) return new UnreadableObject(key, versionId, reason);
    // Rights do not differ between objects of the archive: this concerns all of them.
    if (statusOf(error) === 403 && !["ExpiredToken", "InvalidAccessKeyId"].some((name) => names.has(name)))
      return restoreDenied(`s3://${this.vault.bucket}/${this.vault.path}`, right);
    return archiveFault(error, this.vault);
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
}
