import { isDeepStrictEqual } from "node:util";
import type { ProvisionId } from "../regulation";
import { keepers, ResourceSet, type PlanBeside, type Plans } from "../rules";
import type { Duties } from "./duties";
import type { Finding } from "./finding";
import { LOST_ON_REPLACEMENT } from "./losses";

const DUTIES = ["Art17(1)", "Art18(1)"] as const satisfies readonly ProvisionId[];
/** Where a provider acts, as far as no role is taken for the plan alone: a plan may be made by one that only reads. */
const WHERE_IT_ACTS = ["access_key", "allowed_account_ids", "api_url", "endpoints", "profile", "region"];
const MOST_NAMED = 3;

/**
 * What a plan does beside changing attributes, and whether it is the plan of what is declared: what a plan does not speak
 * of, no rule can judge by it.
 */
export function besideFindings(
  plans: Plans,
  head: ResourceSet | undefined,
  duties: Duties,
): readonly Finding[] {
  return plans.beside.flatMap((beside) => [
    ...incomplete(beside),
    ...(head ? [...strange(beside, head), ...elsewhere(beside, plans, head)] : []),
    ...programs(beside, plans, duties),
    ...actions(beside),
    ...leftovers(beside, plans, duties),
  ]);
}

function incomplete({ complete, stack }: PlanBeside): readonly Finding[] {
  if (complete) return [];
  return [
    {
      effect: "unknown",
      rule: "plan-incomplete",
      title: "The plan leaves out a part of what is declared",
      duties: DUTIES,
      address: `${stack}/terraform`,
      reason: "Terraform says that another plan is needed after it, as with -target",
      fix: "Plan the whole stack.",
    },
  ];
}

/** Told by the resources of the root module, which both sides name; one with `count` or `for_each` may have no instance. */
function strange({ stack, spokenOf, wanted, optional }: PlanBeside, head: ResourceSet): readonly Finding[] {
  if (!head.stack(stack)) return [];
  const declared = new Set(
    head
      .inStack(stack)
      .flatMap(({ mode, terraformAddress }) => (mode === "managed" ? [terraformAddress] : [])),
  );
  const left = [...declared].filter((address) => !spokenOf.has(address) && !optional.has(address));
  const more = [...wanted].filter((address) => !declared.has(address));
  if (left.length === 0 && more.length === 0) return [];
  return [
    {
      effect: "unknown",
      rule: "plan-of-other-stack",
      title: "The plan is not the plan of the stack as it is declared",
      duties: DUTIES,
      address: `${stack}/terraform`,
      reason: [
        ...(left.length > 0 ? [`it does not speak of ${some(left)}`] : []),
        ...(more.length > 0 ? [`it is about ${some(more)}, which the stack does not declare`] : []),
      ].join("; "),
      fix: "Synthesize and plan again, without -target and without files beside `cdk.tf.json`.",
    },
  ];
}

/** A file beside the stack can point a provider to another account, and the synthesized JSON does not show it. */
function elsewhere({ stack }: PlanBeside, { after }: Plans, head: ResourceSet): readonly Finding[] {
  const [planned, declared] = [after.stack(stack)?.providers ?? {}, head.stack(stack)?.providers ?? {}];
  return Object.keys(declared).flatMap((provider): readonly Finding[] => {
    const other = WHERE_IT_ACTS.filter(
      (key) => !isDeepStrictEqual(listed(planned[provider]?.[key]), listed(declared[provider]?.[key])),
    );
    if (other.length === 0) return [];
    return [
      {
        effect: "unknown",
        rule: "planned-elsewhere",
        title: "The plan was made with another provider than is declared",
        duties: DUTIES,
        address: `${stack}/provider.${provider}`,
        reason: `${other.join(", ")}: it may act on another account or region`,
        fix: "Plan the stack as it is synthesized, without files beside `cdk.tf.json`.",
      },
    ];
  });
}

function programs(
  { programs: all }: PlanBeside,
  { before, after }: Plans,
  duties: Duties,
): readonly Finding[] {
  return all.map(({ address, kinds }) => {
    const resource = after.at(address) ?? before.at(address);
    const own = resource ? duties.of(resource, before, after) : [];
    return {
      effect: "unknown",
      rule: "program-run",
      title: "Applying the plan runs a program",
      duties: own.length > 0 ? own : DUTIES,
      address,
      reason: `${kinds.join(", ")}: what it does with the rights of the deploy no plan shows`,
      fix: "Declare what it does as resources.",
    };
  });
}

function actions({ stack, actions: all }: PlanBeside): readonly Finding[] {
  if (all.length === 0) return [];
  return [
    {
      effect: "unknown",
      rule: "action-invoked",
      title: "Applying the plan calls actions of providers",
      duties: DUTIES,
      address: `${stack}/terraform`,
      reason: `${some(all)}: what they do no attribute shows`,
      fix: "Declare what they do as resources.",
    },
  ];
}

/** What a failed replacement left behind may be the object that holds the evidence. */
function leftovers({ leftovers: all }: PlanBeside, { before }: Plans, duties: Duties): readonly Finding[] {
  return all.map((resource) => {
    const others = before.resources.filter(({ address }) => address !== resource.address);
    const set = new ResourceSet([...others, resource], before.stacks, before.whole);
    const own = duties.of(resource, set);
    const loss = keepers(set).includes(resource)
      ? "what it keeps or protects is gone"
      : LOST_ON_REPLACEMENT[resource.type];
    return {
      effect: loss !== undefined && own.length > 0 ? "weakens" : "neutral",
      rule: "leftover-destroyed",
      title: "What an earlier run left of the resource is destroyed",
      duties: own,
      address: resource.address,
      reason: `a replacement that failed left it: ${loss ?? "it keeps nothing itself"}`,
      fix: loss === undefined ? "" : "Look at what it holds, and have its loss agreed to first.",
    };
  });
}

/** A set of one, and a block written alone, are lists in a plan. */
const listed = (value: unknown): readonly unknown[] => [value ?? []].flat();

function some(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
