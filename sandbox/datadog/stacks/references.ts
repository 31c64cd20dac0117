/** Terraform's references in a resource's arguments, as far as they can be followed without an apply. Pure. */
import type { Problem } from "../../../errors";

/** What a reference such as `datadog_webhook.register.name` or `var.token` stands for; nothing where only an apply knows. */
export type Follow = (reference: string) => string | undefined;

/** Arguments whose references are Terraform's own business. */
const TERRAFORMS_OWN = ["//", "lifecycle", "depends_on", "provider"];

/**
 * The arguments with every reference followed and every escape (`$${`) read.
 *
 * @param where of the resource
 * @param problems gets every reference that only an apply resolves
 */
export function followed(
  body: Readonly<Record<string, unknown>>,
  follow: Follow,
  where: string,
  problems: Problem[],
): Readonly<Record<string, unknown>> {
  const walk = (value: unknown, path: string): unknown => {
    if (typeof value === "string") return text(value, path);
    if (Array.isArray(value)) return value.map((each, index) => walk(each, `${path}.${index}`));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => path !== "" || !TERRAFORMS_OWN.includes(key))
        .map(([key, inner]) => [key, walk(inner, path === "" ? key : `${path}.${key}`)]),
    );
  };
  const text = (given: string, field: string): string => {
    if (!/(?<![$%])[$%]\{/.test(given)) return given.replaceAll("$${", "${").replaceAll("%%{", "%{");
    const reference = /^\$\{([\w.-]+)\}$/.exec(given)?.[1];
    const value = reference === undefined ? undefined : follow(reference);
    if (value !== undefined) return value;
    problems.push({
      ...{ code: "stack-reference", where, field, given: given.slice(0, 120) },
      needed:
        "a literal value that can be used without an apply: this is a reference that only an apply resolves",
      fix: "give the construct a name from the config instead of another resource's attribute, synthesize again",
    });
    return given;
  };
  return walk(body, "") as Readonly<Record<string, unknown>>;
}

/**
 * The resources of one type an expression names, first to last. CDKTF writes references (`${datadog_logs_archive.a.id}`) or
 * one expression that puts ours before those the organisation has (`${distinct(concat([datadog_logs_archive.a.id],
 * data...))}`): in both, the order of the references is the order of the assets.
 */
export function resourcesNamedIn(expression: unknown, type: string): readonly string[] {
  const written = [expression].flat().join(" ");
  return [...written.matchAll(new RegExp(`(?<![\\w.])${type}\\.([\\w-]+)\\.(?:id|name)\\b`, "g"))].map(
    ([, id]) => id as string,
  );
}
