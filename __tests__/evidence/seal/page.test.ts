import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { restamp } from "../../../evidence/seal";
import { startAuthority } from "../../../sandbox/timestamp-authority/server";
import { temporaryFolder } from "../../temporary";
import { packed } from "../archive/corpus";
import { SealScene } from "./scene";

const PAGE = readFileSync(path.join(__dirname, "../../../docs/seals.md"), "utf8");
const COMMANDS = [...PAGE.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands]) => commands ?? "");
const TOOLS = ["openssl", "jq", "cat", "date", "grep", "sed"];

/** A PATH on which nothing is but the tools the page names. */
function onlyTheNamedTools(): string {
  const bin = temporaryFolder();
  for (const tool of TOOLS) {
    const { stdout } = spawnSync("bash", ["-c", `command -v ${tool}`], { encoding: "utf8" });
    symlinkSync(stdout.trim(), path.join(bin, tool));
  }
  return bin;
}

/** A seal over one object, stamped by one authority and renewed by another. */
async function renewed() {
  const [first, second] = [await startAuthority(temporaryFolder()), await startAuthority(temporaryFolder())];
  const scene = new SealScene();
  const key = scene.put("2026-03-09");
  await scene.seal("2026-03-10", { authority: first, now: () => new Date(), days: { all: true } });
  const roots = path.join(temporaryFolder(), "roots.pem");
  writeFileSync(roots, readFileSync(first.caFile, "utf8") + readFileSync(second.caFile, "utf8"));
  await restamp(scene.store, { authority: second, knownCa: roots, digest: "sha256" });
  await Promise.all([first.stop(), second.stop()]);
  return { scene, key, roots };
}

/** Runs the page's commands as they stand there. */
function follow({ scene, key, roots }: Awaited<ReturnType<typeof renewed>>): string {
  const env = {
    PATH: onlyTheNamedTools(),
    SEAL: scene.sealFile(1),
    STAMP: scene.file("timestamps/seal/000000000001.1.tsr"),
    RENEWED: scene.file("timestamps/seal/000000000001.2.tsr"),
    CA: roots,
    OBJECT: path.join(scene.archive.folder, key),
    NAME: key,
  };
  const { stdout } = spawnSync("/bin/bash", ["-c", COMMANDS.join("\n")], {
    cwd: temporaryFolder(),
    env,
    encoding: "utf8",
  });
  return stdout;
}

const verified = (said: string) => said.match(/^Verification: OK$/gm)?.length ?? 0;

describe("The page on seals", () => {
  it("verifies stamp, renewal and object of a seal with openssl and jq alone", async () => {
    const said = follow(await renewed());
    expect(verified(said)).toBe(3);
    expect(said).toMatch(/^Time stamp: .* GMT$/m);
    expect(said).toContain("object OK");
  });

  it("shows an exchanged object", async () => {
    const stand = await renewed();
    stand.scene.archive.put(stand.key, packed("{}"));
    expect(follow(stand)).not.toContain("object OK");
  });

  it("shows a changed seal", async () => {
    const stand = await renewed();
    const file = stand.scene.sealFile(1);
    writeFileSync(file, readFileSync(file, "utf8").replace('"payload":"ey', '"payload":"fy'));
    expect(verified(follow(stand))).toBe(0);
  });
});
