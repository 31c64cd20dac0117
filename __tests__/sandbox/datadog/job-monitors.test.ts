import { JOB_METRIC, JOBS } from "../../../configs";
import { SynthesizedOrganisation } from "./organisation";

const HOURS = 60;

/** An organisation in which jobs are counted as `evidence job` counts them. */
async function organisation() {
  const own = await SynthesizedOrganisation.load();
  return {
    own,
    ran(ids: readonly string[], outcome = "clean"): void {
      const timestamp = Math.floor(own.now.getTime() / 1_000);
      const series = ids.map((id) => ({
        ...{ metric: JOB_METRIC, type: 1, points: [{ timestamp, value: 1 }] },
        tags: ["env:sandbox", `job:${id}`, `outcome:${outcome}`],
      }));
      const body = Buffer.from(JSON.stringify({ series }));
      expect(own.path.takeMetrics({ body, apiKey: "key" }, "key").status).toBe(202);
    },
    silent: async () => (await own.alerts()).filter((alert) => /^Job .* has not run$/.test(alert)),
  };
}

const ALL = JOBS.map(({ id }) => id);

describe("a scheduled job that stops is noticed by its own monitor", () => {
  it("and none is while all of them run", async () => {
    const { ran, silent } = await organisation();
    ran(ALL);
    expect(await silent()).toEqual([]);
  });

  it.each(JOBS)("$id, after $silentHours hours and not before", async ({ id, silentHours }) => {
    const { own, ran, silent } = await organisation();
    ran(ALL);
    const others = ALL.filter((other) => other !== id);
    own.pass((silentHours - 1) * HOURS);
    ran(others);
    expect(await silent()).toEqual([]);
    own.pass(HOURS);
    ran(others);
    expect(await silent()).toEqual([`Job ${id} has not run`]);
  });

  it("also one that never ran, from the first day", async () => {
    const { ran, silent } = await organisation();
    ran(ALL.filter((id) => id !== "seal"));
    expect(await silent()).toEqual(["Job seal has not run"]);
  });

  it("and recovers when it runs again", async () => {
    const { own, ran, silent } = await organisation();
    ran(ALL.filter((id) => id !== "seal"));
    expect(await silent()).toHaveLength(1);
    own.pass(HOURS);
    ran(ALL);
    expect(await silent()).toEqual([]);
  });

  it("a job that finds something has run, and another monitor tells of what it found", async () => {
    const { own, ran, silent } = await organisation();
    ran(ALL.filter((id) => id !== "chain-check"));
    ran(["chain-check"], "finding");
    expect(await silent()).toEqual([]);
    expect(await own.alerts()).toContain("A scheduled job found something");
  });
});
