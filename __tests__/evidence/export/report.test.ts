import { readFileSync } from "node:fs";
import path from "node:path";
import { PURPOSES_BY_TYPE } from "../../../evidence/event";
import { VOLUMES } from "../../../evidence/export/report-charts";
import { TestArchive, TestEmitter } from "../archive/corpus";
import { exported } from "./bundles";

const at = (day: string, clock: string) => `2026-11-${day}T${clock}.000Z`;

async function reportOf(archive: TestArchive, from: string, to: string): Promise<string> {
  const { out } = await exported(archive, { from: `2026-11-${from}`, to: `2026-11-${to}` });
  return readFileSync(path.join(out, "report.html"), "utf8");
}

/** Cells of the table of days, by day. */
function rowsOf(report: string): Record<string, string[]> {
  const rows = [...report.matchAll(/<tr><th scope="row" class="t">([\d-]+)[^<]*<\/th>(.*)<\/tr>/g)];
  return Object.fromEntries(
    rows.map(([, day, cells]) => [
      day!,
      [...cells!.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell]) => cell!.replace(/<[^>]*>/g, "")),
    ]),
  );
}

test("every type of event has one colour in the picture of days", () => {
  const drawn = VOLUMES.flatMap(({ types }) => types);
  expect([...drawn].sort()).toEqual(Object.keys(PURPOSES_BY_TYPE).sort());
});

test("lost events are told on the day they begin to be missing, an override on its own", async () => {
  const emitter = new TestEmitter();
  const archive = new TestArchive().putEvents(emitter.emit(at("24", "08:00:00"), "emitter_start"));
  emitter.lose(at("24", "23:00:00"));
  emitter.lose(at("25", "01:00:00"));
  const oversight = {
    required: true,
    override: true,
    reviewer: "cd".repeat(32),
    reason: "income_verified",
  };
  archive.putEvents(emitter.emit(at("25", "08:00:00"), "inference", { oversight }));
  const report = await reportOf(archive, "24", "26");
  expect(rowsOf(report)).toEqual({
    "2026-11-24": ["1", "2", "0", "emitter_start 1"],
    "2026-11-25": ["1", "0", "1", "inference 1"],
    "2026-11-26": ["0", "0", "0", "no event: idle or lost is not known"],
  });
  expect(report).toContain("No event: on 1 day(s). Numbers missing: on 1 day(s). Overrides: on 1 day(s).");
});

test("events that were lost since before the period are told on its first day", async () => {
  const emitter = new TestEmitter();
  const archive = new TestArchive().putEvents(emitter.emit(at("23", "08:00:00"), "emitter_start"));
  emitter.lose(at("23", "20:00:00"));
  archive.putEvents(emitter.emit(at("25", "08:00:00")));
  expect(rowsOf(await reportOf(archive, "24", "25"))["2026-11-24"]![1]).toBe("1");
});

test("of many findings of a kind the first are shown, more unfold, and what is left out is counted", async () => {
  const archive = new TestArchive();
  for (let index = 100; index < 170; index += 1)
    archive.put(`art12/dt=20261124/hour=08/strange-${index}`, Buffer.from("x"));
  const report = await reportOf(archive, "24", "24");
  const [before, folded, rest] = report.split(/<summary>40 more<\/summary>|<\/details>\s*<p class="soft">20 are not/);
  const shown = (part: string | undefined) => part?.match(/strange-\d+/g)?.length ?? 0;
  expect([before, folded, rest].map(shown)).toEqual([10, 40, 0]);
}); // prettier-ignore

test.each([
  ["24", "24", "2026-11-24, the whole UTC day"],
  ["24", "26", "2026-11-24 to 2026-11-26, whole UTC days"],
  ["24T06:00:00Z", "26T07:30:00Z", "2026-11-24T06:00:00.000Z up to, not including, 2026-11-26T07:30:00.000Z"],
])("a period is told as it is asked for: %s to %s", async (from, to, words) => {
  expect(await reportOf(new TestArchive(), from, to)).toContain(`<td>${words}</td>`);
}); // prettier-ignore
