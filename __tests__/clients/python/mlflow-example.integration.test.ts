import { execFileSync, spawn } from "node:child_process";
import { copyFileSync } from "node:fs";
import path from "node:path";
import { CLIENTS, pythonOf, type Client } from "../../gate/clients/python-clients";
import { startGateWorld, type GateWorld } from "../../gate/clients/gate-world";
import { approve } from "../../gate/clients/whole-versions";
import { temporaryFolder } from "../../temporary";
import { CLIENT } from "./develop";
import { makeSite, type Site } from "./mlflow-site";

const EXAMPLE = path.join(CLIENT, "examples/credit_scoring.py");
const CELLS = path.join(__dirname, "cells.py");

let gate: GateWorld;
let site: Site;
beforeAll(async () => {
  [gate, site] = await Promise.all([startGateWorld(), makeSite()]);
  const said = await python(gate.world.python, [path.join(__dirname, "credit_data.py"), "credit-data"]);
  expect(said.stdout.trim().split("\n")).toHaveLength(3);
}, 400_000);
afterAll(async () => {
  await site.remove();
  await gate.stop();
}, 60_000);

interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Python as anna, in a folder, to its end; tells of each line it prints. */
async function python(
  interpreter: string,
  args: readonly string[],
  {
    cwd = temporaryFolder(),
    variables = {},
    onLine = () => undefined,
  }: {
    readonly cwd?: string;
    readonly variables?: NodeJS.ProcessEnv;
    readonly onLine?: (line: string) => void;
  } = {},
): Promise<Said> {
  const env = {
    ...(await gate.as("anna")),
    PYTHONPATH: site.path,
    CREDIT_DATA: "s3://credit-data/german-credit",
    ...variables,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(interpreter, ["-B", ...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    let line = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said.stdout += text;
      const [...lines] = (line + text).split("\n");
      line = lines.pop() ?? "";
      for (const each of lines) onLine(each);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...said }));
  });
}

/** The example as a team keeps it: committed. */
function repository(): string {
  const folder = temporaryFolder();
  copyFileSync(EXAMPLE, path.join(folder, "credit_scoring.py"));
  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=anna", "-c", "user.email=anna@example.org", ...args], {
      cwd: folder,
      encoding: "utf8",
    }).trim();
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "-m", "Train the credit model");
  return folder;
}

/** Runs the example to its end; when it asks for an approval, anna tries and may not, and ben approves. */
async function runExample(client: Client, how: "script" | "cells"): Promise<Said & { version: string }> {
  const cwd = repository();
  const approvals: Promise<number>[] = [];
  let version = "";
  const args = how === "cells" ? [CELLS, "credit_scoring.py"] : ["credit_scoring.py"];
  const outcome = await python(await pythonOf(client), args, {
    cwd,
    onLine: (line) => {
      version = /^evidence approve credit-scoring (\d+)$/.exec(line)?.[1] ?? version;
      if (version === "" || approvals.length > 0) return;
      const made = { model: "credit-scoring", version, run_id: "" };
      const byHerself = approve(gate, "anna", made).then(({ status }) => status);
      approvals.push(
        byHerself,
        byHerself.then(() => approve(gate, "ben", made)).then(({ status }) => status),
      );
    },
  });
  expect({ status: outcome.status, stderr: outcome.stderr.slice(-1_500) }).toMatchObject({ status: 0 });
  expect(await Promise.all(approvals)).toEqual([403, 200]);
  return { ...outcome, version };
}

/** The version that serving loads. */
async function champion(): Promise<string> {
  const { model_version } = await gate.mlflow<{ model_version: { version: string } }>(
    "registered-models/alias?name=credit-scoring&alias=champion",
  );
  return model_version.version;
}

describe.each(CLIENTS)("the example with MLflow %s, before the real gate", (client) => {
  it("trains, is told what is missing, supplies it, and is promoted when another person has approved", async () => {
    const { stdout, version } = await runExample(client, "script");
    const told = stdout.split(/^(?=Run [0-9a-f]{32})/m).slice(1);
    expect(told).toHaveLength(4);
    const [attempt = "", supplied = "", registered = "", approved = ""] = told;
    expect(attempt).toMatch(/^Run [0-9a-f]{32}: \d+ requirements are not met\./);
    for (const lack of [
      "Neither the run's tag ai_act.system nor its experiment's name names an AI system of the configs.",
      "No data set is logged with the context training, none with validation, none with test.",
      "The version is approved, in this very state",
    ])
      expect(attempt).toContain(lack);
    expect(supplied).toMatch(/^Run \S+: nothing lacks that can be supplied before it is registered\./);
    expect(supplied).toContain("test_roc_auc/lower/95: 0.");
    expect(registered).toMatch(
      /^Run \S+ \(version \d+ of credit-scoring\): nothing lacks that can be supplied before its approval\./,
    );
    expect(registered).toContain(`evidence approve credit-scoring ${version}`);
    expect(approved).toMatch(/: nothing lacks; it may be promoted\./);
    expect(await champion()).toBe(version);
    const record = stdout.slice(stdout.indexOf("# Changes of credit-scoring"));
    for (const line of [
      `## Version ${version}`,
      "- What was changed: baseline",
      "- Class of the change, Art 3(23): substantial",
      "- In production: alias champion",
      "- Data, training: german-credit-training, SHA-256 ",
      "- Approval: ben, ",
    ])
      expect(record).toContain(line);
    expect(record.split("not said")).toHaveLength(2); // The line that says what it would mean.
  }, 300_000);

  it("does the same cell by cell, and shows lists where a notebook can", async () => {
    const { stdout, version } = await runExample(client, "cells");
    const html = stdout.split("\n").filter((line) => line.startsWith("HTML:"));
    const shown = html.map((line) => JSON.parse(line.slice("HTML:".length)) as string);
    expect(shown[1]).toContain("requirements are not met.</strong>");
    expect(shown[1]).toContain("<li>Neither the run&#x27;s tag ai_act.system");
    expect(shown.at(-1)).toContain("nothing lacks; it may be promoted.");
    expect(stdout).toContain("MARKDOWN:");
    expect(await champion()).toBe(version);
  }, 300_000);

  it.each([
    ["without a token", { MLFLOW_TRACKING_TOKEN: undefined }, "[no-token] the gate does not know who asks"],
    [
      "with a token of nobody",
      { MLFLOW_TRACKING_TOKEN: "a.b.c" },
      "[token-not-taken] the gate does not take",
    ],
    ["for a run that is not there", {}, "[no-such-run] there is no run '00000000000000000000000000000000'"],
  ])(
    "%s says in one line what to do",
    async (_, variables, line) => {
      const program = "from ai_act_evidence.mlflow import preflight; preflight('0' * 32)";
      const { status, stderr } = await python(await pythonOf(client), ["-c", program], { variables });
      expect(status).toBe(1);
      expect(stderr.trim().split("\n").at(-1)).toContain(line);
      expect(stderr.trim().split("\n").at(-1)).toContain("Fix: ");
    },
    60_000,
  );

  it("tells whoever may read, and calls nothing fine where the gate is gone", async () => {
    const { run_id: id } = await anyRun();
    const program = `from ai_act_evidence.mlflow import preflight; told = preflight("${id}"); print(told.told_by, told.ok)`;
    const interpreter = await pythonOf(client);
    const { MLFLOW_TRACKING_TOKEN } = await gate.as("dan");
    const reader = await python(interpreter, ["-c", program], { variables: { MLFLOW_TRACKING_TOKEN } });
    expect(reader.stdout).toMatch(/^gate (True|False)\n$/);
    const nobody = { MLFLOW_TRACKING_URI: "http://127.0.0.1:9" };
    const gone = await python(interpreter, ["-c", program], { variables: nobody });
    expect(gone.stdout).toBe("nobody False\n");
    const behind = await python(interpreter, ["-c", program], {
      variables: { MLFLOW_TRACKING_URI: gate.world.urls.mlflow },
    });
    expect(behind.stdout).toBe("client False\n");
  }, 120_000);
});

/** A run of the example, as MLflow has it. */
async function anyRun(): Promise<{ run_id: string }> {
  const { model_versions } = await gate.mlflow<{ model_versions: { run_id: string }[] }>(
    "model-versions/search?filter=name%3D'credit-scoring'",
  );
  const [version] = model_versions;
  if (!version) throw new Error("the example registered no version");
  return version;
}
