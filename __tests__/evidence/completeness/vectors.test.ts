import { checkpointKey, signCheckpoint, type Checkpoint } from "../../../clients/node/checkpoint";
import { judgeCheckpoint } from "../../../evidence/completeness/judge-checkpoint";
import { keyRingOf } from "../../../evidence/records";
import { readVectors } from "../../clients/vectors";

interface Vectors {
  readonly whose: { readonly system: string; readonly environment: string };
  readonly key_ring: Parameters<typeof keyRingOf>[0];
  readonly checkpoints: readonly {
    readonly name: string;
    readonly checkpoint: Checkpoint;
    readonly key: string;
    readonly payload: string;
    readonly signed: string;
    readonly envelope: string;
  }[];
  readonly refused: readonly {
    readonly name: string;
    readonly code: string;
    readonly key: string;
    readonly envelope: string;
  }[];
}

const { whose, key_ring, checkpoints, refused } = readVectors<Vectors>("checkpoints.json");
const ring = keyRingOf(key_ring);
const judged = (key: string, envelope: string) =>
  judgeCheckpoint({ key, version_id: "1", written_at: "2026-11-26T00:00:00.000Z", envelope }, whose, ring);

describe("The published vectors of checkpoints", () => {
  it.each(checkpoints)("are heeded by the reading side: $name", ({ key, envelope, checkpoint }) => {
    expect(judged(key, envelope)).toEqual({ sound: checkpoint });
  });

  it.each(refused)("are refused by the reading side: $name", ({ code, key, envelope }) => {
    expect(judged(key, envelope)).toMatchObject({ fault: { code } });
  });

  it.each(checkpoints)("are what the Node client signs, and where it puts it: $name", async (vector) => {
    let signed = "";
    const sign = async (bytes: Uint8Array) => {
      signed = Buffer.from(bytes).toString();
      return Buffer.from("signature");
    };
    const made = await signCheckpoint(vector.checkpoint, { keyId: key_ring.keys[0]!.keyId, sign });
    const envelope = JSON.parse(made.toString()) as { payload: string; signatures: { sig: string }[] };
    expect(signed).toBe(vector.signed);
    expect(Buffer.from(envelope.payload, "base64").toString()).toBe(vector.payload);
    expect(checkpointKey(vector.checkpoint)).toBe(vector.key);
    // All but the signature, which differs each time.
    const { signatures, ...rest } = JSON.parse(vector.envelope) as typeof envelope;
    expect(signatures).toHaveLength(1);
    expect(envelope).toMatchObject(rest);
  });
});
