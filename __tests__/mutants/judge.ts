import { compareEvaluations } from "../../review/compare";
import { Duties } from "../../review/duties";
import type { Finding } from "../../review/finding";
import { handlingFindings } from "../../review/handling";
import { stackFindings } from "../../review/stacks";
import { concernedBy, differences, sharing, TracedSet, type Differences } from "../../rules/traced-set";
import {
  evaluate,
  ResourceSet,
  synthesizedSet,
  type Evaluation,
  type PlannedChange,
  type Rule,
} from "../../rules";
import type { StackJson } from "../stacks/synthesized";

type Stacks = Readonly<Record<string, StackJson>>;

/** A rule, what it says of the stacks as they are, and what it asks of them. */
interface Judged {
  readonly rule: Rule;
  readonly evaluation: Evaluation;
  readonly asked: ReadonlySet<string>;
}

/** What a change does, and rules that failed on it. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly brokenRules: readonly string[];
}

const NOTHING: Judgement = { findings: [], brokenRules: [] };

/**
 * Compares the stacks as they are with what they would be after a change of one of them, as a review does: by the rules,
 * by how Terraform would handle the resources, by backends and providers.
 *
 * Rules are functions of what they ask of a set. So a rule runs anew only where something it asks for has changed: of
 * all else it says what it said. A test holds this against running every rule.
 */
export class Judge {
  readonly base: ResourceSet;
  private readonly perStack: ReadonlyMap<string, ResourceSet>;
  private readonly judged: readonly Judged[];
  private readonly duties: Duties;

  constructor(stacks: Stacks, rules: readonly Rule[]) {
    this.perStack = new Map(Object.entries(stacks).map(([stack, json]) => [stack, setOf(stack, json)]));
    this.base = together([...this.perStack.values()]);
    const traced = new TracedSet(this.base);
    this.judged = rules.map((rule) => {
      const { result: evaluation, asked } = traced.trace(() => evaluate([rule], traced));
      return { rule, evaluation, asked };
    });
    this.duties = new Duties([this.evaluation]);
  }

  /** What rules say of the stacks as they are. */
  get evaluation(): Evaluation {
    return joined(this.judged);
  }

  /** @param madeAnew address of the resource that Terraform would destroy and make anew for the change, if it would */
  judge(stack: string, json: StackJson, madeAnew?: string): Judgement {
    const base = this.perStack.get(stack);
    if (!base) throw new Error(`${stack} is not one of the stacks`);
    const changed = sharing(setOf(stack, json), base);
    const what = differences(base, changed);
    if (what.types.size === 0 && !what.stacks && madeAnew === undefined) return NOTHING;
    const ofStacks = what.stacks ? stackFindings(base, changed, this.duties) : [];
    const { findings, brokenRules } = this.ofRules(base, changed, what);
    return { findings: [...ofStacks, ...this.handling(changed, stack, madeAnew), ...findings], brokenRules };
  }

  private ofRules(base: ResourceSet, changed: ResourceSet, what: Differences): Judgement {
    // One that failed on the stacks as they are has not asked for all it would: it is run, and told of, each time.
    const concerned = this.judged.filter(
      ({ asked, evaluation }) => evaluation.brokenRules.length > 0 || concernedBy(asked, what),
    );
    if (concerned.length === 0) return NOTHING;
    const rules = concerned.map(({ rule }) => rule);
    const set = together([...this.perStack.values()].map((each) => (each === base ? changed : each)));
    const after = { set, evaluation: evaluate(rules, set) };
    const before = { set: this.base, evaluation: joined(concerned) };
    return {
      findings: compareEvaluations({ rules, before, after }).findings,
      brokenRules: after.evaluation.brokenRules,
    };
  }

  /** How a plan would handle the resources of the changed stack: those that are gone destroyed, the named one made anew. */
  private handling(changed: ResourceSet, stack: string, madeAnew: string | undefined): readonly Finding[] {
    const gone = this.base.inStack(stack).filter(({ address }) => !changed.at(address));
    if (gone.length === 0 && madeAnew === undefined) return [];
    const change = (address: string, replaced: boolean): PlannedChange => ({
      address,
      stack,
      mode: "managed",
      actions: replaced ? ["delete", "create"] : ["delete"],
      replaced,
      imported: false,
      attributes: [],
    });
    const changes = [
      ...gone.map(({ address }) => change(address, false)),
      ...(madeAnew === undefined ? [] : [change(madeAnew, true)]),
    ];
    const after = together([...this.perStack].map(([name, each]) => (name === stack ? changed : each)));
    return handlingFindings({
      before: this.base,
      after,
      changes,
      duties: this.duties,
      goneStacks: new Set(),
    }).findings;
  }
}

const setOf = (stack: string, json: StackJson): ResourceSet =>
  synthesizedSet([{ path: `${stack}.json`, json, stack }], false);

const together = (sets: readonly ResourceSet[]): ResourceSet =>
  new ResourceSet(
    sets.flatMap(({ resources }) => resources),
    sets.flatMap(({ stacks }) => stacks),
    true,
  );

const joined = (judged: readonly Judged[]): Evaluation => ({
  verdicts: judged.flatMap(({ evaluation }) => evaluation.verdicts),
  brokenRules: judged.flatMap(({ evaluation }) => evaluation.brokenRules),
});
