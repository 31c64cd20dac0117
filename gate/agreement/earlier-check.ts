import {
  judgeRecord,
  placeOf,
  readHead,
  readRecord,
  recordKey,
  type Details,
  type KeyRing,
  type RecordStore,
} from "../../evidence/records";

/** Where checks of the registry are recorded. A role may append to streams that begin with its name. */
export const REGISTRY_CHECK_STREAM = "detector-registry-check";

/** Records looked back at: those of other environments, and such as nobody relies on, may lie between. */
const LOOKED_BACK = 20;

type RecordedCheck = Details<"registry-check">;

/**
 * What the last check of the environment recorded, signed by a key that counts. Only memory: who forges it can at the
 * most have a finding told again, or not again.
 *
 * @throws UserError when the vault cannot be read
 */
export async function readEarlierCheck(
  store: RecordStore,
  ring: KeyRing,
  environment: string,
): Promise<RecordedCheck | undefined> {
  const { sequence } = await readHead(store, REGISTRY_CHECK_STREAM);
  for (let number = sequence; number > Math.max(0, sequence - LOOKED_BACK); number--) {
    const key = recordKey(REGISTRY_CHECK_STREAM, number);
    const bytes = (await readRecord(store, key))?.bytes;
    const place = placeOf(key);
    if (!Buffer.isBuffer(bytes) || place === undefined) continue;
    const { faults, signed } = judgeRecord(bytes, place, ring);
    if (faults.length > 0 || signed?.said.kind !== "registry-check") continue;
    const { details } = signed.said.statement.predicate;
    if (details.environment === environment) return details;
  }
  return undefined;
}
