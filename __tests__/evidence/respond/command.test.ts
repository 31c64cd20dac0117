import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { respondCommand } from "../../../cli/respond";
import { verifyCommand } from "../../../cli/verify";
import { temporaryFolder } from "../../temporary";
import { newKeyFile } from "../export/bundles";
import { actors, keyRingDocument } from "../records/actors";
import { ADA, BEN, DAY, filesIn, RespondScene } from "./scene";

const CONFIGS = path.join(__dirname, "../../../configs");

let scene: RespondScene;
let keys: string;
let signingKey: string;
beforeAll(async () => {
  scene = await RespondScene.make();
  keys = path.join(temporaryFolder(), "keys.json");
  writeFileSync(keys, JSON.stringify(keyRingDocument()));
  signingKey = path.join(temporaryFolder(), "exporter.pem");
  const { privateKey } = actors.exporter;
  writeFileSync(signingKey, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
});

let printed: string;
beforeEach(() => {
  printed = "";
  jest.spyOn(console, "error").mockImplementation(() => undefined);
  jest.spyOn(console, "log").mockImplementation((text: string) => void (printed += `${text}\n`));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs `evidence respond` about the day from the scene's folder; returns the exit code and where the answer is. */
async function answered(more: readonly string[] = [], flags: readonly string[] = []) {
  const out = path.join(temporaryFolder(), "answer");
  const options = [
    ...["--system", "credit-scoring", "--environment", "sandbox", "--from", DAY, "--to", DAY],
    ...["--reference", "12/26", "--keys", keys, "--configs", CONFIGS, "--source-dir", scene.archive.folder],
    ...["--signing-key", signingKey, "--out", out, "--stacks", "no-such-folder", ...more, ...flags],
  ];
  await respondCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .parseAsync(options, { from: "user" });
  return { out, code: process.exitCode ?? 0 };
}

async function verified(out: string): Promise<number | string> {
  process.exitCode = undefined;
  await verifyCommand().parseAsync([out, "--key-ring", keys], { from: "user" });
  return process.exitCode ?? 0;
}

test("a whole answer is made by one command, says what is missing, and verifies by another", async () => {
  const { out } = await answered();
  expect(printed).toContain("answer to 12/26: credit-scoring in sandbox");
  expect(printed).toContain("missing: documents: no synthesized stacks were given");
  expect(printed).toContain(`evidence verify ${out}`);
  const answer = JSON.parse(readFileSync(path.join(out, "chain/answer.json"), "utf8"));
  expect(answer).toMatchObject({ read_from: "bundle", question: { by: "period" }, system: "credit-scoring" });
  expect(answer.chains[0].links[0]).toMatchObject({ id: "log-entry", verdict: "met" });
  expect(await verified(out)).toBe(0);
  expect(printed).toContain("verified: the bundle is what the holder of the key signed");
});

test("the answer about a person's case follows that person's chain, and holds nobody else", async () => {
  const { out } = await answered(["--case-digest", ADA, "--language", "de"]);
  const answer = JSON.parse(readFileSync(path.join(out, "chain/answer.json"), "utf8"));
  expect(answer.question).toEqual({ by: "case", digest: ADA });
  expect(scene.events.ada).toContain(answer.chains[0].event.id);
  const everything = [...filesIn(out).values()].map(String).join("\n");
  for (const id of [BEN, ...scene.events.ben]) expect(everything).not.toContain(id);
  expect(await verified(out)).toBe(0);
});

test("the answer about a model version follows the chain of that version", async () => {
  const { out } = await answered(["--model-version", "credit-model:3"]);
  const answer = JSON.parse(readFileSync(path.join(out, "chain/answer.json"), "utf8"));
  expect(answer.question).toEqual({ by: "version", model: "credit-model", version: "3" });
  expect(await verified(out)).toBe(0);
});

test("a dry run lists what would be in, by the names that a list of redactions uses, and writes nothing", async () => {
  const { out } = await answered([], ["--dry-run"]);
  expect(printed).toContain("would hold records/gate/000000000001.dsse.json (record)");
  expect(printed).toMatch(
    /would hold documentation\/sha256\/[0-9a-f]{64} \(promotion-evidence, named by records\/gate/,
  );
  expect(printed).toMatch(/would leave out \d+ record\(s\) and document\(s\)/);
  expect(existsSync(out)).toBe(false);
});

test("what a list of redactions names is kept back and told", async () => {
  const file = path.join(temporaryFolder(), "redactions.yaml");
  writeFileSync(file, "- item: records/gate/000000000001.dsse.json\n  reason: It names a person of another team.\n  basis: Art 78(1) of the Regulation\n"); // prettier-ignore
  const { out } = await answered(["--redactions", file]);
  expect(printed).toContain(
    "kept back: records/gate/000000000001.dsse.json: It names a person of another team.",
  );
  expect(await verified(out)).toBe(0);
});

test.each([
  ["no list", "just words", "redactions-invalid"],
  ["an item without a reason", "- item: records/gate/000000000001.dsse.json\n  basis: Art 78(1) of it\n", "redactions-invalid"], // prettier-ignore
  ["a path out of the folder", "- item: records/../../etc/passwd\n  reason: it is secret\n  basis: it is secret\n", "redactions-invalid"], // prettier-ignore
  ["revocations", "- item: records/keys/000000000001.dsse.json\n  reason: it is secret\n  basis: it is secret\n", "redactions-invalid"], // prettier-ignore
  ["an item that is not in", "- item: records/gate/000000000077.dsse.json\n  reason: it is secret\n  basis: it is secret\n", "redactions-unmatched"], // prettier-ignore
])("redactions of %s are refused, and nothing is written", async (_, yaml, code) => {
  const file = path.join(temporaryFolder(), "redactions.yaml");
  writeFileSync(file, yaml);
  const out = path.join(temporaryFolder(), "answer");
  await expect(answered(["--redactions", file, "--out", out])).rejects.toMatchObject({ code });
  await expect(answered(["--redactions", file], ["--dry-run"])).rejects.toMatchObject({ code });
  expect(existsSync(out)).toBe(false);
});

test.each([
  [["--model-version", "credit-scoring"], "model-version-unclear"],
  [["--case-digest", "12345"], "case-digest-invalid"],
  [["--reference", "  "], "request-reference-empty"],
  [["--case-digest", ADA, "--model-version", "credit-scoring:3"], "respond-scope-unclear"],
  [["--redactions", "no-such-file"], "redactions-invalid"],
  [["--signing-key", newKeyFile()], "signing-key-not-entitled"],
])("%j is refused: %s", async (more, code) => {
  await expect(answered(more)).rejects.toMatchObject({ code });
});
