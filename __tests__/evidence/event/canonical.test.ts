import { canonicalString, sha256Hex } from "../../../evidence/event";
import { Art12InputError } from "../../../clients/node";
import { canonicalData, canonicalString as clientCanonicalString } from "../../../clients/node/canonical";
import { readVectors } from "../../clients/vectors";

interface Vectors {
  readonly cases: readonly { name: string; json: string; canonical: string; sha256: string }[];
  readonly refused: readonly { name: string; json: string }[];
}

const { cases, refused } = readVectors<Vectors>("canonicalization.json");

describe("the canonical string (RFC 8785)", () => {
  it.each(cases)("$name", ({ json, canonical, sha256 }) => {
    const value: unknown = JSON.parse(json);
    expect(canonicalString(value)).toBe(canonical);
    expect(clientCanonicalString(value as object)).toBe(canonical);
    expect(canonicalData(value, "input")).toBe(canonical);
    expect(sha256Hex(canonical)).toBe(sha256);
    expect(canonicalString(JSON.parse(canonical))).toBe(canonical);
  });

  it.each(refused)("does not exist for an input with $name", ({ json }) => {
    expect(() => canonicalData(JSON.parse(json), "input")).toThrow(Art12InputError);
  });

  it("exists for JSON values only", () => {
    expect(() => canonicalString(undefined)).toThrow(TypeError);
  });
});
