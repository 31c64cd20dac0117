import { readdirSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { validEvents } from "../vectors";
import { CLIENT, developPython, PINS, runInClient } from "./develop";

interface PytestResult {
  readonly file: string;
  readonly name: string;
  readonly outcome: "passed" | "failure" | "error" | "skipped";
  readonly said: string;
}

/** Folders of tests that need no other package than those pinned. */
const FOLDERS = ["tests/art12", "tests/mlflow"];
const TEST_FILES = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(CLIENT, folder))
    .filter((name) => name.startsWith("test_"))
    .map((name) => `${folder}/${name}`),
);

let python: string;
let folder: string;
let wheel: string;
/** Where the wheel is unpacked: tests run against what is shipped, not against the sources. */
let shipped: string;

beforeAll(async () => {
  python = await developPython();
  folder = await mkdtemp(path.join(tmpdir(), "python-client-"));
  // Without isolation: the build backend is the pinned one of this environment, and no index is asked.
  await runInClient(python, ["-m", "build", "--no-isolation", "--outdir", path.join(folder, "dist"), "."]);
  const [name] = (await readdir(path.join(folder, "dist"))).filter((file) => file.endsWith(".whl"));
  wheel = path.join(folder, "dist", name!);
  shipped = path.join(folder, "shipped");
  await pip("install", "--no-deps", "--target", shipped, wheel);
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const pip = (...args: string[]): Promise<string> =>
  runInClient(python, ["-m", "pip", ...args, "--quiet", "--no-input", "--disable-pip-version-check"]);

describe("the Python package", () => {
  it("is built from what it says in pyproject, the same bytes each time", async () => {
    await runInClient(python, ["-m", "build", "--no-isolation", "--outdir", path.join(folder, "again"), "."]);
    const names = (await readdir(path.join(folder, "dist"))).sort();
    expect(names).toEqual([
      expect.stringMatching(/^ai_act_evidence-.*-py3-none-any\.whl$/),
      expect.stringMatching(/^ai_act_evidence-.*\.tar\.gz$/),
    ]);
    const [first, second] = await Promise.all(
      ["dist", "again"].map((each) => readFile(path.join(folder, each, path.basename(wheel)))),
    );
    expect(first!.equals(second!)).toBe(true);
  }, 120_000);

  it("asks for versions that the repository tests with", async () => {
    const pins = await readFile(PINS, "utf8");
    const pyproject = await readFile(path.join(CLIENT, "pyproject.toml"), "utf8");
    const backend = /requires = \["([^"]+)"\]/.exec(pyproject)![1]!;
    expect(pins.split("\n")).toContain(backend);
    for (const line of pins.split("\n").filter((each) => each && !each.startsWith("#")))
      expect(line).toMatch(/^[A-Za-z0-9._-]+==[A-Za-z0-9.]+$/);
  });

  it("is installed into an empty environment, where the first example of its README records an event", async () => {
    const venv = path.join(folder, "fresh");
    await runInClient(python, ["-m", "venv", venv]);
    const fresh = path.join(venv, "bin/python");
    await runInClient(fresh, [...PIP_INSTALL, "--constraint", PINS, wheel]);
    const readme = await readFile(path.join(CLIENT, "README.md"), "utf8");
    const example = /```python\n([^]*?)```/.exec(readme)![1]!;
    const program = path.join(folder, "example.py");
    await writeFile(program, `${example}\n${NOTHING_ELSE}`);
    await mkdir(path.join(folder, "work/model"), { recursive: true });
    await writeFile(path.join(folder, "work/model/MLmodel"), "flavors: sklearn\n");
    const printed = await runInClient(
      fresh,
      [
        "-c",
        "import os, runpy, sys; os.chdir(sys.argv[1]); runpy.run_path(sys.argv[2])",
        path.join(folder, "work"),
        program,
      ],
      { MLFLOW_RUN_ID: "0f".repeat(16), INPUT_KEY: Buffer.alloc(32, 1).toString("base64") },
    );
    const types = printed.trim().split("\n").map((line) => (JSON.parse(line) as Line).art12.event.type); // prettier-ignore
    expect(types).toEqual(["emitter_start", "inference", "emitter_stop"]);
    const freeze = await runInClient(fresh, ["-m", "pip", "freeze", "--disable-pip-version-check"]);
    expect(freeze.trim().split("\n").map((line) => line.split(/[ =]/)[0])).toEqual(["ai-act-evidence", "rfc8785"]); // prettier-ignore
  }, 180_000);

  it("is typed for whoever installs it, its events as the schema has them", async () => {
    const consumer = path.join(folder, "consumer.py");
    const events = validEvents().map(({ event }, at) => `event_${at}: Art12Event = ${literal(event)}`);
    const program = [
      "from ai_act_evidence.art12 import Art12Event, Art12Logger, Output",
      "def decided(log: Art12Logger) -> str:",
      '    return log.outcome(refers_to="x", outcome="repaid")["refers_to"]',
      ...events,
      "Output(decision=3)",
      `wrong: Art12Event = ${literal({ ...validEvents()[0]!.event, role: "observer" })}`,
    ];
    await writeFile(consumer, program.join("\n"));
    const mypy = ["-m", "mypy", "--strict", "--config-file=", "--cache-dir=/dev/null", consumer];
    const told = await runInClient(python, mypy, { MYPYPATH: shipped }).catch(String);
    const places = [...told.matchAll(/consumer\.py:([0-9]+): error: (.*)/g)];
    const last = program.length;
    expect([...new Set(places.map(([, line]) => Number(line)))]).toEqual([last - 1, last]);
    expect(places[0]![2]).toContain('Argument "decision" to "Output" has incompatible type "int"');
  }, 120_000);

  it("passes mypy --strict", () => runInClient(python, ["-m", "mypy"]), 180_000);

  it("passes ruff, and is formatted by it", async () => {
    await runInClient(python, ["-m", "ruff", "check", "--no-cache", "."]);
    await runInClient(python, ["-m", "ruff", "format", "--no-cache", "--check", "."]);
  }, 60_000);
});

describe("pytest against the wheel", () => {
  let results: readonly PytestResult[];
  let output: string;

  beforeAll(async () => {
    const junit = path.join(folder, "junit.xml");
    const pytest = ["-m", "pytest", "-q", `--junitxml=${junit}`, "-o", "junit_family=xunit1"];
    output = await runInClient(python, pytest, { PYTHONPATH: shipped }).catch(String);
    results = JSON.parse(
      await runInClient(python, [path.join(__dirname, "pytest-results.py"), junit]),
    ) as PytestResult[];
  }, 600_000);

  it.each(TEST_FILES)("%s: every test ran, and passed", (file) => {
    const ofFile = results.filter((result) => result.file === file);
    if (ofFile.length === 0) throw new Error(`no test of ${file} ran:\n${output}`);
    const bad = ofFile.filter(({ outcome }) => outcome !== "passed");
    expect(bad.map(({ name, outcome, said }) => `${outcome}: ${name}\n${said}`)).toEqual([]);
  });

  it("tests what is shipped, and in no other files", () => {
    expect([...new Set(results.map(({ file }) => file))].sort()).toEqual([...TEST_FILES].sort());
    expect(output).toMatch(new RegExp(`${results.length} passed in`));
    console.info(`pytest: ${results.length} passed in ${TEST_FILES.length} files`);
  });
});

interface Line {
  readonly art12: { readonly event: { readonly type: string } };
}

/** JSON in Python's spelling. */
const literal = (event: object): string =>
  JSON.stringify(event).replace(/:(true|false)/g, (_, truth: string) =>
    truth === "true" ? ":True" : ":False",
  );

/** What the logger must not load: packages that it does not ask for. */
const NOTHING_ELSE = `
import sys
assert not {"mlflow", "structlog", "cryptography"} & set(sys.modules), "loaded what was not asked for"
`;

const PIP_INSTALL = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
