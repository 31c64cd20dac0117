import fastify, { type FastifyInstance } from "fastify";
import type { AddressInfo } from "node:net";
import { main } from "../../cli/main";
import { registerDecisionApi } from "../../gate/api";
import { Refusal } from "../../gate/refusal";
import { RUN } from "../gate/decisions/fake-mlflow";
import { anna, ben, cora, World } from "../gate/decisions/world";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

/** The commands that talk to the gate, as a person runs them without a terminal to be asked in. */
describe("evidence status, approve, revoke, promote, break-glass", () => {
  let world: World;
  let app: FastifyInstance;
  let url: string;

  beforeEach(async () => {
    world = new World();
    // Requests to break the glass name a time by the clock of whoever asks.
    world.now = new Date();
    world.assessedUntil = new Date(world.now.getTime() + 3_600_000);
    app = fastify();
    app.setErrorHandler((error, _, reply) =>
      error instanceof Refusal
        ? reply.code(error.status).send(error.toJSON())
        : reply.code(500).send("fault"),
    );
    const identify = async ({ headers }: { headers: Record<string, unknown> }) => {
      const found = [anna, ben, cora].find(({ name }) => headers["authorization"] === `Bearer ${name}`);
      if (found === undefined) throw new Refusal("UNAUTHENTICATED", "the token has expired");
      return found;
    };
    registerDecisionApi(app, {
      decisions: world.decisions,
      identity: { identify: identify as never },
      rules: world.rules,
    });
    await app.listen({ host: "127.0.0.1", port: 0 });
    url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  });

  afterEach(() => app.close());

  async function run(
    who: string | undefined,
    args: readonly string[],
    env: Record<string, string> = {},
  ): Promise<Ran> {
    const [out, said]: [string[], string[]] = [[], []];
    const log = jest.spyOn(console, "log").mockImplementation((line: string) => void out.push(line));
    const error = jest.spyOn(console, "error").mockImplementation((line: string) => void said.push(line));
    const before = { ...process.env };
    for (const name of [
      "EVIDENCE_TOKEN",
      "MLFLOW_TRACKING_TOKEN",
      "EVIDENCE_GATE_URL",
      "MLFLOW_TRACKING_URI",
    ])
      delete process.env[name];
    Object.assign(process.env, { ...(who !== undefined && { EVIDENCE_TOKEN: who }), ...env });
    process.exitCode = undefined;
    try {
      const code = await main(args);
      return { code, out: out.join("\n"), said: said.join("\n") };
    } finally {
      process.env = before;
      process.exitCode = undefined;
      log.mockRestore();
      error.mockRestore();
    }
  }

  const at = (): string[] => ["--gate", url];
  const seen = async (): Promise<{ evidenceSha256: string; artifactSha256: string }> => {
    const { key } = await world.decisions.status({ name: "credit", version: "1" });
    if (key === undefined) throw new Error("no key");
    return key;
  };
  const approving = async (): Promise<string[]> => {
    const { evidenceSha256, artifactSha256 } = await seen();
    return [
      ...["approve", "credit", "1", "--modification", "predetermined", "--why", "retrained on newer data"],
      ...["--evidence", evidenceSha256.slice(0, 8), "--artifacts", artifactSha256, "--yes", ...at()],
    ];
  };

  test("status shows what an approver must see, and is a finding while something lacks", async () => {
    await world.state.contributed([`run:${RUN}`], anna);
    const { code, said, out } = await run("ben", ["status", "credit", "1", ...at()]);
    const { evidenceSha256, artifactSha256 } = await seen();
    for (const shown of [
      evidenceSha256,
      artifactSha256,
      "anna",
      "auc",
      "at least 0.7",
      "[approved]",
      "credit-scoring",
    ])
      expect(said).toContain(shown);
    expect(out).toBe("");
    expect(code).toBe(2);
  });

  test("status as JSON is the whole of it, on stdout alone", async () => {
    const { out, said } = await run("ben", ["status", "credit", "1", "--json", ...at()]);
    expect(JSON.parse(out)).toMatchObject({ name: "credit", version: "1", key: await seen() });
    expect(said).toBe("");
  });

  test("status moves nobody's cursor, whatever a trainer wrote", async () => {
    world.mlflow.runs.get(RUN)?.tags.push({ key: "ai_act.change_reason", value: "x\u001b[2Ay\u202e" });
    const { said } = await run("ben", ["status", "credit", "1", ...at()]);
    expect(said).toContain("x\\u{1b}[2Ay\\u{202e}");
    expect(said).not.toContain("\u001b[2A");
  });

  test("approve, promote and revoke go together, and say where the records are", async () => {
    expect(await run("ben", await approving())).toMatchObject({
      code: 0,
      said: expect.stringContaining("records/gate/1") as string,
    });
    const promoted = await run("anna", ["promote", "credit", "1", "--alias", "champion", ...at()]);
    expect(promoted).toMatchObject({ code: 0, said: "promoted: credit 1 by alias champion, records/gate/2" });
    const after = await run("anna", ["status", "credit", "1", ...at()]);
    expect(after.code).toBe(0);
    const revoked = await run("cora", [
      "revoke",
      "credit",
      "1",
      "--why",
      "complaint 12 is open",
      "--yes",
      ...at(),
    ]);
    expect(revoked.said).toContain("version 1 is still in production (alias champion)");
    const back = await run("anna", ["promote", "credit", "1", "--alias", "champion", "--rollback", ...at()]);
    expect(back).toMatchObject({ code: 2 });
    expect(back.said).toContain("was revoked by cora");
  });

  test("approve shows what would be approved in a dry run, and records nothing", async () => {
    const args = (await approving()).filter((arg) => arg !== "--yes");
    const { code, said } = await run("ben", [...args, "--dry-run"]);
    expect(said).toContain("it would be approved; nothing was recorded");
    expect(code).toBe(0);
    expect(world.ledger.records).toEqual([]);
  });

  test("approve refuses what is not what was looked at", async () => {
    const args = await approving();
    world.mlflow.runs.get(RUN)?.metrics.push({ key: "f1", value: 1, timestamp: 1, step: 0 });
    const { code, said } = await run("ben", args);
    expect(said).toContain("the version is not what you looked at; nothing was approved");
    expect(code).toBe(2);
    expect(world.ledger.records).toEqual([]);
  });

  test("approve does not ask the gate for what lacks something, and says what", async () => {
    world.mlflow.runs.get(RUN)?.tags.splice(0);
    const { code, said } = await run("ben", await approving());
    expect(said).toContain("[risk-assessed]");
    expect(code).toBe(2);
    expect(world.ledger.records).toEqual([]);
  });

  test("break-glass prints what the other approver runs, which works once", async () => {
    const asked = await run("ben", [
      "break-glass",
      "credit",
      "1",
      "--stage",
      "Production",
      "--reason",
      "the other one fails",
      "--yes",
      ...at(),
    ]);
    const [, command = ""] = /the other approver runs: evidence (.*)$/m.exec(asked.said) ?? [];
    expect(command).toMatch(/^promote credit 1 --stage Production --break-glass [0-9a-f-]{36}$/);
    const used = await run("cora", [...command.split(" "), "--yes", ...at()]);
    expect(used.said).toContain("promoted with broken glass: credit 1 by stage Production");
    expect(used.said).toContain("[approved]");
    expect(used.code).toBe(0);
  });

  const APPROVE = [
    "approve",
    "credit",
    "1",
    "--modification",
    "predetermined",
    "--why",
    "retrained on newer data",
  ];
  test.each<[string, string[], string]>([
    ["approve with --yes alone", [...APPROVE, "--yes"], "--evidence and --artifacts with it"],
    ["approve without a terminal", APPROVE, "nothing was done"],
    ["approve by too short a digest", [...APPROVE, "--evidence", "abc"], "8 to 64 hexadecimal digits"],
    ["promote through no door", ["promote", "credit", "1"], "one door into production"],
    [
      "promote through two doors",
      ["promote", "credit", "1", "--alias", "champion", "--stage", "Production"],
      "one door into production",
    ],
    [
      "promote through a stage that is none",
      ["promote", "credit", "1", "--stage", "Staging"],
      "one door into production",
    ],
    [
      "promote through an alias that is free",
      ["promote", "credit", "1", "--alias", "candidate"],
      "no door into production",
    ],
    [
      "promote a version that is not there",
      ["promote", "credit", "9", "--stage", "Production"],
      "RESOURCE_DOES_NOT_EXIST",
    ],
    ["revoke where nothing stands", ["revoke", "credit", "1", "--why", "complaint 12 is open"], "none does"],
    [
      "break-glass for longer than a day",
      [
        "break-glass",
        "credit",
        "1",
        "--stage",
        "Production",
        "--reason",
        "it is urgent",
        "--minutes",
        "1441",
      ],
      "from 1 to 1440",
    ],
  ])("%s: the input is at fault, and it is said how", async (_, args, words) => {
    const { code, said } = await run("ben", [...args, ...at()]);
    expect(said).toContain(words);
    expect(code).toBe(1);
    expect(world.ledger.records).toEqual([]);
  });

  test.each<[string, string | undefined, (own: string) => string[], Record<string, string>, string]>([
    ["no gate", "ben", () => [], {}, "the gate is not named"],
    ["no token", undefined, (own) => ["--gate", own], {}, "there is no token"],
    ["a token that the gate does not take", "eve", (own) => ["--gate", own], {}, "the token has expired"],
    [
      "an address in clear",
      "ben",
      () => ["--gate", "http://gate.example.org"],
      {},
      "your token is sent there",
    ],
    [
      "a password in the address",
      "ben",
      () => ["--gate", "https://me:secret@gate.example.org"],
      {},
      "cannot be used",
    ],
    ["no address", "ben", () => ["--gate", "gate"], {}, "an https address"],
    ["nobody there", "ben", () => ["--gate", "http://127.0.0.1:1"], {}, "the gate does not answer"],
    ["something else there", "ben", (own) => ["--gate", `${own}/elsewhere`], {}, "not the gate's API"],
  ])("with %s it is said what is needed", async (_, who, where, env, words) => {
    const { code, said } = await run(who, ["status", "credit", "1", ...where(url)], env);
    expect(said).toContain(words);
    expect(said).not.toContain("Bearer");
    expect(code).toBe(1);
  });

  test("gate and token are taken from the variables that the MLflow client knows", async () => {
    const { out } = await run(undefined, ["status", "credit", "1", "--json"], {
      MLFLOW_TRACKING_URI: url,
      MLFLOW_TRACKING_TOKEN: "ben",
    });
    expect(JSON.parse(out)).toMatchObject({ name: "credit" });
  });
});
