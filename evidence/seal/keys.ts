import { VAULT_PREFIXES } from "../../configs/vault-layout";
import { placeOf, recordKey } from "../records/record-key";

/** The stream of seals. */
export const SEAL_STREAM = "seal";

/** Where time stamps about seals are. */
export const STAMPS = `${VAULT_PREFIXES.timestamps}/${SEAL_STREAM}/`;

/** Where the look-up index is. */
export const INDEX = `${VAULT_PREFIXES.index}/`;

/** Object key of a seal. */
export function sealKey(sequence: number): string {
  return recordKey(SEAL_STREAM, sequence);
}

/** The number of the seal with that object key; nothing for another key. */
export function sealNumber(key: string): number | undefined {
  const place = placeOf(key);
  return place?.stream === SEAL_STREAM ? place.sequence : undefined;
}

/** Object key of a seal's time stamp; stamps of a seal are numbered from 1. */
export function stampKey(sequence: number, number: number): string {
  return `${STAMPS}${twelve(sequence)}.${number}.tsr`;
}

/** Which seal, and which of its stamps, a key is about; nothing for a name no stamp has. */
export function stampPlace(key: string): { sequence: number; number: number } | undefined {
  const [, sequence, number] = /^timestamps\/seal\/([0-9]{12})\.([1-9][0-9]{0,5})\.tsr$/.exec(key) ?? [];
  return sequence === undefined ? undefined : { sequence: Number(sequence), number: Number(number) };
}

/** Object key of the index over one seal's objects. */
export function indexKey(sequence: number, recordedAt: string): string {
  return `${INDEX}dt=${recordedAt.slice(0, 10).replaceAll("-", "")}/${twelve(sequence)}.parquet`;
}

/** The seal an index is over, and the day (`YYYY-MM-DD`) of that seal; nothing for a name no index has. */
export function indexPlace(key: string): { sequence: number; day: string } | undefined {
  const [, year, month, day, sequence] =
    /^index\/dt=([0-9]{4})([0-9]{2})([0-9]{2})\/([0-9]{12})\.parquet$/.exec(key) ?? [];
  return sequence === undefined ? undefined : { sequence: Number(sequence), day: `${year}-${month}-${day}` };
}

function twelve(sequence: number): string {
  return String(sequence).padStart(12, "0");
}
