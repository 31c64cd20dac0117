import { spawnSync } from "node:child_process";
import { AthenaEngine, bindQuery } from "../../../evidence/queries";
import { DEFAULT_DIR } from "../../../sandbox/world";
import { ensurePython } from "../../../sandbox/world/python";
import { startAws, type EmbeddedAws } from "../../embedded-aws";
import { question, Rows } from "./answers";
import { PERIOD, QUESTIONS } from "./corpus";

const WORKGROUP = "ai-act-evidence-sandbox";
const NOTHING_ODD = { versions: [], findings: [] };
const MAKE_WORKGROUP = `import boto3; boto3.client("athena").create_work_group(Name="${WORKGROUP}", Configuration={})`;

/** moto runs no query: it serves the API, and hands out rows it was given before. What the texts do, Trino shows. */
describe("Athena's API, as the embedded AWS serves it", () => {
  const former = { ...process.env };
  let aws: EmbeddedAws;
  const bound = bindQuery(question("overrides"), { ...PERIOD, ...QUESTIONS["overrides"] });
  const engine = (workgroup: string) =>
    new AthenaEngine({ database: "ai_act_evidence_sandbox", workgroup, region: "eu-central-1" });

  beforeAll(async () => {
    aws = await startAws();
    Object.assign(process.env, aws.env, { AWS_MAX_ATTEMPTS: "1" });
    const { python } = await ensurePython(DEFAULT_DIR);
    expect(spawnSync(python, ["-c", MAKE_WORKGROUP], { env: process.env }).status).toBe(0);
  }, 60_000);

  afterAll(async () => {
    await aws?.stop();
    process.env = former;
  });

  it("takes a question, is waited for, and gives its rows", async () => {
    const endpoint = aws.env["AWS_ENDPOINT_URL"];
    const prepared = {
      results: [
        {
          rows: [
            { Data: [{ VarCharValue: "event_id" }, { VarCharValue: "sequence" }] },
            { Data: [{ VarCharValue: "01939d00" }, { VarCharValue: "7" }] },
          ],
          column_info: [
            { Name: "event_id", Type: "varchar" },
            { Name: "sequence", Type: "bigint" },
          ],
        },
      ],
      region: "eu-central-1",
    };
    await fetch(`${endpoint}/moto-api/static/athena/query-results`, {
      method: "POST",
      body: JSON.stringify(prepared),
    });
    const rows = new Rows();
    const { usage, notes } = await engine(WORKGROUP).run(bound, NOTHING_ODD, rows);
    expect([rows.names, rows.all]).toEqual([["event_id", "sequence"], [["01939d00", 7]]]);
    expect(usage.cost?.usd).toBe(0.00005);
    expect(notes).toEqual([expect.stringMatching(/^query execution [0-9a-f-]{36}$/)]);
  }, 30_000);

  it("refuses a workgroup that is not there: told with what to deploy", async () => {
    await expect(engine("no-such-workgroup").run(bound, NOTHING_ODD, new Rows())).rejects.toMatchObject({
      code: "athena-unusable",
      problems: [{ where: "workgroup no-such-workgroup", fix: expect.stringContaining("evidence-vault") }],
    });
  }, 30_000);
});
