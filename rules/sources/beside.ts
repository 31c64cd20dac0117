import { z } from "zod";
import type { Resource } from "../resource";
import { withoutKeys } from "./configuration";

/** The parts of a plan that tell what it does beside changing attributes, and whether it is all there is. */
export const besideSchema = z.looseObject({
  /** False where a plan leaves out what is declared: `-target`, or something put off. From Terraform 1.8. */
  complete: z.boolean().optional(),
  /** Calls of a provider's actions, from Terraform 1.14. */
  action_invocations: z.array(z.looseObject({ address: z.string() })).default([]),
  deferred_action_invocations: z.array(z.unknown()).default([]),
});

/** What a plan does that no attribute of a resource shows, and what it speaks of at all. */
export interface PlanBeside {
  readonly stack: string;
  /** Whether Terraform says that the plan does all that is declared; older versions say nothing. */
  readonly complete: boolean;
  /** Objects that an earlier, failed replacement left behind, and that the plan destroys now. */
  readonly leftovers: readonly Resource[];
  /** Resources at whose making or destruction programs run, with the kinds of programs. */
  readonly programs: readonly { readonly address: string; readonly kinds: readonly string[] }[];
  /** Actions of providers that it calls; what is put off counts by its number alone. */
  readonly actions: readonly string[];
  /** Terraform addresses of managed resources of the root module that it speaks of, without instance keys. */
  readonly spokenOf: ReadonlySet<string>;
  /** Of these, those that stay or come. */
  readonly wanted: ReadonlySet<string>;
  /** Resources that may have no instance at all: `count`, `for_each`. */
  readonly optional: ReadonlySet<string>;
}

/** A resource's change, as far as it matters here. */
interface Changed {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly module_address?: string | undefined;
  readonly change: { readonly actions: readonly string[] };
}

/** A resource of the configuration, as far as it matters here. */
interface Configured {
  readonly address: string;
  readonly count_expression?: unknown;
  readonly for_each_expression?: unknown;
  readonly provisioners?: readonly { readonly type: string }[] | undefined;
}

/** Reads it. Programs run where a resource is made, and where it is destroyed; which of both Terraform does not show. */
export function besideOf(
  stack: string,
  plan: z.infer<typeof besideSchema>,
  changes: readonly Changed[],
  configured: (address: string) => Configured | undefined,
  rootResources: readonly Configured[],
  leftovers: readonly Resource[],
): PlanBeside {
  const managed = changes.filter(({ mode }) => mode === "managed");
  const inRoot = managed.filter(({ module_address: module }) => module === undefined);
  const leaves = ({ change: { actions } }: Changed) =>
    (actions.includes("delete") || actions.includes("forget")) && !actions.includes("create");
  return {
    stack,
    complete: plan.complete !== false,
    leftovers,
    programs: managed.flatMap(({ address, change: { actions } }) => {
      const kinds = configured(address)?.provisioners?.map(({ type }) => type) ?? [];
      const runs = kinds.length > 0 && (actions.includes("create") || actions.includes("delete"));
      return runs ? [{ address: `${stack}/${address}`, kinds: [...new Set(kinds)] }] : [];
    }),
    actions: [
      ...plan.action_invocations.map(({ address }) => address),
      ...plan.deferred_action_invocations.map(() => "one that is put off"),
    ],
    spokenOf: new Set(inRoot.map(({ address }) => withoutKeys(address))),
    wanted: new Set(inRoot.filter((each) => !leaves(each)).map(({ address }) => withoutKeys(address))),
    optional: new Set(
      rootResources
        .filter((each) => each.count_expression !== undefined || each.for_each_expression !== undefined)
        .map(({ address }) => address),
    ),
  };
}
