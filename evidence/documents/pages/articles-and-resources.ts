import { PROVISIONS, type ProvisionId } from "../../../regulation";
import { code, table } from "../../markdown";
import type { Plan } from "../compose";
import { judgedAbout, serving } from "../facts/serving";
import type { Facts } from "../facts";
import type { JudgedResource } from "../input";
import { adds } from "../said";
import { notDeployed } from "../words";

/** Which resource serves which article, and by which rules it is judged. */
export function articlesAndResources(facts: Facts): Plan {
  const resources = serving(facts.deployed, facts.input, [...facts.monitors, ...facts.organisationMonitors]);
  const judged = judgedAbout(facts.input);
  const rows = PROVISIONS.flatMap(({ id, title, dutyOf }) => {
    const own = resources.filter(({ duties }) => duties.includes(id)).map(({ resource }) => resource);
    const verdicts = judged.filter(({ duties }) => duties.includes(id));
    return own.length + verdicts.length > 0 ? [{ id, title, dutyOf, own, verdicts }] : [];
  });
  return {
    name: "articles-and-resources",
    title: "Articles and resources",
    about:
      "Which synthesized resources say that they serve an article, in their tags or alerts, and what the rules (`docs/rules.md`) say of resources for its sake. That a rule is met says what resources are like.",
    parts: [
      {
        title: "Overview",
        says: [
          adds(
            rows.length === 0
              ? `**Missing.** ${notDeployed(facts, "resource")}`
              : table(
                  ["Article", "Title", "Whose duty", "Resources", "Rules", "Met", "Unmet", "Cannot be told"],
                  rows.map(({ id, title, dutyOf, own, verdicts }) => [
                    id,
                    title,
                    dutyOf,
                    String(own.length),
                    String(new Set(verdicts.map(({ rule }) => rule)).size),
                    ...(["met", "unmet", "unknown"] as const).map((verdict) =>
                      String(count(verdicts, verdict)),
                    ),
                  ]),
                ),
            nothing(rows.map(({ id }) => id)),
          ),
        ],
      },
      ...rows.map(({ id, title, own, verdicts }) => ({
        title: `${id}: ${title}`,
        says: [adds(resourcesTable(own), rulesTable(verdicts))],
      })),
    ],
  };
}

const count = (verdicts: readonly JudgedResource[], verdict: JudgedResource["verdict"]): number =>
  verdicts.filter((each) => each.verdict === verdict).length;

function nothing(served: readonly ProvisionId[]): string {
  const left = PROVISIONS.filter(({ id }) => !served.includes(id)).map(({ id }) => id);
  return left.length === 0
    ? ""
    : `No resource and no rule names: ${left.join(", ")}. What the product does for them elsewhere, or not at all, is in [what is covered](covered-and-not-covered.md).`;
}

function resourcesTable(own: Facts["deployed"]["resources"]): string {
  if (own.length === 0) return "No resource names it.";
  const byPlace = new Map<string, string[]>();
  for (const { stack, type, name } of own) {
    const place = `${stack} ${type}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), name]);
  }
  return table(
    ["Stack", "Resource", "Names"],
    [...byPlace].map(([place, names]) => [
      ...place.split(" ").map((each) => code(each)),
      names.map((name) => code(name)).join(", "),
    ]),
  );
}

function rulesTable(verdicts: readonly JudgedResource[]): string {
  const rules = [...new Set(verdicts.map(({ rule }) => rule))].sort();
  if (rules.length === 0) return "No rule judges a resource for its sake.";
  return table(
    ["Rule", "Met", "Unmet", "Cannot be told"],
    rules.map((rule) => {
      const own = verdicts.filter((each) => each.rule === rule);
      return [
        code(rule),
        ...(["met", "unmet", "unknown"] as const).map((verdict) => shownCount(count(own, verdict), verdict)),
      ];
    }),
  );
}

const shownCount = (number: number, verdict: string): string =>
  number > 0 && verdict !== "met" ? `**${number}**` : String(number);
