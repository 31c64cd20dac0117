import { CATALOGUE, logSearch, searchParameters } from "../../../evidence/queries";
import { covers, parseLogQuery } from "../../../logquery";
import { widgetsOf } from "../../../rules/facts/dashboards";
import { resource } from "../../stacks/synthesized";
import { stackWith } from "./stack-of";

const STACK = stackWith();
const { dashboard } = resource(STACK, "datadog_dashboard_json", "post_market_monitoring") as {
  dashboard: string;
};
const widgets = widgetsOf({ address: "", values: { dashboard } } as never) ?? [];
const ofType = (type: string) => widgets.filter((widget) => widget.type === type);

describe("The dashboard of a system", () => {
  it("groups what it shows by article, the questions to the log last", () => {
    const { widgets: groups } = JSON.parse(dashboard) as { widgets: { definition: { title?: string } }[] };
    expect(groups.flatMap(({ definition }) => definition.title ?? [])).toEqual([
      "Art 12: the log",
      "Art 14: human oversight",
      "Art 72: performance after release",
      "Art 73: possible serious incidents",
      "Questions to the log",
    ]);
  });

  it("shows the state of the monitors of every article that has one", () => {
    const articles = Object.values(STACK.resource?.["datadog_monitor"] ?? {}).flatMap(({ tags }) =>
      (tags as string[]).filter((tag) => tag.startsWith("article:")),
    );
    const shown = ofType("manage_status").map(({ query }) => /article:\d+/.exec(query)?.[0]);
    expect(new Set(shown)).toEqual(new Set(articles));
  });

  it("shows every objective, by its id", () => {
    const objectives = Object.keys(STACK.resource?.["datadog_service_level_objective"] ?? {});
    expect(
      ofType("slo")
        .map(({ slo }) => slo)
        .sort(),
    ).toEqual(objectives.map((name) => `\${datadog_service_level_objective.${name}.id}`).sort());
  });

  it("lists log entries of its own system alone", () => {
    const lists = ofType("list_stream");
    expect(lists.length).toBeGreaterThan(2);
    for (const { query } of lists)
      expect(
        covers(parseLogQuery("compliance.art12:true ai_system:credit-scoring"), parseLogQuery(query)).verdict,
      ).toBe("covers");
  });

  it.each(CATALOGUE)("names the command that asks the vault: $name", ({ name }) => {
    expect(dashboard).toContain(`evidence query ${name} --environment production`);
  });

  it.each(CATALOGUE.filter(({ datadog }) => "vaultOnly" in datadog))(
    "says of $name that only the vault answers it, and why",
    ({ datadog }) =>
      expect(dashboard).toContain(`only of the vault: ${(datadog as { vaultOnly: string }).vaultOnly}`),
  );

  it("is the same bytes each time", () => {
    expect(resource(stackWith(), "datadog_dashboard_json", "post_market_monitoring")["dashboard"]).toBe(
      dashboard,
    );
  });
});

describe("The questions of the catalogue as log searches", () => {
  const FILLED = { system: "credit-scoring", registered: "1 OR 2" };

  it.each(CATALOGUE.filter(({ datadog }) => "search" in datadog))(
    "$name can be read, and is about Art 12 entries",
    (query) => {
      const values = Object.fromEntries(searchParameters(query).map((name) => [name, "abc"]));
      const search = logSearch(query, { ...values, ...FILLED });
      expect(covers(parseLogQuery("compliance.art12:true"), parseLogQuery(search ?? "")).verdict).toBe(
        "covers",
      );
    },
  );

  it.each(CATALOGUE)("$name asks for nothing that the query does not take", (query) => {
    const parameters = query.parameters.map(({ name }) => name);
    for (const name of searchParameters(query)) expect(parameters).toContain(name.split(".")[0]);
  });
});
