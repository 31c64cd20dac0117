import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mayWrite, RECORD_KINDS, ROLES } from "../../../evidence/records";
import { temporaryFolder } from "../../temporary";
import { actors, stranger, type Actor } from "./actors";
import { gateStream, type RecordFolder, refused } from "./streams";

const PAGE = readFileSync(join(__dirname, "../../../docs/verify-records.md"), "utf8");
const COMMANDS = [...PAGE.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands]) => commands ?? "");

/** A PATH on which nothing is but the tools the page names. */
function onlyTheNamedTools(): string {
  const bin = temporaryFolder();
  for (const tool of ["jq", "base64", "openssl"]) {
    const { stdout } = spawnSync("bash", ["-c", `command -v ${tool}`], { encoding: "utf8" });
    symlinkSync(stdout.trim(), join(bin, tool));
  }
  return bin;
}

/** Runs the page's commands as they stand there. */
function follow(folder: RecordFolder, key: Actor): string {
  const cwd = temporaryFolder();
  const KEY = join(cwd, "key.pem");
  writeFileSync(KEY, key.signer.publicKeyPem);
  const env = { PATH: onlyTheNamedTools(), KEY, RECORD: folder.file(2), PREVIOUS: folder.file(1) };
  return spawnSync("/bin/bash", ["-c", COMMANDS.join("\n")], { cwd, env, encoding: "utf8" }).stdout;
}

describe("The page on verifying records without this product", () => {
  it("verifies with jq, base64 and openssl alone a record that nobody touched, its key and its chain", async () => {
    const said = follow(await gateStream(2), actors.gate);
    for (const line of [
      "Verified OK",
      "key id OK",
      "chain OK",
      '"_type": "https://in-toto.io/Statement/v1"',
    ]) {
      expect(said).toContain(line);
    }
  });

  it("verifies a record whose text has more bytes than letters", async () => {
    const folder = await gateStream(1);
    await folder.append({ details: refused("geprüft – für gut befunden ✓") });
    expect(follow(folder, actors.gate)).toContain("Verified OK");
  });

  it.each([
    {
      what: "a record that was changed",
      tamper: (folder: RecordFolder) => {
        const text = readFileSync(folder.file(2), "utf8");
        writeFileSync(folder.file(2), text.replace('"payload":"ey', '"payload":"fy'));
      },
      lacks: "Verified OK",
    },
    {
      what: "a record signed with another key",
      tamper: (folder: RecordFolder) => folder.reword(2, stranger, {}),
      lacks: "key id OK",
    },
    {
      what: "a record before it that was exchanged",
      tamper: (folder: RecordFolder) => folder.reword(1, actors.gate, {}),
      lacks: "chain OK",
    },
  ])("shows $what", async ({ tamper, lacks }) => {
    const folder = await gateStream(2);
    await tamper(folder);
    expect(follow(folder, actors.gate)).not.toContain(lacks);
  });

  it("tells which role may write which kind as it is", () => {
    for (const role of ROLES) {
      const kinds = RECORD_KINDS.filter((kind) => kind !== "revocation" && mayWrite(role, kind));
      const told = PAGE.split("\n").find((line) => line.startsWith(`| \`${role}\` |`));
      expect([
        role,
        [...(told ?? "").matchAll(/`([a-z-]+)`/g)]
          .slice(1)
          .map(([, kind]) => kind)
          .sort(),
      ]).toEqual([role, [...kinds].sort()]);
    }
  });
});
