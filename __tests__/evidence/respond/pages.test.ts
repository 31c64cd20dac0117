import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { LANGUAGES, TEXTS } from "../../../evidence/respond";
import { forbiddenWordsIn } from "../../../regulation";
import { blocksOf } from "../../docs/runbook-blocks";
import { temporaryFolder } from "../../temporary";
import { TestArchive, TestEmitter } from "../archive/corpus";
import { actors, keyRingDocument } from "../records/actors";

const ROOT = path.join(__dirname, "../../..");

/** An office with a vault as a folder, the exporter's key, and `npx` that needs no network. */
function office() {
  const work = temporaryFolder();
  const emitter = new TestEmitter("credit-scoring.1f0e", "credit-scoring", "production");
  const archive = new TestArchive().putEvents(
    emitter.emit("2026-11-24T08:00:00.000Z", "emitter_start"),
    emitter.emit("2026-11-24T09:00:00.000Z"),
    emitter.emit("2026-11-24T10:00:00.000Z", "emitter_stop"),
  );
  cpSync(path.join(ROOT, "configs"), path.join(work, "configs"), { recursive: true });
  writeFileSync(path.join(work, "keys.json"), JSON.stringify(keyRingDocument()));
  const { privateKey, signer } = actors.exporter;
  writeFileSync(path.join(work, "exporter.pem"), privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 }); // prettier-ignore
  writeFileSync(path.join(work, "exporter-published.pub.pem"), signer.publicKeyPem);
  const bin = path.join(work, "bin");
  mkdirSync(bin);
  const npx = path.join(bin, "npx");
  const vault = `[ "$2" != respond ] || set -- "$@" --source-dir "${archive.folder}"`;
  writeFileSync(npx, `#!/bin/sh\n${vault}\nshift\nexec "${process.execPath}" "${ROOT}/cli/bin.mjs" "$@"\n`);
  chmodSync(npx, 0o755);
  symlinkSync(path.join(ROOT, "node_modules"), path.join(work, "node_modules"));
  return { work, env: { ...process.env, PATH: `${bin}:${process.env["PATH"]}` } };
}

describe("The runbook of an authority's request", () => {
  const { work, env } = office();
  const page = readFileSync(path.join(ROOT, "docs/runbooks/authority-request.md"), "utf8").replaceAll(/^ {3}/gm, ""); // prettier-ignore

  it.each(blocksOf(page))("$commands", ({ commands, exitCode }) => {
    const { status, stdout, stderr } = spawnSync("bash", ["-euc", commands], { cwd: work, env, encoding: "utf8" }); // prettier-ignore
    // The log is there, and no gate has ever recorded anything: the answer is written, and its chain is broken.
    const written =
      status === 2 && stdout.includes("answer to file 12/26") && stdout.includes("chain: broken");
    if (status !== exitCode && !written) throw new Error(`exit ${status}\n${stdout}${stderr}`);
  });
});

describe("What the cover and VERIFY.md say themselves", () => {
  const all = (value: unknown): string[] =>
    typeof value === "string" ? [value] : Object.values(value as object).flatMap(all);

  it.each(LANGUAGES)("claims no more than the product does, in %s", (language) => {
    expect(all(TEXTS[language]).flatMap((text) => forbiddenWordsIn(text))).toEqual([]);
  });

  it("says everything in every language", () => {
    const lengths = LANGUAGES.map((language) => all(TEXTS[language]).length);
    expect(new Set(lengths).size).toBe(1);
  });
});
