import { copyFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalString } from "../../../evidence/event";
import type { KeyRing } from "../../../evidence/records";
import { actors, ringWith, stranger } from "./actors";
import { minute, type RecordFolder } from "./streams";

/** A way to tamper with a stream of five decisions, and what checking it must find. */
export interface Tampering {
  readonly what: string;
  readonly tamper: (folder: RecordFolder) => void | Promise<void>;
  readonly findings: readonly string[];
  readonly ring?: KeyRing;
}

/** Each shows that a record was… */
export const TAMPERINGS: readonly Tampering[] = [
  {
    what: "forged with a key that nobody knows",
    tamper: (folder) => folder.reword(3, stranger, { actor: "mallory" }),
    findings: ["unknown-key@3", "previous-mismatch@4"],
  },
  {
    what: "forged under the gate's key id",
    tamper: (folder) => forgeUnderGatesName(folder, 3),
    findings: ["bad-signature@3", "previous-mismatch@4"],
  },
  {
    what: "removed",
    tamper: (folder) => rmSync(folder.file(3)),
    findings: ["sequence-missing@3"],
  },
  {
    what: "removed, and it was the first",
    tamper: (folder) => rmSync(folder.file(1)),
    findings: ["sequence-missing@1"],
  },
  {
    what: "removed, and those behind it moved up",
    tamper: (folder) => [3, 4].forEach((n) => renameSync(folder.file(n + 1), folder.file(n))),
    findings: ["sequence-differs@3", "previous-mismatch@3", "sequence-differs@4"],
  },
  {
    what: "exchanged with its neighbour",
    tamper: (folder) => {
      renameSync(folder.file(2), folder.file(9));
      renameSync(folder.file(3), folder.file(2));
      renameSync(folder.file(9), folder.file(3));
    },
    findings: [
      "sequence-differs@2",
      "previous-mismatch@2",
      "sequence-differs@3",
      "previous-mismatch@3",
      "previous-mismatch@4",
    ],
  },
  {
    what: "signed again by another role",
    tamper: (folder) => folder.reword(3, actors.exporter, {}),
    findings: ["not-entitled@3", "previous-mismatch@4"],
  },
  {
    what: "signed again by another role that speaks for itself",
    tamper: (folder) => folder.reword(3, actors.exporter, { role: "exporter" }),
    findings: ["not-entitled@3", "previous-mismatch@4"],
  },
  {
    what: "signed again by the gate itself",
    tamper: (folder) => folder.reword(3, actors.gate, {}),
    findings: ["previous-mismatch@4"],
  },
  {
    what: "overlaid by a second version",
    tamper: (folder) => copyFileSync(folder.file(4), folder.file(3, "@v2")),
    findings: ["second-version@3"],
  },
  {
    what: "overlaid by a delete marker",
    tamper: (folder) => writeFileSync(folder.file(3, "@v2.delete-marker"), ""),
    findings: ["delete-marker@3"],
  },
  {
    what: "deleted so that only a marker is left",
    tamper: (folder) => renameSync(folder.file(3), folder.file(3, "@v2.delete-marker")),
    findings: ["delete-marker@3", "sequence-missing@3"],
  },
  {
    what: "hit by a flipped bit",
    tamper: (folder) => writeFileSync(folder.file(3), withFlippedBit(readFileSync(folder.file(3)), 40)),
    findings: ["bad-signature@3", "previous-mismatch@4"],
  },
  {
    what: "overwritten with something else",
    tamper: (folder) => writeFileSync(folder.file(3), "evidence"),
    findings: ["malformed-envelope@3", "previous-mismatch@4"],
  },
  {
    what: "given a second signature",
    tamper: (folder) =>
      writeFileSync(folder.file(3), withSecondSignature(readFileSync(folder.file(3), "utf8"))),
    findings: ["malformed-envelope@3", "previous-mismatch@4"],
  },
  {
    what: "given other white space",
    tamper: (folder) => writeFileSync(folder.file(3), `${readFileSync(folder.file(3), "utf8")}\n`),
    findings: ["malformed-envelope@3", "previous-mismatch@4"],
  },
  {
    what: "signed with its payload not in canonical form",
    tamper: (folder) => folder.exchange(3, actors.gate, JSON.stringify(folder.statement(3), undefined, 2)),
    findings: ["payload-not-canonical@3", "previous-mismatch@4"],
  },
  {
    what: "signed with a payload that is not UTF-8",
    tamper: (folder) => folder.exchange(3, actors.gate, Buffer.from([0x22, 0xff, 0x22])),
    findings: ["payload-not-canonical@3", "previous-mismatch@4"],
  },
  {
    what: "signed with a payload that begins with a byte order mark",
    tamper: (folder) => folder.exchange(3, actors.gate, `\ufeff${canonicalString(folder.statement(3))}`),
    findings: ["payload-not-canonical@3", "previous-mismatch@4"],
  },
  {
    what: "of a kind that nobody knows",
    tamper: (folder) =>
      folder.exchange(
        3,
        actors.gate,
        canonicalString({ ...folder.statement(3), predicateType: "urn:other:1" }),
      ),
    findings: ["statement-invalid@3", "previous-mismatch@4"],
  },
  {
    what: "with a field that no record has",
    tamper: (folder) => folder.reword(3, actors.gate, { ["note" as "actor"]: "hello" }),
    findings: ["statement-invalid@3", "previous-mismatch@4"],
  },
  {
    what: "nested deeper than can be read",
    tamper: (folder) => folder.exchange(3, actors.gate, "[".repeat(50_000) + "]".repeat(50_000)),
    findings: ["statement-invalid@3", "previous-mismatch@4"],
  },
  {
    what: "of another stream",
    tamper: (folder) => folder.reword(3, actors.gate, { stream: "other" }),
    findings: ["stream-differs@3", "previous-mismatch@4"],
  },
  {
    what: "larger than any record",
    tamper: (folder) => truncateSync(folder.file(3), 30_000_000),
    findings: ["record-unreadable@3"],
  },
  {
    what: "joined by a file that is no record",
    tamper: (folder) => writeFileSync(join(folder.dir, "records/gate/notes.txt"), "hello"),
    findings: ["unknown-name@0"],
  },
  {
    what: "dated earlier than the one before it",
    tamper: (folder) => folder.reword(5, actors.gate, { recordedAt: minute(-2).toISOString() }),
    findings: ["time-reversed@5"],
  },
  {
    what: "signed from before the key was valid",
    tamper: () => undefined,
    ring: ringWith({ gate: { validFrom: minute(3).toISOString() } }),
    findings: ["key-not-yet-valid@1", "key-not-yet-valid@2"],
  },
  {
    what: "signed with a key that the key ring says was revoked",
    tamper: () => undefined,
    ring: ringWith({ gate: { revocation: { effectiveFrom: minute(4).toISOString() } } }),
    findings: ["revoked-key@4", "revoked-key@5"],
  },
];

/** The bytes with one bit inverted. */
export function withFlippedBit(bytes: Buffer, at: number, bit = 0): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
  return flipped;
}

function withSecondSignature(text: string): string {
  const envelope = JSON.parse(text) as { signatures: unknown[] };
  return canonicalString({ ...envelope, signatures: [...envelope.signatures, ...envelope.signatures] });
}

async function forgeUnderGatesName(folder: RecordFolder, sequence: number): Promise<void> {
  await folder.reword(sequence, stranger, { actor: "mallory" });
  const text = readFileSync(folder.file(sequence), "utf8");
  writeFileSync(folder.file(sequence), text.replace(stranger.keyId, actors.gate.keyId));
}
