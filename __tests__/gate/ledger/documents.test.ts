import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalString } from "../../../evidence/event";
import { documentKey, FolderDocumentStore } from "../../../evidence/documentation";
import { Refusal } from "../../../gate/refusal";
import { ADA } from "../principals";
import { KEY, LedgerFolder, manifestOf, sha256 } from "./world";

const FILES = {
  MLmodel: "flavors: {}",
  "model.pkl": "\u0000weights".repeat(1000),
  "again/MLmodel": "flavors: {}",
};
const MANIFEST = manifestOf(FILES);

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += 1000) yield Buffer.from(text.slice(at, at + 1000));
}

const openFrom = (files: Readonly<Record<string, string>>) => async (path: string) =>
  chunks(files[path] ?? "");

describe("Artifacts kept in the vault", () => {
  it("lie under their digests, each once, and are not read again when they are there", async () => {
    const folder = new LedgerFolder();
    const opened: string[] = [];
    const open = (path: string) => {
      opened.push(path);
      return openFrom(FILES)(path);
    };
    await folder.ledger().keepArtifacts(MANIFEST, open);
    await folder.ledger().keepArtifacts(MANIFEST, open);
    expect(opened.sort()).toEqual(["MLmodel", "model.pkl"]);
    expect(readdirSync(join(folder.dir, "documentation/sha256")).sort()).toEqual(
      [sha256(FILES.MLmodel), sha256(FILES["model.pkl"])].sort(),
    );
    expect(readFileSync(join(folder.dir, documentKey(sha256(FILES["model.pkl"]))), "utf8")).toBe(
      FILES["model.pkl"],
    );
  });

  it.each([
    { what: "has other bytes by now", files: { ...FILES, MLmodel: "flavors: []" } },
    { what: "has become longer", files: { ...FILES, MLmodel: "flavors: {} and more" } },
    { what: "has become shorter", files: { ...FILES, MLmodel: "fl" } },
  ])("are not what was decided on when one $what: refused, nothing of it is kept", async ({ files }) => {
    const folder = new LedgerFolder();
    await expect(folder.ledger().keepArtifacts(MANIFEST, openFrom(files))).rejects.toMatchObject({
      code: "PERMISSION_DENIED",
      message: expect.stringContaining(documentKey(sha256(FILES.MLmodel))),
    });
    expect(readdirSync(join(folder.dir, "documentation/sha256"))).not.toContain(sha256(FILES.MLmodel));
  });

  it("are not taken for kept when something else lies under their digest", async () => {
    const folder = new LedgerFolder();
    await folder.ledger().keepArtifacts(MANIFEST, openFrom(FILES));
    writeFileSync(join(folder.dir, documentKey(sha256(FILES.MLmodel))), "forged");
    await expect(folder.ledger().keepArtifacts(MANIFEST, openFrom(FILES))).rejects.toMatchObject({
      code: "PERMISSION_DENIED",
    });
  });

  it("pass a refusal of their source on as it is", async () => {
    const refusal = new Refusal("RESOURCE_CONFLICT", "MLflow does not answer");
    const keeping = new LedgerFolder().ledger().keepArtifacts(MANIFEST, () => Promise.reject(refusal));
    await expect(keeping).rejects.toBe(refusal);
  });
});

describe("A snapshot of a promotion", () => {
  const snapshot = (folder: LedgerFolder, placedOnMarket?: string) =>
    folder.ledger({ placedOnMarket: () => placedOnMarket }).snapshot({
      intent: "intent-1",
      principal: ADA,
      key: KEY,
      evidence: canonicalString({ run: "x".repeat(200_000) }),
      manifest: MANIFEST,
    });

  it("names documents by digest, which are there: evidence of any size, and the list of artifacts", async () => {
    const folder = new LedgerFolder();
    const details = folder.details((await snapshot(folder)).key) as {
      evidence: { sha256: string };
      manifest: { sha256: string };
    };
    expect(details).toMatchObject({
      intent: "intent-1",
      model: KEY,
      manifest: { sha256: MANIFEST.sha256 },
      artifacts: { files: 3, bytes: 8000 + 22 },
    });
    const documents = new FolderDocumentStore(folder.dir);
    for (const { sha256: digest } of [details.evidence, details.manifest]) {
      let text = "";
      for await (const chunk of (await documents.read(digest)) ?? []) text += Buffer.from(chunk).toString();
      expect(sha256(text)).toBe(digest);
    }
  });

  it.each([
    { placed: "2028-02-29", until: "2038-03-01" },
    { placed: "2027-12-02", until: "2037-12-02" },
    { placed: "unknown-yet", until: "hold" },
    { placed: undefined, until: "hold" },
  ])(
    "of a system placed on the market on $placed is kept until $until (Art 18(1))",
    async ({ placed, until }) => {
      const folder = new LedgerFolder();
      const { key } = await snapshot(folder, placed);
      expect(folder.details(key)).toMatchObject({ retention: { class: "documentation", until } });
    },
  );
});
