import { dsse } from "@sigstore/core";
import { createHash, verify, type KeyObject } from "node:crypto";
import { z } from "zod";
import { canonicalString } from "../event";
import { Digest } from "../event/values";
import { fingerprint, type Signer } from "../signing";

/** in-toto's payload type in DSSE. */
const PAYLOAD_TYPE = "application/vnd.in-toto+json";

const Base64 = z.base64().refine(isOnlySpelling, "Base64 in its one spelling, with padding");

/** DSSE, narrowed to what this product uses: one signature, by a key named by its fingerprint. */
const envelopeSchema = z.strictObject({
  payload: Base64,
  payloadType: z.string(),
  signatures: z.tuple([z.strictObject({ keyid: Digest, sig: Base64 })]),
});

/** An envelope taken apart; nothing about it is checked but its form. */
export interface OpenedEnvelope {
  readonly payloadType: string;
  readonly payload: Buffer;
  readonly keyId: string;
  readonly signature: Buffer;
}

/** Signs a payload and returns the envelope's bytes, in canonical JSON. */
export async function signEnvelope(payload: Buffer, signer: Signer): Promise<Buffer> {
  // The type is signed with the payload, so that it cannot be exchanged.
  const signature = await signer.sign(dsse.preAuthEncoding(PAYLOAD_TYPE, payload));
  const envelope = {
    payload: payload.toString("base64"),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ keyid: fingerprint(signer.publicKeyPem), sig: signature.toString("base64") }],
  };
  return Buffer.from(canonicalString(envelope));
}

/**
 * Takes an envelope apart. Returns the reason, as text, when the bytes are no envelope of that type of payload, by
 * default a record's.
 */
export function openEnvelope(bytes: Uint8Array, payloadType = PAYLOAD_TYPE): OpenedEnvelope | string {
  const text = utf8(bytes);
  const value = text === undefined ? undefined : json(text);
  if (value === undefined) return "it is not JSON in UTF-8";
  const parsed = envelopeSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue?.path.join(".") || "the envelope"}: ${issue?.message}`;
  }
  if (parsed.data.payloadType !== payloadType) return `payloadType: needed is ${payloadType}`;
  if (canonicalString(value) !== text) return "its JSON is not in canonical form";
  const [{ keyid, sig }] = parsed.data.signatures;
  return {
    payloadType,
    payload: Buffer.from(parsed.data.payload, "base64"),
    keyId: keyid,
    signature: Buffer.from(sig, "base64"),
  };
}

/** Whether the signature over the payload was made with the private half of the key. */
export function isSignedWith(envelope: OpenedEnvelope, publicKey: KeyObject): boolean {
  const { payloadType, payload, signature } = envelope;
  return verify("sha256", dsse.preAuthEncoding(payloadType, payload), publicKey, signature);
}

/** SHA-256 of an envelope's bytes, hex: what the next record of the stream names as `previous`. */
export function envelopeDigest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The JSON value of a text; nothing when it is no JSON. */
export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The text of UTF-8 bytes, a byte order mark included; nothing when they are not UTF-8. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Base64 lets the last digit vary without changing the bytes; an envelope has one spelling only. */
function isOnlySpelling(text: string): boolean {
  return Buffer.from(text, "base64").toString("base64") === text;
}
