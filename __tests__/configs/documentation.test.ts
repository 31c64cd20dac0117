import { readConfigs } from "../../configs";
import { TeamConfigs } from "./team";

const CREDIT = "systems/credit-scoring.yaml";
const RISKS = ["documentation", "functioning", "risks"] as const;

const problemsOf = (team: TeamConfigs) => readConfigs(team.dir).problems;

const RISK = {
  id: "R-1",
  risk: "Somebody is treated worse than others",
  affects: ["discrimination"],
  measure: "It is looked at",
};

describe("Facts for the documents of Annex IV", () => {
  it("may be left out, all or in part: documents list what is missing", () => {
    expect(problemsOf(new TeamConfigs().set(CREDIT, ["documentation"], undefined))).toEqual([]);
    expect(problemsOf(new TeamConfigs().set(CREDIT, ["documentation"], {}))).toEqual([]);
    expect(
      problemsOf(new TeamConfigs().set(CREDIT, ["documentation", "monitoringPlan", "analysis"], undefined)),
    ).toEqual([]);
  });

  it.each([
    {
      what: "a word that no document knows",
      path: ["documentation", "monitoringPlan", "aproved"],
      value: "x",
      field: /documentation\.monitoringPlan/,
    },
    {
      what: "an example that is none",
      path: ["documentation", "example"],
      value: false,
      field: /documentation\.example/,
    },
    {
      what: "a date of approval that is none",
      path: ["documentation", "monitoringPlan", "approvedOn"],
      value: "soon",
      field: /approvedOn/,
    },
    {
      what: "a risk that concerns nothing",
      path: [...RISKS],
      value: [{ ...RISK, affects: [] }],
      field: /risks/,
    },
    {
      what: "a monitor's title in place of its key",
      path: [...RISKS],
      value: [{ ...RISK, monitors: ["Error rate"] }],
      field: /monitors/,
    },
    {
      what: "no reason why there is no interaction",
      path: ["documentation", "monitoringPlan", "interactions"],
      value: [],
      field: /interactions/,
    },
  ])("are refused with $what", ({ path, value, field }) => {
    const problems = problemsOf(new TeamConfigs().set(CREDIT, path, value));
    expect(problems.map((problem) => problem.field ?? "")).toEqual([expect.stringMatching(field)]);
  });

  it("are refused with one risk under two entries, in words that say what to do", () => {
    expect(
      problemsOf(
        new TeamConfigs().set(CREDIT, [...RISKS], [RISK, { ...structuredClone(RISK), risk: "Another" }]),
      ),
    ).toMatchObject([
      {
        code: "risk-once",
        field: "documentation.functioning.risks[1].id",
        given: '"R-1"',
        needed: "each risk once, by the id it has in the risk register",
        fix: "give the later entry the id of its own risk, or remove it",
      },
    ]);
  });
});
