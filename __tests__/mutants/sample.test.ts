import { compareEvaluations } from "../../review/compare";
import { evaluate, RULES, synthesizedSet, type Rule } from "../../rules";
import { synthesize } from "../stacks/synthesized";
import { DIRECTIONS } from "./directions";
import { lineOf } from "./generate";
import { Judge } from "./judge";
import { faults, isClean, tallyOf } from "./report";
import { mutantsOfAll, runMutants } from "./run";

const { stacks } = synthesize();
/** Few enough for every run of the unit tests; `npm test` tries all of them in a suite of their own. */
const SAMPLE = (index: number) => index % 97 === 0;

describe("Judging only the rules that a change concerns", () => {
  it("says what running every rule says", () => {
    const mutants = mutantsOfAll(stacks).filter((_, index) => index % 293 === 0);
    const judge = new Judge(stacks, RULES);
    const sources = (json: Readonly<Record<string, unknown>>) =>
      Object.entries(json).map(([stack, each]) => ({ path: stack, stack, json: each }));
    const before = { set: judge.base, evaluation: evaluate(RULES, judge.base) };
    const told = (all: readonly { rule: string; address: string; effect: string }[]) =>
      all.map(({ rule, address, effect }) => `${rule} ${address} ${effect}`).sort();
    for (const mutant of mutants) {
      const set = synthesizedSet(sources({ ...stacks, [mutant.stack]: mutant.changed() }), true);
      const after = { set, evaluation: evaluate(RULES, set) };
      const whole = told(compareEvaluations({ rules: RULES, before, after }).findings);
      const { findings } = judge.judge(mutant.stack, mutant.changed());
      const ids = new Set([...RULES.map(({ id }) => id), "evidence-added"]);
      expect([lineOf(mutant), told(findings.filter(({ rule }) => ids.has(rule)))]).toEqual([
        lineOf(mutant),
        whole,
      ]);
    }
  });
});

describe("Changes to every attribute of what we declare", () => {
  it("are classified one and all, and what weakens in a sample of them is seen, nothing else", () => {
    const ran = runMutants({ stacks, rules: RULES, tables: DIRECTIONS, only: SAMPLE });
    const { outcomes, unclassified, stale } = ran;
    expect(unclassified).toEqual([]);
    expect(faults(outcomes, stale)).toEqual([]);
    const tally = tallyOf(outcomes);
    expect(isClean(tally, stale)).toBe(true);
    expect(tally.killed).toBeGreaterThan(50);
  });

  it("that nobody classified are named", () => {
    const without = DIRECTIONS.filter(({ type }) => type !== "aws_s3_bucket_versioning" && type !== "*");
    const { unclassified } = runMutants({ stacks, rules: [], tables: without, only: () => false });
    expect(unclassified.some((line) => line.includes("aws_s3_bucket_versioning.evidence_vault"))).toBe(true);
  });

  const blind = (rule: Rule): Rule => ({ ...rule, evaluate: () => [] });
  const broken = (rule: Rule): Rule => ({
    ...rule,
    evaluate() {
      throw new Error("a fault of ours");
    },
  });

  it("survive where the rules see nothing", () => {
    const { outcomes, stale } = runMutants({
      stacks,
      rules: RULES.map(blind),
      tables: DIRECTIONS,
      only: SAMPLE,
    });
    expect(faults(outcomes, stale).some((line) => line.startsWith("SURVIVED"))).toBe(true);
  });

  it("are no pass where a rule fails", () => {
    const rules = RULES.map((rule) => (rule.id === "lock-days" ? broken(rule) : rule));
    const { outcomes, stale } = runMutants({ stacks, rules, tables: DIRECTIONS, only: SAMPLE });
    expect(tallyOf(outcomes).broken).toBeGreaterThan(0);
    expect(isClean(tallyOf(outcomes), stale)).toBe(false);
  });
});
