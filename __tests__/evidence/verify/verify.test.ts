import { execFileSync } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { verifyBundle } from "../../../evidence/verify";
import { temporaryFolder } from "../../temporary";
import { TestArchive } from "../archive/corpus";
import { exported, newKeyFile } from "../export/bundles";
import { copyOf, failures, forge, read, richBundle, write } from "./scene";

let bundle: string;
beforeAll(async () => {
  bundle = await richBundle();
});

const run = (command: string) => execFileSync("bash", ["-c", command], { cwd: bundle, encoding: "utf8" });

test("a bundle as the exporter wrote it is verified, and the findings it records do not change that", async () => {
  const { verified, manifest } = await verifyBundle(bundle);
  expect(verified).toBe(true);
  expect(manifest?.findings).toMatchObject({ "chain-gap": 2, "event-conflict": 1, "object-not-gzip": 1 });
});

test("a bundle without any event is verified", async () => {
  const { out } = await exported(new TestArchive());
  expect(await failures(out)).toEqual([]);
});

test("sha256sum and openssl verify it too, with the lines the bundle itself gives", () => {
  expect(run("sha256sum -c SHA256SUMS").match(/: OK$/gm)).toHaveLength(15);
  const openssl = "openssl dgst -sha256 -verify exporter.pub.pem -signature SHA256SUMS.sig SHA256SUMS";
  expect(run(openssl)).toContain("Verified OK");
  expect(read(bundle, "VERIFY.md").toString()).toContain(openssl);
});

test("the fingerprint in the bundle is what openssl and sha256sum print", async () => {
  const printed = run("openssl pkey -pubin -in exporter.pub.pem -outform DER | sha256sum").slice(0, 64);
  expect((await verifyBundle(bundle)).key).toEqual({ fingerprint: printed, pinned: false });
  expect(read(bundle, "VERIFY.md").toString()).toContain(printed);
});

test("the shell loop of VERIFY.md prints each emitter's first entry and each gap, and nothing else", () => {
  const script = read(bundle, "VERIFY.md").toString().split("\n");
  const from = script.findIndex((line) => line.includes("while IFS="));
  const loop = script.slice(from, script.findIndex((line) => line.trim() === "done") + 1).join("\n");
  const printed = run(loop).trim().split("\n");
  expect(
    printed.map((line) => JSON.parse(`{${line}}`).emitter).map(({ id, sequence }) => `${id} ${sequence}`),
  ).toEqual(["api.1 2", "api.1 5", "api.2 1", "api.3 1"]);
});

test("with the exporter's key from elsewhere the bundle is verified against that", async () => {
  expect(await failures(bundle, path.join(bundle, "exporter.pub.pem"))).toEqual([]);
  expect((await verifyBundle(bundle, { publicKey: path.join(bundle, "exporter.pub.pem") })).key.pinned).toBe(
    true,
  );
});

test("a bundle signed anew by somebody else agrees with itself, but not with the exporter's key", async () => {
  const forged = forge(copyOf(bundle));
  expect(await failures(forged)).toEqual([]);
  const failed = await failures(forged, path.join(bundle, "exporter.pub.pem"));
  expect(failed.join("\n")).toContain("signature exporter.pub.pem: it is another key than the one given");
  expect(failed.join("\n")).toContain("signature SHA256SUMS.sig: it is not SHA256SUMS signed with the key");
});

test.each<[string, () => string, string]>([
  ["is not there", () => "/nowhere/key.pem", "no such file"],
  ["is a private key", () => newKeyFile(), "something else"],
  ["is on another curve", () => otherCurve(), "something else"],
])("a key to verify with that %s is refused", async (_, file, words) => {
  await expect(verifyBundle(bundle, { publicKey: file() })).rejects.toMatchObject({
    code: "public-key-invalid",
    message: expect.stringContaining(words),
  });
});

test("a bundle that is not there is the user's fault, said as such", async () => {
  await expect(verifyBundle("/nowhere/bundle")).rejects.toMatchObject({ code: "bundle-missing" });
});

function otherCurve(): string {
  const folder = temporaryFolder();
  const key = createPublicKey(readFileSync(newKeyFile("P-384")));
  write(folder, "key.pem", key.export({ type: "spki", format: "pem" }).toString());
  return path.join(folder, "key.pem");
}
