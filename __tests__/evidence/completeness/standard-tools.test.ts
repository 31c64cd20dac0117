import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseIndependentCount } from "../../../evidence/completeness";
import { parsePeriod } from "../../../evidence/export";
import { temporaryFolder } from "../../temporary";
import { TestEmitter } from "../archive/corpus";
import { checkpointFile, keys } from "./checkpoints";

/** The commands of a page, one text a block. */
function commandsOf(page: string): string[] {
  const text = readFileSync(path.join(__dirname, "../../../docs", page), "utf8");
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands]) => commands ?? "");
}

const COMMANDS = commandsOf("completeness.md");
const PERIOD = parsePeriod("2026-11-24", "2026-11-24");

/** Runs the page's command that reads the file, as it stands there, on that content. */
function shaped(file: string, content: unknown) {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, file), JSON.stringify(content));
  const command = COMMANDS.find((text) => text.includes(`' ${file} >`))!;
  const { stderr } = spawnSync("bash", ["-c", command], { cwd, encoding: "utf8" });
  expect(stderr).toBe("");
  const { count, problems } = parseIndependentCount(
    readFileSync(path.join(cwd, "independent-count.json")),
    PERIOD,
  );
  expect(problems).toEqual([]);
  return count!;
}

describe("The page on completeness", () => {
  it.each(["2026-11-24T09:00:00+00:00", "2026-11-24T09:00:00Z"])(
    "shapes what CloudWatch answers, time as in %s, into a count of every hour",
    (time) => {
      const { counts, source, unit } = shaped("request-count.json", {
        Label: "RequestCount",
        Datapoints: [
          { Timestamp: time, Sum: 41.0, Unit: "Count" },
          { Timestamp: "2026-11-24T00:00:00Z", Sum: 3.0, Unit: "Count" },
        ],
      });
      expect([source, unit]).toEqual([
        "AWS/ApplicationELB RequestCount app/credit/50dc6c495c0c9188",
        "inferences",
      ]);
      expect(counts).toHaveLength(24);
      expect(counts[9]).toEqual({
        from: "2026-11-24T09:00:00.000Z",
        to: "2026-11-24T10:00:00.000Z",
        count: 41,
      });
      expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(44);
    },
  );

  it("shapes what Datadog answers, with gaps and without any series", () => {
    const at = Date.parse("2026-11-24T23:00:00Z");
    const pointlist = [
      [at - 3_600_000, null],
      [at, 17.0],
    ];
    const { counts, unit } = shaped("datadog.json", { status: "ok", series: [{ pointlist }] });
    expect([unit, counts.length, counts[22]!.count, counts[23]!.count]).toEqual(["log_events", 24, 0, 17]);
    expect(shaped("datadog.json", { series: [] }).counts.every(({ count }) => count === 0)).toBe(true);
  });

  it("verifies a checkpoint of a bundle with jq and openssl, by the steps for a record", async () => {
    const cwd = temporaryFolder();
    const { key, bytes } = await checkpointFile(new TestEmitter().emit("2026-11-24T08:00:00.000Z"));
    const line = { key, version_id: "1", written_at: "2026-11-24T08:00:01.000Z", envelope: bytes.toString() };
    writeFileSync(path.join(cwd, "checkpoints.ndjson"), `${JSON.stringify(line)}\n`);
    writeFileSync(path.join(cwd, "key.pem"), keys.credit.signer.publicKeyPem);
    const take = COMMANDS.find((text) => text.includes("checkpoint.dsse.json"))!;
    const verify = commandsOf("verify-records.md")[0]!;
    const env = { ...process.env, RECORD: "checkpoint.dsse.json", KEY: "key.pem" };
    const { stdout } = spawnSync("bash", ["-c", `${take}\n${verify}`], { cwd, env, encoding: "utf8" });
    expect(readFileSync(path.join(cwd, "checkpoint.dsse.json"))).toEqual(bytes);
    expect(stdout).toContain("Verified OK");
  });
});
