import { undeclared } from "../facts/stacks";
import { holds, judging, unmet } from "../rule";
import { CannotTell, Unresolved } from "../values";

/** An exact version, or a constraint with an upper end. */
const BOUNDED = /^\s*(=?\s*\d|~>|.*<)/;
/** Where Terraform may take a provider from: its own registry, written short or in full. */
const VENDORS: Readonly<Record<string, RegExp>> = {
  aws: /^(registry\.terraform\.io\/)?(hashicorp\/)?aws$/i,
  datadog: /^(registry\.terraform\.io\/)?datadog\/datadog$/i,
};

export const providerPinned = judging({
  id: "provider-pinned",
  duties: ["Art17(1)"],
  title: "Providers come from their vendors, and do not change by themselves",
  why: "A provider acts with all rights of the deployment; a new major version may replace resources that hold evidence.",
  fix: "Give each provider its vendor's source, and an exact version, `~>`, or an upper bound.",
  subjects: (set) => set.stacks,
  judge({ name: stack, requiredProviders, providers }, set) {
    if (requiredProviders === undefined) return undeclared(set, stack);
    const used = Object.keys(providers).map((name) => name.split(".")[0] ?? "");
    const free = [...new Set(used)].filter((name) => requiredProviders[name] === undefined);
    if (free.length > 0) return unmet(`of whatever version there is: ${free.join(", ")}`);
    const strange = Object.entries(requiredProviders).filter(
      ([name, { source }]) => VENDORS[name]?.test(String(source ?? name)) === false,
    );
    if (strange.length > 0) return unmet(`not from its vendor: ${strange.map(([name]) => name).join(", ")}`);
    const open = Object.entries(requiredProviders).filter(([name, { version }]) => {
      if (version instanceof Unresolved) throw new CannotTell(`the version of ${name} ${version.why}`);
      return !BOUNDED.test(String(version ?? ""));
    });
    return holds(
      open.length === 0,
      "every provider is bounded",
      `without an upper bound: ${open.map(([name]) => name).join(", ")}`,
    );
  },
});
