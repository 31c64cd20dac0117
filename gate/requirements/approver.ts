import type { PromotionFacts } from "../facts/promotion-facts";
import type { Principal, PrincipalId } from "../principal";
import { CREATED_BY } from "../stamps";
import { own } from "./own";
import type { Finding, SystemRequirements } from "./requirement";
import { shown } from "./shown";

/** Somebody who approved or is about to. */
export interface Approver {
  readonly id: PrincipalId;
  readonly name: string;
  readonly kind: Principal["kind"];
  readonly groups: readonly string[];
}

/** Why somebody may not approve this version; nothing when they may. */
export function approverFindings(
  { id, name, kind, groups }: Approver,
  facts: PromotionFacts,
  requirements: SystemRequirements | undefined,
): readonly Finding[] {
  const { contributors } = facts;
  const wroteTo = [
    ...contributors.filter(({ principal }) => principal === id).map(({ target }) => kindOf(target)),
    ...stamped(facts)
      .filter(({ by }) => by === id)
      .map(({ what }) => what),
  ];
  const wanted = requirements?.system.production?.approvers?.groups;
  return [
    ...(kind === "person"
      ? []
      : [
          {
            what: `${shown(name)} is a program, and only a person approves.`,
            fix: "Ask a person of the approvers.",
          },
        ]),
    ...(wanted === undefined || wanted.some((group) => groups.includes(group))
      ? []
      : [
          {
            what: `${shown(name)} is in none of the groups that may approve ${requirements?.system.id}: ${wanted.join(", ")}.`,
            fix: "Ask somebody of these groups.",
          },
        ]),
    ...(wroteTo.length === 0
      ? []
      : [
          {
            what: `${shown(name)} took part in this version: wrote to ${[...new Set(wroteTo)].join(", ")}.`,
            fix: "Ask an approver who took no part.",
          },
        ]),
  ];
}

/** Who made what, as the gate stamped it: the stamp stands even where the gate died before it noted a contributor. */
function stamped({ run, model, version }: PromotionFacts) {
  return [
    { what: "the run", by: own(run?.tags ?? {}, CREATED_BY) },
    { what: "the logged model", by: own(model?.tags ?? {}, CREATED_BY) },
    { what: "the version", by: own(version.tags, CREATED_BY) },
  ];
}

const kindOf = (target: string): string =>
  ({ run: "the run", model: "the logged model", version: "the version" })[
    target.slice(0, target.indexOf(":"))
  ] ?? target;
