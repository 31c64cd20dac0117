import type { System } from "../../configs";
import { CHANGE_ID } from "./experiment-name";
import type { Duty } from "./requirement";
import { shown } from "./shown";

/** What a tag is held against. */
export interface TagContext {
  readonly system: System;
  readonly production: NonNullable<System["production"]>;
}

/** A tag that training writes on its run (M2), so that runs can be filtered by it and the change record is made from it. */
export interface TagRow {
  readonly key: string;
  readonly duties: readonly [Duty, ...Duty[]];
  /** What it says, for the documents. */
  readonly says: string;
  /** What is wrong with a value, in words that follow the value; `undefined` for nothing. */
  wrong(value: string, context: TagContext): string | undefined;
  /** A value that would do. */
  example(context: TagContext): string;
}

/** Classes of a change, Arts 3(23) and 43(4). */
export const CHANGE_CLASSES = ["predetermined", "substantial"] as const;

const SHORTEST_REASON = 10;
const LONGEST_REASON = 1000;

const oneOf = (value: string, allowed: readonly string[]): string | undefined =>
  allowed.includes(value)
    ? undefined
    : `is not ${allowed.length === 1 ? "" : "one of "}${allowed.map(shown).join(", ")}`;

const ids = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id);

export const COMMIT = "ai_act.code_commit";
/** Set by `clients/python` instead of {@link COMMIT} where files differ from it; no run has to have it. */
export const UNCOMMITTED = "ai_act.code_uncommitted";

/** The product's tags. A key is a promise: records and documents are made from it. */
export const TAGS: readonly TagRow[] = [
  {
    key: "ai_act.system",
    duties: ["Art17(1)"],
    says: "Id of the AI system, as in configs/systems/.",
    wrong: (value, { system }) => oneOf(value, [system.id]),
    example: ({ system }) => system.id,
  },
  {
    key: "ai_act.intended_purpose",
    duties: ["Art17(1)", "annex-iv:1"],
    says: "The intended purpose, word for word as `regulatory.intendedPurpose` of the config has it.",
    wrong: (value, { system }) =>
      value === system.regulatory.intendedPurpose
        ? undefined
        : "is not the intended purpose that the config declares",
    example: ({ system }) => system.regulatory.intendedPurpose,
  },
  {
    key: "ai_act.change_reason",
    duties: ["annex-iv:6"],
    says: `Why the change is made, in ${SHORTEST_REASON} to ${LONGEST_REASON} characters, for the record of changes.`,
    wrong: (value) => {
      const { length } = value.trim();
      if (length >= SHORTEST_REASON && length <= LONGEST_REASON) return undefined;
      return `has ${length} characters; ${SHORTEST_REASON} to ${LONGEST_REASON} say why a change is made`;
    },
    example: () => "Recall of defaults among young applicants was too low",
  },
  {
    key: "ai_act.change_class",
    duties: ["Art3(23)", "Art43(4)", "annex-iv:2(f)"],
    says: "`predetermined`, or `substantial`. The first release of a system is `substantial`: it needs its conformity assessment.",
    wrong: (value) => oneOf(value, CHANGE_CLASSES),
    example: () => "predetermined",
  },
  {
    key: "ai_act.change_id",
    duties: ["annex-iv:6"],
    says: "Id of the change in the team's change management, as in the experiment's name.",
    wrong: (value) =>
      CHANGE_ID.test(value) ? undefined : "is not capitals, a hyphen and a number, such as CHG-1042",
    example: () => "CHG-1042",
  },
  {
    key: "ai_act.risk_assessment",
    duties: ["Art9"],
    says: "Id of the risk assessment, one of `production.riskAssessments`.",
    wrong: (value, { production }) => oneOf(value, ids(production.riskAssessments)),
    example: ({ production }) => production.riskAssessments.at(-1)?.id ?? "",
  },
  {
    key: "ai_act.data_governance",
    duties: ["Art10"],
    says: "Id of the data governance document, one of `production.dataGovernance`.",
    wrong: (value, { production }) => oneOf(value, ids(production.dataGovernance)),
    example: ({ production }) => production.dataGovernance.at(-1)?.id ?? "",
  },
  {
    key: COMMIT,
    duties: ["Art17(1)", "annex-iv:2(g)"],
    says: "Commit of the training code, 40 hexadecimal digits (64 where git uses SHA-256).",
    wrong: (value) =>
      /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value)
        ? undefined
        : "is not a whole commit id in small hexadecimal digits",
    example: () => "output of `git rev-parse HEAD`",
  },
  {
    key: "ai_act.regulatory_context",
    duties: ["Art17(1)"],
    says: "Regulatory context, one of `production.regulatoryContexts`, as in the experiment's name.",
    wrong: (value, { production }) => oneOf(value, production.regulatoryContexts),
    example: ({ production }) => production.regulatoryContexts[0] ?? "",
  },
];
