import { undeclared } from "../facts/stacks";
import { holds, judging } from "../rule";
import { CannotTell, Unresolved } from "../values";

/** An exact version, or a constraint with an upper end. */
const BOUNDED = /^\s*(=?\s*\d|~>|.*<)/;

export const providerPinned = judging({
  id: "provider-pinned",
  duties: ["Art17(1)"],
  title: "Providers do not change by themselves",
  why: "A new major version of a provider may replace resources that hold evidence.",
  fix: "Give each required provider an exact version, `~>`, or an upper bound.",
  subjects: (set) => set.stacks,
  judge({ name: stack, requiredProviders }, set) {
    if (requiredProviders === undefined) return undeclared(set, stack);
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
