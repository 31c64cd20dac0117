import { checkpointKey } from "../../clients/node/checkpoint";
import { documentKey } from "../../evidence/documentation";
import { HOLD_STREAM } from "../../evidence/hold/hold-book";
import { KEY_STREAM, recordKey } from "../../evidence/records/record-key";
import { ROLES } from "../../evidence/records/roles";
import { indexKey, sealKey, stampKey } from "../../evidence/seal/keys";

/** Keys in the vault, made by the code that writes there, so that rights and code cannot drift apart. */
export const KEYS = {
  archive: "art12/dt=20261124/hour=21/archive_210000.0000.x.json.gz",
  record: recordKey("exporter", 1),
  stamp: stampKey(1, 1),
  index: indexKey(1, "2026-11-24T21:00:00.000Z"),
  checkpoint: checkpointKey({
    schema_version: "1.0.0",
    system: "credit-scoring",
    environment: "production",
    emitter: "credit-scoring.0193",
    sequence: 1,
    entry_sha256: "0".repeat(64),
    time: "2026-11-24T21:00:00.000Z",
    reason: "start",
  }),
  late: "late/dt=20261124/hour=21/archive_210000.0000.credit-scoring.0193.000000000001-000000000002.json.gz",
  documentation: documentKey("0".repeat(64)),
} as const;

/** Each kind of stream's next place, and the roles that may take it. */
export const NEXT_PLACES: readonly { readonly key: string; readonly writers: readonly string[] }[] = [
  ...ROLES.map((role) => ({ key: recordKey(role, 2), writers: [role] })),
  { key: recordKey(KEY_STREAM, 2), writers: ROLES },
  { key: recordKey(HOLD_STREAM, 2), writers: ["approver", "security-officer"] },
  { key: sealKey(2), writers: ["detector"] },
];
