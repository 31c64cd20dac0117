import type { Details, KeyRing, RecordStore } from "../../evidence/records";
import { lastRecorded } from "../../evidence/watching";

/** Where checks of the registry are recorded. A role may append to streams that begin with its name. */
export const REGISTRY_CHECK_STREAM = "detector-registry-check";

/**
 * What the last check of the environment recorded, signed by a key that counts.
 * @throws UserError when the vault cannot be read
 */
export function readEarlierCheck(
  store: RecordStore,
  ring: KeyRing,
  environment: string,
): Promise<Details<"registry-check"> | undefined> {
  return lastRecorded(store, ring, { stream: REGISTRY_CHECK_STREAM, kind: "registry-check", environment });
}
