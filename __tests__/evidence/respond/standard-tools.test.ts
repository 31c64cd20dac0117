import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { LANGUAGES, Redactions, type ResponseRequest } from "../../../evidence/respond";
import { blocksOf, type Block } from "../../docs/runbook-blocks";
import { temporaryFolder } from "../../temporary";
import { ADA, chainAbout, copyOf, RespondScene } from "./scene";

const GATE = "records/gate/000000000004.dsse.json";
const BASH = "/bin/bash";

let scene: RespondScene;
let tools: string;
beforeAll(async () => {
  scene = await RespondScene.make();
  tools = temporaryFolder();
  for (const tool of ["sha256sum", "openssl"])
    symlinkSync(
      spawnSync(BASH, ["-c", `command -v ${tool}`], { encoding: "utf8" }).stdout.trim(),
      path.join(tools, tool),
    );
});

/** Runs a block of VERIFY.md in bash, where there are sha256sum and openssl, and nothing else. */
function shell(answer: string, { commands }: Block) {
  const { status, stdout, stderr } = spawnSync(BASH, ["--norc", "-c", commands], {
    cwd: answer,
    env: { PATH: tools },
    encoding: "utf8",
  });
  return { status, output: `${stdout}${stderr}` };
}

const blocks = (answer: string) => blocksOf(readFileSync(path.join(answer, "VERIFY.md"), "utf8"));
const outputs = (answer: string) => blocks(answer).map((block) => shell(answer, block).output);

const PERIOD: Partial<ResponseRequest> = {};
const CASE = { scope: { by: "case", digest: ADA }, sources: { chain: chainAbout({ by: "case", digest: ADA }) } } as const; // prettier-ignore
const REDACTED = {
  redactions: new Redactions([
    { item: "records/gate/000000000001.dsse.json", reason: "It names a person.", basis: "Art 78(1) of the Regulation" }, // prettier-ignore
  ]),
};

const ANSWERS = LANGUAGES.flatMap((language) => [
  { name: `about a period, in ${language}`, wish: { ...PERIOD, language }, fifth: "Verified OK" },
  { name: `about a case, in ${language}`, wish: { ...CASE, language }, fifth: "entries agree" },
  { name: `with something kept back, in ${language}`, wish: { ...REDACTED, language }, fifth: "Verified OK" },
]);

describe("With bash, sha256sum and openssl alone", () => {
  it.each(ANSWERS)("an answer $name is verified and read by its own VERIFY.md", async ({ wish, fifth }) => {
    const { out, manifest } = await scene.respond(wish);
    const results = blocks(out).map((block) => ({ title: block.title, ...shell(out, block) }));
    expect(results.filter(({ status }) => status !== 0)).toEqual([]);
    const said = results.map(({ output }) => output);
    expect(said[0]!.trim().split("\n").every((line) => line.endsWith(": OK"))).toBe(true); // prettier-ignore
    expect(said[1]).toBe("nothing was added\n");
    expect(said[2]).toBe("Verified OK\n");
    expect(said[3]).toContain(manifest.signing_key.fingerprint);
    expect(said[4]).toContain(fifth);
    expect(said[5]).toBe("documents agree\n");
    expect(said[6]).toBe(`records that fit: ${manifest.records.records}, that do not: 0\n`);
    expect(JSON.parse(said[7]!)).toMatchObject({ _type: "https://in-toto.io/Statement/v1" });
    expect(said).toHaveLength(8);
  });

  it.each([
    { what: "a changed byte", spoil: (a: string) => appendFileSync(path.join(a, GATE), " "), block: 0, says: `${GATE}: FAILED` }, // prettier-ignore
    { what: "a removed file", spoil: (a: string) => rmSync(path.join(a, GATE)), block: 0, says: `${GATE}: FAILED open or read` }, // prettier-ignore
    { what: "an added file", spoil: (a: string) => writeFileSync(path.join(a, "records/note.txt"), "x"), block: 1, says: "added: records/note.txt" }, // prettier-ignore
    { what: "an added link", spoil: (a: string) => symlinkSync("/etc/hostname", path.join(a, "chain/more")), block: 1, says: "added: chain/more" }, // prettier-ignore
    { what: "a hidden file", spoil: (a: string) => writeFileSync(path.join(a, ".hidden"), "x"), block: 1, says: "added: .hidden" }, // prettier-ignore
    { what: "a changed list", spoil: (a: string) => appendFileSync(path.join(a, "SHA256SUMS"), "\n"), block: 2, says: "Verification failure" }, // prettier-ignore
    { what: "a renamed document", spoil: (a: string) => writeFileSync(path.join(a, `documentation/sha256/${"0".repeat(64)}`), "x"), block: 5, says: "differs: documentation/sha256/0000" }, // prettier-ignore
    { what: "a record in another's place", spoil: (a: string) => writeFileSync(path.join(a, GATE), readFileSync(path.join(a, "records/gate/000000000001.dsse.json"))), block: 6, says: `${GATE}:  previous` }, // prettier-ignore
  ])("$what is named", async ({ spoil, block, says }) => {
    const answer = copyOf((await scene.respond()).out);
    spoil(answer);
    expect(outputs(answer)[block]).toMatch(new RegExp(says.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("  ", "\\s+"))); // prettier-ignore
  });
});
