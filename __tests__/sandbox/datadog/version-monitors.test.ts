import { SynthesizedOrganisation } from "./organisation";

/** An organisation to which a check of the log's versions reports, as evidence/logged-versions/tell.ts does. */
async function organisation() {
  const own = await SynthesizedOrganisation.load();
  return {
    own,
    checked(found: Readonly<Record<string, number>>): void {
      const timestamp = Math.floor(own.now.getTime() / 1_000);
      const counts = { unregistered: 0, "not-approved": 0, retired: 0, "other-digest": 0, "not-told": 0 };
      const point = (code: string, system: string, value: number) => ({
        ...{ metric: "ai_act.versions.findings", type: 3, points: [{ timestamp, value }] },
        tags: ["compliance:eu-ai-act", "env:sandbox", `version_finding:${code}`, `ai_system:${system}`],
      });
      const series = [
        ...Object.entries(counts).map(([code, value]) => point(code, "all", value)),
        ...Object.entries(found).map(([code, value]) => point(code, "credit-scoring", value)),
      ];
      const body = Buffer.from(JSON.stringify({ series }));
      expect(own.path.takeMetrics({ body, apiKey: "key" }, "key").status).toBe(202);
    },
    alerting: async () =>
      (await own.alerts()).filter((alert) => alert.includes("The log names model versions")),
  };
}

describe("the monitor of the model versions that the log names", () => {
  it("is quiet after a check that found nothing, and for want of one, which the job's own monitor tells", async () => {
    const { own, checked, alerting } = await organisation();
    checked({});
    expect(await alerting()).toEqual([]);
    own.pass(72 * 60);
    expect(await alerting()).toEqual([]);
  });

  it.each(["unregistered", "not-approved", "retired", "other-digest", "not-told"])(
    "alerts for %s from one night to the next, and recovers when a check finds nothing more",
    async (code) => {
      const { own, checked, alerting } = await organisation();
      checked({});
      expect(await alerting()).toEqual([]);
      own.pass(24 * 60);
      checked({ [code]: 1 });
      expect(await alerting()).toHaveLength(1);
      own.pass(24 * 60);
      expect(await alerting()).toHaveLength(1);
      checked({ [code]: 0 });
      own.pass(7 * 60);
      expect(await alerting()).toEqual([]);
    },
  );
});
