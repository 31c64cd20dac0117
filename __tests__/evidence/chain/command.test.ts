import { writeFileSync } from "node:fs";
import { readFileSync } from "node:fs";
import path from "node:path";
import { inputDigest, secretKey } from "../../../clients/node/references";
import { keyedInputDigest } from "../../../evidence/event";
import { evidence } from "../../run-evidence";
import { temporaryFolder } from "../../temporary";
import { keyRingDocument } from "../records/actors";
import { ChainVault, ENVIRONMENT, EVENT, input, SYSTEM } from "./vault";

jest.setTimeout(120_000);

const KEY = Buffer.alloc(32, 7);
const APPLICANT = { income: 2_000, purpose: "car" };

function file(name: string, content: string | Buffer): string {
  const place = path.join(temporaryFolder(), name);
  writeFileSync(place, content);
  return place;
}

const keys = file("keys.json", JSON.stringify(keyRingDocument()));

/** Runs the program on a vault in a folder. */
function chain(vault: ChainVault, ...args: string[]) {
  const place = [
    "--environment",
    ENVIRONMENT,
    "--keys",
    keys,
    "--dir",
    vault.folder,
    "--source-dir",
    vault.archive.folder,
  ];
  return evidence(["chain", ...place, ...args]);
}

describe("evidence chain", () => {
  let vault: ChainVault;
  beforeAll(async () => {
    const digest = keyedInputDigest(KEY, "applicant-features", APPLICANT);
    vault = await ChainVault.of((told) => void (told.event = { input: input(digest) }));
  });

  it("prints the tree, writes the page, and ends with 2 where a link cannot be told", () => {
    const html = path.join(temporaryFolder(), "chain.html");
    const { code, stdout } = chain(vault, "--event", EVENT, "--html", html);
    expect(stdout).toMatch(/✓ Approval: met/);
    expect(stdout).toMatch(/\? Lock of the object: cannot tell/);
    expect(code).toBe(2);
    expect(readFileSync(html, "utf8")).toContain("<h1");
  });

  it("prints the tree all the same where the page cannot be written, and says so", () => {
    const { code, stdout, stderr } = chain(vault, "--event", EVENT, "--html", "/nowhere/chain.html");
    expect([code, stderr]).toEqual([1, expect.stringContaining("/nowhere/chain.html (ENOENT)")]);
    expect(stdout).toMatch(/✓ Approval: met/);
  });

  it.each([
    { what: "as it is", bytes: KEY },
    { what: "in Base64", bytes: Buffer.from(KEY.toString("base64")) },
  ])("finds an input by its content and the key $what, as the application hashed it", ({ bytes }) => {
    const given = [
      "--input",
      file("input.json", JSON.stringify(APPLICANT)),
      "--key",
      file("input.key", bytes),
    ];
    const { stdout } = chain(vault, ...given, "--system", SYSTEM, "--json");
    expect(JSON.parse(stdout)).toMatchObject({ chains: [{ event: { id: EVENT } }] });
  });

  it.each([
    { what: "no question", args: [], code: "chain-question-unclear" },
    {
      what: "two questions",
      args: ["--event", EVENT, "--model", "credit-scoring:1"],
      code: "chain-question-unclear",
    },
    { what: "a system without a period", args: ["--system", SYSTEM], code: "chain-question-unclear" },
    { what: "an event id that is none", args: ["--event", "42"], code: "chain-option-invalid" },
    { what: "a version that is none", args: ["--model", "credit-scoring"], code: "chain-option-invalid" },
    { what: "a digest that is none", args: ["--input-digest", "abc"], code: "chain-option-invalid" },
    { what: "half a period", args: ["--event", EVENT, "--from", "2026-03-09"], code: "chain-option-invalid" },
    {
      what: "a version without a period",
      args: ["--model", "credit-scoring:1"],
      code: "chain-period-needed",
    },
    {
      what: "a key that was destroyed",
      args: ["--system", SYSTEM, "--input", keys, "--key", "destroyed.key"],
      code: "chain-key-unusable",
    },
    {
      what: "a key that is too short",
      args: ["--system", SYSTEM, "--input", keys, "--key", file("k", "short")],
      code: "chain-key-unusable",
    },
    {
      what: "an input that is no JSON",
      args: ["--system", SYSTEM, "--input", file("i", "x"), "--key", file("k", KEY)],
      code: "chain-option-invalid",
    },
    {
      what: "an input without a scope",
      args: ["--input", keys, "--key", file("k", KEY)],
      code: "chain-option-invalid",
    },
  ])("refuses $what, and says what is needed", ({ args, code }) => {
    const said = chain(vault, ...args);
    expect(said.stderr).toContain(`[${code}]`);
    expect(said.code).toBe(1);
  });

  it("tells where MLflow does not answer, and follows the rest from the vault", () => {
    const { stdout, code } = chain(vault, "--event", EVENT, "--mlflow", "http://127.0.0.1:1", "--json");
    const { chains, read_from: from } = JSON.parse(stdout) as {
      chains: { links: { id: string; verdict: string; reason: string }[] }[];
      read_from: string;
    };
    const link = chains[0]!.links.find(({ id }) => id === "model-version");
    expect(link).toMatchObject({
      verdict: "cannot-tell",
      reason: expect.stringMatching(/MLflow did not answer/),
    });
    expect([from, code]).toEqual(["live", 2]);
  });
});

it("An input has the digest here that the client gives it", () => {
  const text = '{"income":2000,"purpose":"car"}';
  expect(keyedInputDigest(KEY, "applicant-features", APPLICANT)).toBe(
    inputDigest(secretKey(KEY, "key"), "applicant-features", text),
  );
});
