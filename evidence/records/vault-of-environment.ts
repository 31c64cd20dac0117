import { names, type Environment } from "../../configs";
import type { RecordVault } from "./s3-store";

/** Where an environment's vault is. */
export function vaultBucketOf(
  environment: Environment,
): Pick<RecordVault, "bucket" | "region"> & { readonly forcePathStyle: boolean } {
  const { region, emulated } = environment.aws;
  return { bucket: names(environment).vaultBucket, region, forcePathStyle: emulated };
}
