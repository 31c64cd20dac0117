import {
  judgeRecord,
  placeOf,
  readHead,
  readRecord,
  recordKey,
  type Details,
  type KeyRing,
  type RecordStore,
} from "../records";

/** Records looked back at: those of other environments, and such as nobody relies on, may lie between. */
const LOOKED_BACK = 20;

/** Kinds of checks that run again and again, each for one environment. */
type CheckKind = "registry-check" | "version-check";

/**
 * What the last check of the environment recorded, signed by a key that counts. Only memory: who forges it can at the
 * most have a finding told again, or not again.
 *
 * @throws UserError when the vault cannot be read
 */
export async function lastRecorded<Kind extends CheckKind>(
  store: RecordStore,
  ring: KeyRing,
  {
    stream,
    kind,
    environment,
  }: { readonly stream: string; readonly kind: Kind; readonly environment: string },
): Promise<Details<Kind> | undefined> {
  const { sequence } = await readHead(store, stream);
  for (let number = sequence; number > Math.max(0, sequence - LOOKED_BACK); number--) {
    const key = recordKey(stream, number);
    const bytes = (await readRecord(store, key))?.bytes;
    const place = placeOf(key);
    if (!Buffer.isBuffer(bytes) || place === undefined) continue;
    const { faults, signed } = judgeRecord(bytes, place, ring);
    if (faults.length > 0 || signed?.said.kind !== kind) continue;
    const { details } = signed.said.statement.predicate;
    if ((details as Details<CheckKind>).environment === environment) return details as Details<Kind>;
  }
  return undefined;
}
