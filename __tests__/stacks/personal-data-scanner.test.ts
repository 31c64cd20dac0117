import { digestFields } from "../../constructs/art12-logging/digest-fields";
import { PERSONAL_DATA } from "../../constructs/datadog-organisation/personal-data";
import { canonicalString } from "../../evidence/event";
import { DIGEST_FIELDS, PERSONAL_DATA_PATTERNS } from "../../rules/facts/personal-data";
import { sha256 } from "../../rules/facts/tables";
import { validEvents } from "../clients/vectors";
import { synthesize } from "./synthesized";

const RULES = Object.values(
  synthesize().stacks["example-datadog"]?.resource?.["datadog_sensitive_data_scanner_rule"] ?? {},
);

/** Kinds found in a text. */
const kindsIn = (text: string): readonly string[] =>
  PERSONAL_DATA.filter(({ pattern }) => new RegExp(pattern, "u").test(text)).map(({ key }) => key);

describe("The scanner finds what has no place in a log entry", () => {
  it.each([
    ["jane.doe@example.org", "email"],
    ["Jane Doe <jane+loans@mail.example.co.uk>", "email"],
    ["DE89 3704 0044 0532 0130 00", "iban"],
    ["FR1420041010050500013M02606", "iban"],
    ["4111 1111 1111 1111", "payment_card"],
    ["4111-1111-1111-1111", "payment_card"],
    ["+49 30 1234 5678", "phone"],
    ["+4915112345678", "phone"],
  ])("%s", (text, kind) => expect(kindsIn(`{"reason":"${text}"}`)).toContain(kind));
});

describe("The scanner finds nothing where there is nothing", () => {
  it.each(validEvents())("in the entry of a valid event: $name", ({ event }) =>
    expect(kindsIn(canonicalString(event as never))).toEqual([]),
  );

  it.each([
    ["a digest of digits alone", "12345678901234567890123456789012".repeat(2)],
    ["a digest", "588f835f5a7685809e6cc1b335a4c013a7416e7b36f245a509e299d2dab12345"],
    ["a time", "2026-11-24T21:00:00.000Z"],
    ["a version with a build", "2026.11.3+build7"],
    ["an emitter", "credit-scoring.3f0c9d52-8a61-4e0b-9a57-6f1f2c1d7e44"],
  ])("in %s", (_, text) => expect(kindsIn(`{"x":"${text}"}`)).toEqual([]));
});

describe("The scanner's rules", () => {
  it("change nothing and tag what they find", () => {
    expect(RULES).toHaveLength(PERSONAL_DATA.length);
    for (const rule of RULES) {
      expect(rule["text_replacement"]).toEqual({ type: "none" });
      expect(rule["tags"]).toContain("compliance.art12_personal_data:true");
    }
  });

  it("leave out the fields that hold digests and ids, and not the entry itself", () => {
    for (const { excluded_namespaces: excluded } of RULES) {
      expect(excluded).toEqual(expect.arrayContaining(["art12.entry_sha256", "art12.event.input.digest"]));
      expect(excluded).not.toContain("art12.entry");
    }
  });

  it("are what the rules of the catalogue judge by", () => {
    expect(DIGEST_FIELDS).toEqual(digestFields());
    const patterns = PERSONAL_DATA.map(({ key, pattern }) => [key, sha256(pattern)]);
    expect(PERSONAL_DATA_PATTERNS).toEqual(Object.fromEntries(patterns));
  });
});
