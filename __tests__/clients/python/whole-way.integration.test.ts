import { readFileSync } from "node:fs";
import { createArt12Logger, pemCheckpointSigner } from "../../../clients/node";
import { minimalOptions } from "../node/logger-options";
import type { ApplicationJob } from "../node/spool/application";
import { startApplication } from "../node/spool/processes";
import { beginning, datadog, examined } from "../node/spool/whole-way";
import { applicationInPython } from "./application-program";

let program: readonly string[];
beforeAll(async () => {
  program = await applicationInPython();
}, 600_000);

const inPython = (job: ApplicationJob) => startApplication(job, program);

describe("what an application in Python logged, by way of intake, archive and vault", () => {
  it("is exported and verified as complete, although it was killed in the middle", async () => {
    const { from, vault, ring, standIn, job } = await beginning();
    const first = inPython(job);
    await first.until("ok", 60);
    await first.kill();
    const next = inPython({ ...job, decisions: 5 });
    await next.until("closed");
    await next.end();
    await standIn.stop();
    const { manifest, completeness } = await examined(vault, from, ring);
    expect(manifest.findings).toEqual({});
    expect(completeness).toMatchObject({ level: 2, holds: "yes", sequences: { holds: "yes" } });
    expect(manifest.counts).toMatchObject({ emitters: 2, missing_in_gaps: 0, late_path: 0 });
    expect(manifest.counts.events).toBeGreaterThanOrEqual(1 + 60 + 1 + 7);
  }, 120_000);

  it("is found lost, up to where it wrote, when it is killed before anything arrived", async () => {
    const { from, vault, ring, standIn, job } = await beginning();
    await standIn.stop();
    const application = inPython(job);
    await application.until("ok", 30);
    await application.kill();
    const { manifest, completeness } = await examined(vault, from, ring);
    expect(manifest.findings).toMatchObject({ "emitter-lost": 1, "no-events": 1 });
    expect(completeness?.checkpoints.because).toContain("1 emitter(s) lost whole");
  }, 120_000);
});

describe("a spool", () => {
  it.each([
    ["Python", "Node", inPython, startApplication],
    ["Node", "Python", startApplication, inPython],
  ] as const)(
    "that an application in %s left is delivered, and its chain ended, by one in %s",
    async (_, __, leaving, following) => {
      const { from, vault, ring, standIn, job } = await beginning();
      await standIn.stop();
      const first = leaving(job);
      await first.until("ok", 30);
      await first.kill();
      const again = await datadog(vault);
      const next = following({ ...job, intake: again.url, decisions: 3 });
      await next.until("closed");
      await next.end();
      await again.stop();
      const { manifest, completeness } = await examined(vault, from, ring);
      expect(manifest.findings).toEqual({});
      expect(completeness).toMatchObject({ level: 2, holds: "yes" });
      expect(manifest.counts).toMatchObject({ emitters: 2, missing_in_gaps: 0 });
    },
    120_000,
  );

  it("that one in Python holds is refused to one in Node, and the other way round", async () => {
    const { standIn, job } = await beginning();
    const held = inPython({ ...job, decisions: 100_000, pauseMs: 20 });
    await held.until("ok");
    const { checkpointKey: pem = "", folder, vault } = job;
    const late = async () => "written" as const;
    const inNode = createArt12Logger({
      ...minimalOptions([]),
      checkpoints: { signer: pemCheckpointSigner(readFileSync(pem, "utf8")), put: late },
      spool: { folder, whenLogCannotBeWritten: "fail-closed", late },
    });
    await expect(inNode).rejects.toMatchObject({ code: "spool-in-use" });
    await held.kill();
    const own = await createArt12Logger({
      ...minimalOptions([]),
      spool: { folder, whenLogCannotBeWritten: "fail-closed", late, onFault: () => undefined },
    });
    const second = inPython({ ...job, vault, decisions: 1 });
    await second.until("failed spool-in-use");
    await own.close();
    await standIn.stop();
  }, 120_000);
});
