import { startApplication } from "./processes";
import { beginning, examined } from "./whole-way";

test("an application is killed in the middle, the next one starts, and an export by way of intake, archive and vault shows no gap", async () => {
  const { from, vault, ring, standIn, job } = await beginning();
  const first = startApplication(job);
  await first.until("ok", 60);
  await first.kill();
  await standIn.flush();
  const before = await examined(vault, from, ring);
  expect(before.completeness).toMatchObject({ holds: expect.stringMatching(/no|unknown/) });

  const next = startApplication({ ...job, decisions: 5 });
  await next.until("closed");
  await next.end();
  await standIn.stop();
  const { manifest, completeness } = await examined(vault, from, ring);
  expect(manifest.findings).toEqual({});
  expect(completeness).toMatchObject({ level: 2, holds: "yes", sequences: { holds: "yes" } });
  expect(manifest.counts).toMatchObject({ emitters: 2, missing_in_gaps: 0, late_path: 0 });
  expect(manifest.counts.events).toBeGreaterThanOrEqual(1 + 60 + 1 + 7);
}, 120_000);

test("of an application that is killed and never started again the export says up to where it wrote", async () => {
  const { from, vault, ring, standIn, job } = await beginning();
  await standIn.stop();
  const application = startApplication({ ...job, atATime: 1 });
  await application.until("ok", 30);
  await application.kill();
  const { manifest, completeness } = await examined(vault, from, ring);
  expect(manifest.findings).toMatchObject({ "emitter-lost": 1, "no-events": 1 });
  expect(completeness?.checkpoints.because).toContain("1 emitter(s) lost whole");
}, 120_000);
