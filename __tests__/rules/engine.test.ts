import { evaluate, RULES, tally, type Rule } from "../../rules";
import { ARCHIVE_PREFIX, ART12_ENTRIES, WRITTEN_ONCE } from "../../rules/facts/layout";
import { VAULT_PREFIXES, WRITTEN_ONCE as LAID_DOWN } from "../../configs";
import { HANDLE_KINDS as CONFIGURED_KINDS } from "../../configs/monitoring-schema";
import { ART12_METRICS } from "../../constructs/art12-logging/metrics";
import { ART12_TAG } from "../../evidence/event/log-entry";
import { forbiddenWordsIn } from "../../regulation";
import { HANDLE_KINDS } from "../../rules/facts/handles";
import { METRICS } from "../../rules/facts/metrics";
import { generatedFiles } from "../../rules/generate";
import { Stacks } from "./own-stacks";

const BROKEN: Rule = {
  id: "broken",
  duties: ["Art12"],
  title: "Breaks",
  why: "",
  fix: "",
  evaluate() {
    throw new TypeError("cannot read x of undefined");
  },
};

describe("A rule that fails itself", () => {
  const { verdicts, brokenRules } = evaluate([BROKEN, ...RULES], new Stacks().set());

  it("is one verdict that nothing is known, with the error's words", () => {
    expect(verdicts[0]).toEqual({
      rule: "broken",
      duties: ["Art12"],
      address: "*",
      verdict: "unknown",
      reason: "the rule itself failed, so nothing is known: cannot read x of undefined",
    });
    expect(brokenRules).toEqual(["broken"]);
  });

  it("stops no other rule", () => expect(tally(verdicts)).toMatchObject({ unmet: 0, unknown: 1 }));
});

describe("The catalogue", () => {
  it("has no two rules of one name", () =>
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length));

  it.each(RULES)("$id says what it is about, why, and what to do", ({ title, why, fix }) => {
    for (const text of [title, why, fix]) expect(text.length).toBeGreaterThan(10);
  });

  it("uses none of the words that claim too much", () =>
    expect(generatedFiles.flatMap(({ content }) => forbiddenWordsIn(content))).toEqual([]));

  it("judges by the layout that the vault and the clients have", () => {
    expect(ART12_ENTRIES).toBe(ART12_TAG);
    expect(ARCHIVE_PREFIX).toBe(VAULT_PREFIXES.archive);
    expect(WRITTEN_ONCE).toEqual(LAID_DOWN);
    expect(HANDLE_KINDS).toEqual(CONFIGURED_KINDS);
    expect(METRICS).toEqual(
      Object.fromEntries(Object.values(ART12_METRICS).map(({ name, ...made }) => [name, made])),
    );
  });

  it("says nothing about an empty set, and passes nothing either", () => {
    const stacks = new Stacks();
    for (const name of Object.keys(stacks.json)) delete stacks.json[name];
    expect(tally(evaluate(RULES, stacks.set()).verdicts)).toEqual({
      met: 0,
      unmet: 0,
      unknown: 0,
      "not-applicable": RULES.length,
    });
  });
});
