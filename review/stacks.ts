import { isDeepStrictEqual } from "node:util";
import type { ProvisionId } from "../regulation";
import type { ResourceSet, Stack } from "../rules";
import type { Duties } from "./duties";
import type { Finding } from "./finding";

/** Whose rights and place a provider acts with: another value is another account, or another region. */
const WHERE_IT_ACTS: readonly string[] = [
  "access_key",
  "allowed_account_ids",
  "alias",
  "api_url",
  "assume_role",
  "assume_role_with_web_identity",
  "endpoints",
  "profile",
  "region",
];

/** What a change does to the duties as far as stacks themselves go; values are not named, they may be secrets. */
const DUTIES = ["Art17(1)", "Art18(1)"] as const satisfies readonly ProvisionId[];

/** What differs between two declarations beside their resources: stacks that left, backends, providers. */
export function stackFindings(base: ResourceSet, head: ResourceSet, duties: Duties): readonly Finding[] {
  return base.stacks.flatMap((was): readonly Finding[] => {
    const is = head.stack(was.name);
    if (!is) return [removed(was, base, duties)];
    return [...backend(was, is), ...versions(was, is), ...providers(was, is)];
  });
}

function removed({ name, address }: Stack, base: ResourceSet, duties: Duties): Finding {
  const resources = base.inStack(name).filter(({ mode }) => mode === "managed");
  return {
    effect: "weakens",
    rule: "stack-removed",
    title: "A stack is no longer declared",
    duties: [...new Set(resources.flatMap((resource) => duties.of(resource, base)))],
    address,
    reason: `${resources.length} resources are left to themselves: nothing plans or checks them any more`,
    fix: "Keep the stack; a system leaves by `status: retired`.",
  };
}

function backend(was: Stack, is: Stack): readonly Finding[] {
  if (isDeepStrictEqual(was.backend, is.backend)) return [];
  const settings = changedKeys(was.backend?.values ?? {}, is.backend?.values ?? {});
  const kinds = [was.backend?.type, is.backend?.type].map((kind) => kind ?? "none");
  const what = kinds[0] === kinds[1] ? `${kinds[0]}: ${settings.join(", ")}` : kinds.join(" -> ");
  return [
    {
      effect: "unknown",
      rule: "backend-changed",
      title: "Terraform's state moves",
      duties: DUTIES,
      address: is.address,
      reason: `${what}; whether the state is taken along cannot be told from here`,
      fix: "Run `terraform init -migrate-state` for the stack, plan again, and say so in the pull request.",
    },
  ];
}

function versions(was: Stack, is: Stack): readonly Finding[] {
  const of = (stack: Stack, provider: string) => {
    const version = stack.requiredProviders?.[provider]?.version;
    return typeof version === "string" ? version : "none";
  };
  const names = Object.keys({ ...was.requiredProviders, ...is.requiredProviders }).sort();
  return names
    .filter((provider) => of(was, provider) !== of(is, provider))
    .map((provider) => ({
      effect: "neutral",
      rule: "provider-version-changed",
      title: "Another version of a provider",
      duties: DUTIES,
      address: is.address,
      reason: `${provider}: ${of(was, provider)} -> ${of(is, provider)}`,
      fix: "",
    }));
}

function providers(was: Stack, is: Stack): readonly Finding[] {
  return Object.keys({ ...was.providers, ...is.providers }).flatMap((provider): readonly Finding[] => {
    const [old, now] = [was.providers[provider], is.providers[provider]];
    // One that is new or gone acts on nothing by itself: the resources that use it are told of.
    if (!old || !now) return [];
    const changed = changedKeys(old, now);
    if (changed.length === 0) return [];
    const elsewhere = changed.some((key) => WHERE_IT_ACTS.includes(key));
    return [
      {
        effect: elsewhere ? "unknown" : "neutral",
        rule: "provider-changed",
        title: "A provider is configured in another way",
        duties: DUTIES,
        address: `${is.name}/provider.${provider}`,
        reason: `${changed.join(", ")}${elsewhere ? ": it may act on another account or region" : ""}`,
        fix: elsewhere ? "Say in the pull request which account it acts on, and plan all its stacks." : "",
      },
    ];
  });
}

function changedKeys(was: object, is: object): readonly string[] {
  const keys = Object.keys({ ...was, ...is }).sort();
  return keys.filter(
    (key) => !isDeepStrictEqual((was as Record<string, unknown>)[key], (is as Record<string, unknown>)[key]),
  );
}
