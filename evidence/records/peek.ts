import { openEnvelope, utf8 } from "./envelope";
import { readStatement, type KnownStatement } from "./statement";

/** What a record says, and by which key it says it is signed. */
export interface Peeked {
  readonly keyId: string;
  readonly said: KnownStatement;
}

/** Takes a record at its word: for display, nothing is verified. Returns the reason, as text, when it says nothing. */
export function peekRecord(bytes: Buffer): Peeked | string {
  const envelope = openEnvelope(bytes);
  if (typeof envelope === "string") return envelope;
  try {
    const said = readStatement(utf8(envelope.payload) ?? "");
    return "kind" in said ? { keyId: envelope.keyId, said } : "its payload is no statement of a known kind";
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return "its payload cannot be read";
    throw error;
  }
}
