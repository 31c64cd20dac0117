import { createHash } from "node:crypto";
import type { Asset } from "../../../sandbox/datadog/assets";
import { receiveLog } from "../../../sandbox/datadog/received-log";
import { readScanner } from "../../../sandbox/datadog/scanner/definitions";
import { scan } from "../../../sandbox/datadog/scanner/scan";

const group = (more: object = {}): Asset => ({
  id: "g",
  attributes: { name: "g", is_enabled: true, filter: { query: "*" }, product_list: ["logs"], ...more },
});
const MAIL = "[a-z]+@[a-z.]+";
const rule = (more: object = {}): Asset => ({
  id: "r",
  attributes: { name: "mail", is_enabled: true, pattern: MAIL, tags: ["personal_data:mail"], ...more },
  relationships: { group: { data: { id: "g", type: "sensitive_data_scanner_group" } } },
});

const scanned = (sent: Record<string, unknown>, ruleMore: object = {}, groupMore: object = {}) =>
  scan(readScanner([group(groupMore)], [rule(ruleMore)]), receiveLog(sent, [], new Date()), () => 0.5);

const ENTRY = '{"reviewer":"jane@bank.example"}';
const ART12 = { art12: { entry: ENTRY, entry_sha256: createHash("sha256").update(ENTRY).digest("hex") } };

describe("the sensitive data scanner", () => {
  it("that detects tags the log and leaves the evidence as it was sent", () => {
    const log = scanned(ART12);
    expect(log.tags).toEqual(["personal_data:mail"]);
    expect(log.attributes).toEqual(ART12);
  });

  const replace = (text_replacement: object) => scanned(ART12, { text_replacement });
  it.each([
    ["redacts", { type: "replacement_string", replacement_string: "[mail]" }, '{"reviewer":"[mail]"}'],
    [
      "cuts from the beginning",
      { type: "partial_replacement_from_beginning", number_of_chars: 4 },
      '{"reviewer":"****@bank.example"}',
    ],
    [
      "cuts from the end",
      { type: "partial_replacement_from_end", number_of_chars: 12 },
      '{"reviewer":"jane@************"}',
    ],
  ])("that %s rewrites the entry, so that its digest no longer fits", (_, replacement, entry) => {
    const { art12 } = replace(replacement).attributes as typeof ART12;
    expect(art12.entry).toBe(entry);
    expect(createHash("sha256").update(art12.entry).digest("hex")).not.toBe(art12.entry_sha256);
  });

  it("that hashes leaves nothing of the text", () => {
    expect(JSON.stringify(replace({ type: "hash" }))).not.toContain("jane");
  });

  it.each<[string, object, object, number]>([
    ["finds nothing where its rule is switched off", { is_enabled: false }, {}, 0],
    ["finds nothing where its group is switched off", {}, { is_enabled: false }, 0],
    ["finds nothing in logs that the group does not scan", {}, { filter: { query: "team:a" } }, 0],
    ["finds nothing when it scans other products", {}, { product_list: ["apm"] }, 0],
    ["finds nothing in attributes it leaves out", { excluded_namespaces: ["art12"] }, {}, 0],
    ["finds nothing outside the attributes it looks at", { namespaces: ["user"] }, {}, 0],
    ["finds it in the attributes it looks at", { namespaces: ["art12.entry"] }, {}, 1],
    [
      "finds it with a keyword before it",
      { included_keyword_configuration: { keywords: ["Reviewer"], character_count: 20 } },
      {},
      1,
    ],
    [
      "finds nothing with the keyword too far off",
      { included_keyword_configuration: { keywords: ["{"], character_count: 3 } },
      {},
      0,
    ],
    ["scans the share of logs that it says", {}, { samplings: [{ product: "logs", rate: 60 }] }, 1],
    ["leaves the rest of that share", {}, { samplings: [{ product: "logs", rate: 40 }] }, 0],
  ])("%s", (_, ruleMore, groupMore, tags) => {
    expect(scanned(ART12, ruleMore, groupMore).tags).toHaveLength(tags);
  });

  it("scans the message, and no numbers", () => {
    expect(scanned({ message: "for jane@bank.example" }).tags).toHaveLength(1);
    expect(scanned({ iban: 12345 }, { pattern: "\\d+" }).tags).toHaveLength(0);
  });

  it.each([
    ["a pattern that is none", { pattern: "(" }, "attributes.pattern"],
    ["one of the vendor's patterns, which nobody outside has", { pattern: undefined }, "attributes.pattern"],
    ["an unknown replacement", { text_replacement: { type: "mask" } }, "attributes.text_replacement.type"],
  ])("is refused with %s", (_, more, field) => {
    expect(() => scanned({}, more)).toThrow(`scanning rule "mail": ${field}`);
  });
});
