import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { Redactions } from "../../../evidence/respond";
import { ringWith } from "../records/actors";
import { ADA, BEN, chainAbout, failures, filesIn, IN_AUDIT, IN_EVIDENCE, RespondScene } from "./scene";

let scene: RespondScene;
beforeAll(async () => {
  scene = await RespondScene.make();
});

const GATE = "records/gate/000000000001.dsse.json";
const json = (folder: string, name: string) => JSON.parse(readFileSync(path.join(folder, name), "utf8"));

/** Everything that an answer says, Base64 of the records opened. */
function said(out: string): string {
  return [...filesIn(out)]
    .map(([name, bytes]) => {
      const text = bytes.toString();
      const payload = name.endsWith(".dsse.json") ? (JSON.parse(text) as { payload: string }).payload : "";
      return `${name}\n${text}\n${Buffer.from(payload, "base64").toString()}`;
    })
    .join("\n");
}

describe("An answer about a period", () => {
  it("holds log, records, documents, chain and cover, and verifies with the exporter's and the reader's keys", async () => {
    const { out, manifest } = await scene.respond();
    expect(manifest.export).toMatchObject({ events: 6 });
    expect(readdirSync(out).sort()).toEqual(
      ["SHA256SUMS", "SHA256SUMS.sig", "VERIFY.md", "chain", "documentation", "documents", "documents.json", "export", "exporter.pub.pem", "index.html", "key-ring.json", "keys", "manifest.json", "records", "records.json"], // prettier-ignore
    );
    expect(await failures(out, { keyRing: ringWith() })).toEqual([]);
  });

  it("leaves out records about other systems, other times and other requests, and names each with its digest", async () => {
    const { out } = await scene.respond();
    const { streams } = json(out, "records.json") as { streams: { stream: string; left_out: { why: string; first: number; last: number }[] }[] }; // prettier-ignore
    const left = streams.flatMap(({ stream, left_out }) =>
      left_out.map(({ first, last, why }) => `${stream} ${first}-${last} ${why}`),
    );
    expect(left).toEqual([
      "detector-monitoring 2-2 other-time",
      "exports 1-1 other-request",
      "gate 2-3 other-system",
      "incidents 2-2 other-system",
    ]);
    expect(said(out)).not.toContain("secret of cv-screening");
    expect(said(out)).not.toContain("of somebody else");
  });

  it("holds the documents that its records name, but neither models nor the audit trail", async () => {
    const { out } = await scene.respond();
    expect(said(out)).toContain(IN_EVIDENCE);
    expect(said(out)).not.toContain(IN_AUDIT);
    const documents = json(out, "documents.json") as { what: string; left_out?: string }[];
    expect(documents.map(({ what, left_out }) => `${what}: ${left_out ?? "here"}`).sort()).toEqual([
      "artifact-manifest: here",
      "artifact: artifact",
      "audit-events: audit-events",
      "monitors: here",
      "promotion-evidence: here",
    ]);
  });

  it("names what is missing item by item on the cover, with the marking, the reference and the key", async () => {
    const { out, manifest } = await scene.respond();
    const page = readFileSync(path.join(out, "index.html"), "utf8");
    expect(manifest.missing.map(({ item }) => item)).toEqual(
      expect.arrayContaining([
        "log: independent count",
        "log: seals",
        "chain: risk-register",
        "documents/logging-plan: annex-iv:9",
      ]),
    );
    for (const text of [
      "Confidential: Art 78",
      "12/26",
      manifest.signing_key.fingerprint,
      "no entry of the register",
    ])
      // prettier-ignore
      expect(page).toContain(text);
  });

  it("is in German when that is asked for, and says that findings are in English", async () => {
    const { out } = await scene.respond({ language: "de" });
    const page = readFileSync(path.join(out, "index.html"), "utf8");
    expect(page).toContain('<html lang="de"');
    for (const text of ["Vertraulich: Art. 78", "Was fehlt, und warum", "auf Englisch"])
      expect(page).toContain(text);
    expect(await failures(out)).toEqual([]);
  });

  it("says that there are no documents where no synthesized stacks were given, and no chain where none was followed", async () => {
    const { out, manifest } = await scene.respond({ sources: { generate: async () => undefined, chain: async () => undefined } }); // prettier-ignore
    expect(manifest.missing).toEqual(
      expect.arrayContaining([
        { item: "documents", because: "no synthesized stacks were given to generate them from" },
        expect.objectContaining({ item: "chain" }),
      ]),
    );
    expect(await failures(out)).toEqual([]);
  });

  it("is the same byte for byte when it is made again, but for signatures", async () => {
    const [one, two] = [filesIn((await scene.respond()).out), filesIn((await scene.respond()).out)];
    const differing = [...one].filter(([name, bytes]) => !two.get(name)?.equals(bytes)).map(([name]) => name);
    // The export's signature is listed by the answer, and the manifest's digest by the list.
    expect(differing.sort()).toEqual(["SHA256SUMS", "SHA256SUMS.sig", "export/SHA256SUMS.sig", "manifest.json"]); // prettier-ignore
    expect([...one.keys()]).toEqual([...two.keys()]);
  });

  it("says of an empty period that there is no entry, and still verifies", async () => {
    const period = { from: "2026-04-01T00:00:00.000Z", to: "2026-04-02T00:00:00.000Z" };
    const { out, manifest } = await scene.respond({ period, sources: { chain: async () => undefined } });
    expect(manifest.missing).toContainEqual({ item: "log: entries", because: "there is none in the period" });
    expect(await failures(out)).toEqual([]);
  });
});

describe("An answer about one person's case", () => {
  const about = { scope: { by: "case", digest: ADA } as const, sources: { chain: chainAbout({ by: "case", digest: ADA }) } }; // prettier-ignore

  it("holds that person's entries and those that refer to them, and nothing of any other person", async () => {
    const { out, manifest } = await scene.respond(about);
    expect(manifest.case).toEqual({ entries: 2, unread: 0 });
    const everything = said(out);
    for (const id of scene.events.ada) expect(everything).toContain(id);
    for (const id of [BEN, ...scene.events.ben]) expect(everything).not.toContain(id);
    expect(existsSync(path.join(out, "export"))).toBe(false);
    expect(await failures(out, { keyRing: ringWith() })).toEqual([]);
  });

  it("leaves out incidents, which may be about others", async () => {
    const { out } = await scene.respond(about);
    expect(readdirSync(path.join(out, "records"))).not.toContain("incidents");
  });

  it("says where each entry lies, and that completeness cannot be shown without others' entries", async () => {
    const { out, manifest } = await scene.respond(about);
    const [place] = readFileSync(path.join(out, "case/places.ndjson"), "utf8").split("\n");
    expect(JSON.parse(place!)).toMatchObject({ key: expect.stringMatching(/^art12\/dt=20260310/), line: 1 });
    expect(manifest.missing.map(({ item }) => item)).toContain("case: completeness");
  });

  it("is empty for a digest that no entry carries, and says so", async () => {
    const digest = "c3".repeat(32);
    const { out, manifest } = await scene.respond({ scope: { by: "case", digest }, sources: { chain: async () => undefined } }); // prettier-ignore
    expect(manifest.missing).toContainEqual({ item: "case: entries", because: "no entry of the period carries this digest" }); // prettier-ignore
    expect(await failures(out)).toEqual([]);
  });
});

describe("What is to be kept back", () => {
  const REASON = "It names a person of another team.";
  const BASIS = "Art 78(1), confidentiality of personal data";
  const redaction = (item: string) => new Redactions([{ item, reason: REASON, basis: BASIS }]);

  it("is named with digest, reason and basis; the stream is followed over it; neither chain nor cover tells of it", async () => {
    const { out, manifest } = await scene.respond({ redactions: redaction(GATE) });
    expect(existsSync(path.join(out, GATE))).toBe(false);
    expect(manifest.withheld).toEqual([
      expect.objectContaining({ item: GATE, reason: REASON, basis: BASIS }),
    ]);
    expect(readFileSync(path.join(out, "index.html"), "utf8")).toContain(manifest.withheld[0]!.sha256);
    expect(said(out)).not.toContain("it lacks an approval");
    expect(await failures(out, { keyRing: ringWith() })).toEqual([]);
  });

  it("may be a document or a generated page", async () => {
    const { out } = await scene.respond();
    const documents = json(out, "documents.json") as { what: string; sha256: string }[];
    const { sha256 } = documents.find(({ what }) => what === "promotion-evidence")!;
    const redactions = new Redactions(
      [`documentation/sha256/${sha256}`, "documents/logging-plan"].map((item) => ({ item, reason: REASON, basis: BASIS })), // prettier-ignore
    );
    const answer = await scene.respond({ redactions });
    expect(said(answer.out)).not.toContain(IN_EVIDENCE);
    expect(existsSync(path.join(answer.out, "documents"))).toBe(false);
    expect(await failures(answer.out)).toEqual([]);
  });

  it("must be met: a slip of the pen makes no answer, and leaves nothing", async () => {
    const out = path.join((await scene.respond()).out, "../slip");
    const wish = { redactions: redaction("records/gate/000000000099.dsse.json"), target: { out } };
    await expect(scene.respond(wish)).rejects.toMatchObject({ code: "redactions-unmatched" });
    expect(existsSync(out)).toBe(false);
  });
});

describe("An answer that is interrupted", () => {
  it("leaves no folder that looks finished, and the same command makes it whole", async () => {
    const out = path.join((await scene.respond()).out, "../again");
    const broken = async () => {
      throw new Error("the power failed");
    };
    await expect(scene.respond({ target: { out }, sources: { chain: broken } })).rejects.toThrow("the power failed"); // prettier-ignore
    expect(existsSync(out)).toBe(false);
    expect(existsSync(path.join(`${out}.partial`, "manifest.json"))).toBe(false);
    await scene.respond({ target: { out } });
    expect(await failures(out)).toEqual([]);
    expect(existsSync(`${out}.partial`)).toBe(false);
  });

  it("does not replace one that is there, unless that is wanted", async () => {
    const { out } = await scene.respond();
    await expect(scene.respond({ target: { out } })).rejects.toMatchObject({ code: "bundle-exists" });
    await scene.respond({ target: { out, force: true }, reference: "13/26" });
    expect(json(out, "manifest.json").request.reference).toBe("13/26");
  });
});
