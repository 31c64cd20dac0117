import { dsse } from "@sigstore/core";
import { createHash, verify, type KeyObject } from "node:crypto";
import { z } from "zod";
import { canonicalString } from "../event";
import { Digest } from "../event/values";
import { fingerprint, type Signer } from "../export/signer";

/** in-toto's payload type in DSSE. */
const PAYLOAD_TYPE = "application/vnd.in-toto+json";

const Base64 = z.base64().refine(isOnlySpelling, "Base64 in its one spelling, with padding");

/** DSSE, narrowed to what records use: one signature, by a key named by its fingerprint. */
const envelopeSchema = z.strictObject({
  payload: Base64,
  payloadType: z.literal(PAYLOAD_TYPE),
  signatures: z.tuple([z.strictObject({ keyid: Digest, sig: Base64 })]),
});

/** An envelope taken apart; nothing about it is checked but its form. */
export interface OpenedEnvelope {
  readonly payload: Buffer;
  readonly keyId: string;
  readonly signature: Buffer;
}

/** Signs a payload and returns the envelope's bytes, in canonical JSON. */
export async function signEnvelope(payload: Buffer, signer: Signer): Promise<Buffer> {
  const signature = await signer.sign(preAuthEncoding(payload));
  const envelope = {
    payload: payload.toString("base64"),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ keyid: fingerprint(signer.publicKeyPem), sig: signature.toString("base64") }],
  };
  return Buffer.from(canonicalString(envelope));
}

/** Takes an envelope apart. Returns the reason, as text, when the bytes are no envelope of a record. */
export function openEnvelope(bytes: Buffer): OpenedEnvelope | string {
  const text = utf8(bytes);
  const value = text === undefined ? undefined : json(text);
  if (value === undefined) return "it is not JSON in UTF-8";
  const parsed = envelopeSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue?.path.join(".") || "the envelope"}: ${issue?.message}`;
  }
  if (canonicalString(value) !== text) return "its JSON is not in canonical form";
  const [{ keyid, sig }] = parsed.data.signatures;
  return {
    payload: Buffer.from(parsed.data.payload, "base64"),
    keyId: keyid,
    signature: Buffer.from(sig, "base64"),
  };
}

/** Whether the signature over the payload was made with the private half of the key. */
export function isSignedWith(envelope: OpenedEnvelope, publicKey: KeyObject): boolean {
  return verify("sha256", preAuthEncoding(envelope.payload), publicKey, envelope.signature);
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

/** What is signed in place of the payload, so that its type cannot be exchanged. */
function preAuthEncoding(payload: Buffer): Buffer {
  return dsse.preAuthEncoding(PAYLOAD_TYPE, payload);
}

/** Base64 lets the last digit vary without changing the bytes; a record has one spelling only. */
function isOnlySpelling(text: string): boolean {
  return Buffer.from(text, "base64").toString("base64") === text;
}
