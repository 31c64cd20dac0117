import { PROVISIONS, type ProvisionId } from "../regulation";
import type { Configs, Environment } from "../configs";
import type { Rule, Waiver } from "../rules";
import { approversOf } from "./approvals";
import type { Finding } from "./finding";

/** What was agreed to before a change: what the change itself says of waivers and approvers agrees to nothing. */
export interface Agreed {
  /** Waivers that count: those that were there before, until the day they held before. */
  readonly waivers: readonly Waiver[];
  /** What the change says anew, and somebody must agree to first. */
  readonly findings: readonly Finding[];
}

const FIX =
  "Have it agreed to by those who must agree to the duty, and merge it alone; what needs it comes after.";

/**
 * Holds the waivers and approvers of a change against those before it.
 *
 * @param base configs without the change; where they are not given, all that the change says counts
 */
export function agreedBefore(configs: Configs, base: Configs | undefined, rules: readonly Rule[]): Agreed {
  const all = waiversOf(configs);
  if (!base) return { waivers: all, findings: [] };
  const before = new Map(waiversOf(base).map((waiver) => [keyOf(waiver), waiver]));
  const waivers = all.flatMap((waiver) => {
    const old = before.get(keyOf(waiver));
    return old ? [earlier(waiver, old)] : [];
  });
  const news = all.filter((waiver) => {
    const old = before.get(keyOf(waiver));
    return old === undefined || old.expires < waiver.expires;
  });
  const duties = new Map(rules.map((rule) => [rule.id, rule.duties]));
  return {
    waivers,
    findings: [
      ...news.map((waiver) => added(waiver, before.has(keyOf(waiver)), duties.get(waiver.rule) ?? [])),
      ...configs.environments.flatMap((environment) => approversChanged(environment, base)),
    ],
  };
}

const waiversOf = ({ environments }: Configs): readonly Waiver[] =>
  environments.flatMap(({ waivers }) => waivers);

const keyOf = ({ rule, resource }: Waiver): string => `${rule} ${resource}`;

const earlier = (waiver: Waiver, old: Waiver): Waiver =>
  old.expires < waiver.expires ? { ...waiver, expires: old.expires } : waiver;

function added(
  { rule, resource, expires }: Waiver,
  longer: boolean,
  duties: readonly ProvisionId[],
): Finding {
  return {
    effect: "unknown",
    rule: "waiver-added",
    title: "A waiver is new, and counts from the next change on",
    duties,
    address: resource,
    reason: `${rule} may be unmet ${longer ? "for longer, " : ""}until ${expires}`,
    fix: FIX,
  };
}

function approversChanged(environment: Environment, { environments }: Configs): readonly Finding[] {
  const old = environments.find(({ id }) => id === environment.id);
  if (!old) return [];
  const duties = PROVISIONS.map(({ id }) => id).filter((duty) => {
    const named = approversOf(duty, old);
    return named.length > 0 && !sameNames(named, approversOf(duty, environment));
  });
  if (duties.length === 0) return [];
  return [
    {
      effect: "unknown",
      rule: "approvers-changed",
      title: "Others must agree from the next change on",
      duties,
      address: `${environment.id}-configs/approvals`,
      reason: "the change names other approvers; those who were named before must agree to it",
      fix: FIX,
    },
  ];
}

const sameNames = (some: readonly string[], others: readonly string[]): boolean =>
  [...some].sort().join(" ") === [...others].sort().join(" ");
