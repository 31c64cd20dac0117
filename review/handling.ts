import type { ProvisionId } from "../regulation";
import { groupBy } from "../configs";
import { keepers, type PlannedChange, type Resource, type ResourceSet } from "../rules";
import type { Duties } from "./duties";
import type { Finding } from "./finding";
import { LOST_ON_REPLACEMENT } from "./losses";
import { sameResource } from "./same-resource";

/** Two sets, and what a plan does between them; no changes where two declarations are compared. */
export interface Handled {
  readonly before: ResourceSet;
  readonly after: ResourceSet;
  readonly changes: readonly PlannedChange[];
  readonly duties: Duties;
  /** Stacks told of as a whole, whose resources need no words of their own. */
  readonly goneStacks: ReadonlySet<string>;
}

/** What is to be said of the handling, and new resources that are old ones under another address. */
export interface Handling {
  readonly findings: readonly Finding[];
  readonly madeAnew: ReadonlySet<string>;
}

/** How Terraform would handle a resource, and what that means for evidence; rules see resources, not their handling. */
export function handlingFindings(handled: Handled): Handling {
  const { before, after, changes, goneStacks } = handled;
  const byAddress = new Map(changes.map((change) => [change.address, change]));
  const kept = new Set(keepers(before).map(({ address }) => address));
  const duties = (resource: Resource) => handled.duties.of(resource, before, after);
  const fresh = groupBy(
    after.resources.filter(({ address }) => !before.at(address)),
    kindAndName,
  );
  const madeAnew = new Set<string>();
  const gone = before.resources
    .filter(({ mode, address, stack }) => mode === "managed" && !after.at(address) && !goneStacks.has(stack))
    .map((resource) => {
      const twin = fresh.get(kindAndName(resource))?.find((each) => sameResource(resource, each));
      if (twin) madeAnew.add(twin.address);
      if (twin) return replaced(resource, kept, duties(resource), `made anew as ${twin.terraformAddress}`);
      return lost(resource, byAddress.get(resource.address), duties(resource));
    });
  const others = changes.flatMap((change): readonly Finding[] => {
    const resource = after.at(change.address) ?? before.at(change.address);
    if (!resource || change.mode !== "managed") return [];
    const found: Finding[] = [];
    if (change.replaced) found.push(replaced(resource, kept, duties(resource), "made anew"));
    if (change.deferred !== undefined) found.push(deferred(resource, change.deferred, duties(resource)));
    if (change.movedFrom !== undefined) found.push(moved(resource, change.movedFrom, duties(resource)));
    return found;
  });
  return { findings: [...gone, ...others], madeAnew };
}

function lost(
  resource: Resource,
  change: PlannedChange | undefined,
  duties: readonly ProvisionId[],
): Finding {
  const { address } = resource;
  const effect = duties.length > 0 ? "weakens" : "neutral";
  const fix = "Keep the resource; to take it away on purpose, have its loss agreed to first.";
  if (change?.actions.includes("forget"))
    return {
      effect,
      rule: "evidence-forgotten",
      title: "Terraform forgets the resource",
      duties,
      address,
      reason: "it stays, and no plan shows any more what happens to it",
      fix: "Keep it declared.",
    };
  const destroyed = change?.actions.includes("delete") ?? false;
  return {
    effect,
    rule: destroyed ? "evidence-destroyed" : "evidence-gone",
    title: destroyed ? "The resource is destroyed" : "The resource is no longer declared",
    duties,
    address,
    reason: destroyed ? "the plan destroys it" : "nothing declares it any more",
    fix,
  };
}

function replaced(
  resource: Resource,
  kept: ReadonlySet<string>,
  duties: readonly ProvisionId[],
  how: string,
): Finding {
  const keeps = kept.has(resource.address);
  const loss = keeps ? "what it keeps or protects is gone meanwhile" : LOST_ON_REPLACEMENT[resource.type];
  const weakens = loss !== undefined && duties.length > 0;
  return {
    effect: weakens ? "weakens" : "neutral",
    rule: "evidence-replaced",
    title: "The resource is destroyed and made anew",
    duties,
    address: resource.address,
    reason: `destroyed, and ${how}: ${loss ?? "it keeps nothing itself"}`,
    fix: weakens
      ? "Change it in place, move its address with a `moved` block, or have its loss agreed to."
      : "",
  };
}

function deferred({ address }: Resource, why: string, duties: readonly ProvisionId[]): Finding {
  return {
    effect: "unknown",
    rule: "change-deferred",
    title: "Terraform puts the change off",
    duties,
    address,
    reason: `what will be is not in this plan (${why})`,
    fix: "Plan again once what it waits for is applied.",
  };
}

function moved({ address }: Resource, from: string, duties: readonly ProvisionId[]): Finding {
  return {
    effect: "neutral",
    rule: "address-moved",
    title: "The resource keeps what it is under another address",
    duties,
    address,
    reason: `moved from ${from}`,
    fix: "",
  };
}

const kindAndName = ({ type, values }: Resource): string =>
  `${type} ${[values["name"], values["bucket"]].find((value) => typeof value === "string") ?? ""}`;
