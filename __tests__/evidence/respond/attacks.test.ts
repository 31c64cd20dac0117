import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Redactions, type ResponseManifest } from "../../../evidence/respond";
import { keyRingOf } from "../../../evidence/records";
import { againstAnswer, verifyBundle } from "../../../evidence/verify";
import { actor, actors, keyRingDocument, ringWith } from "../records/actors";
import { ADA, chainAbout, copyOf, failures, RespondScene, signAgain } from "./scene";

/**
 * What somebody may do to an answer, the holder of the key included, and what of it is named. "By the key holder" means that
 * list and signature were made again to fit.
 */
const GATE = "records/gate";
const record = (number: number) => `${GATE}/${String(number).padStart(12, "0")}.dsse.json`;
const REDACTION = { item: record(1), reason: "It names a person.", basis: "Art 78(1) of the Regulation" };

let answer: string;
let redacted: string;
let aCase: string;
let other: string;
beforeAll(async () => {
  const scene = await RespondScene.make();
  answer = (await scene.respond()).out;
  redacted = (await scene.respond({ redactions: new Redactions([REDACTION]) })).out;
  aCase = (await scene.respond({ scope: { by: "case", digest: ADA }, sources: { chain: chainAbout({ by: "case", digest: ADA }) } })).out; // prettier-ignore
  const period = { from: "2026-03-10T00:00:00.000Z", to: "2026-03-10T09:05:00.000Z" };
  other = (await scene.respond({ period, sources: { chain: async () => undefined } })).out;
});

const at = (folder: string, name: string) => path.join(folder, name);
const text = (folder: string, name: string) => readFileSync(at(folder, name), "utf8");
function flipByte(file: string): void {
  const bytes = readFileSync(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = bytes[middle]! ^ 1;
  writeFileSync(file, bytes);
}
function changeJson(folder: string, name: string, change: (value: ReturnType<typeof JSON.parse>) => void): void {
  const value: unknown = JSON.parse(text(folder, name));
  change(value);
  writeFileSync(at(folder, name), `${JSON.stringify(value, undefined, 2)}\n`);
} // prettier-ignore

interface Attack {
  readonly what: string;
  readonly on?: () => string;
  readonly spoil: (folder: string) => void;
  /** What the failures must say, in one line of them. */
  readonly named: RegExp;
}

describe("Somebody on the way who changes an answer is noticed", () => {
  it.each<Attack>([
    { what: "a byte of the log", spoil: (a) => flipByte(at(a, "export/events.ndjson.gz")), named: /^checksum export\/events\.ndjson\.gz/ }, // prettier-ignore
    { what: "a byte of a record", spoil: (a) => flipByte(at(a, record(1))), named: /^checksum records\/gate\/000000000001/ }, // prettier-ignore
    {
      what: "a byte of the cover",
      spoil: (a) => flipByte(at(a, "index.html")),
      named: /^checksum index\.html/,
    },
    { what: "a byte of the signature", spoil: (a) => flipByte(at(a, "SHA256SUMS.sig")), named: /^signature SHA256SUMS\.sig/ }, // prettier-ignore
    { what: "a removed record", spoil: (a) => rmSync(at(a, record(4))), named: /^sums-list records\/gate\/000000000004\S+ is missing/ }, // prettier-ignore
    { what: "a removed export", spoil: (a) => rmSync(at(a, "export"), { recursive: true }), named: /^export export: it is not there/ }, // prettier-ignore
    { what: "a removed manifest", spoil: (a) => rmSync(at(a, "manifest.json")), named: /^layout manifest\.json: is missing/ }, // prettier-ignore
    { what: "an added file", spoil: (a) => writeFileSync(at(a, "readme.txt"), "x"), named: /^layout readme\.txt: was added/ }, // prettier-ignore
    { what: "an added record", spoil: (a) => cpSync(at(a, record(1)), at(a, record(9))), named: /^sums-list records\/gate\/000000000009\S+ was added/ }, // prettier-ignore
    { what: "an added folder", spoil: (a) => mkdirSync(at(a, "records/Gate")), named: /^layout records\/Gate: was added/ }, // prettier-ignore
    { what: "a second signature", spoil: (a) => cpSync(at(a, "SHA256SUMS.sig"), at(a, "SHA256SUMS.sig2")), named: /^layout SHA256SUMS\.sig2: was added/ }, // prettier-ignore
    { what: "a second version beside a record", spoil: (a) => cpSync(at(a, record(1)), at(a, `${record(1)}@2`)), named: /^layout records\/gate\/000000000001\.dsse\.json@2: was added/ }, // prettier-ignore
    { what: "a link to another file", spoil: (a) => symlinkSync("/etc/hostname", at(a, "documents/more.md")), named: /^layout documents\/more\.md: is not a plain file/ }, // prettier-ignore
    { what: "a link in a file's place", spoil: (a) => { renameSync(at(a, record(1)), at(a, "../moved")); symlinkSync("../../../moved", at(a, record(1))); }, named: /^layout records\/gate\/000000000001\S+ is not a plain file/ }, // prettier-ignore
    { what: "a link in a folder's place", spoil: (a) => { renameSync(at(a, "export"), at(a, "../export-moved")); symlinkSync("../export-moved", at(a, "export")); }, named: /^layout export: is not a plain folder/ }, // prettier-ignore
  ])("$what", async ({ spoil, named }) => {
    const copy = copyOf(answer);
    spoil(copy);
    expect((await failures(copy)).some((line) => named.test(line))).toBe(true);
  });

  it.each([
    ["a path out of the folder", (line: string) => line.replace("index.html", "../index.html")],
    ["an absolute path", (line: string) => line.replace("index.html", "/etc/hostname")],
    ["a path by detours", (line: string) => line.replace("index.html", "./index.html")],
    ["a folder named twice", (line: string) => line.replace("chain/answer.json", "chain//answer.json")],
  ])("%s in the list is refused, and never opened", async (_, change) => {
    const copy = copyOf(answer);
    writeFileSync(at(copy, "SHA256SUMS"), change(text(copy, "SHA256SUMS")));
    expect(await failures(copy)).toContainEqual(
      expect.stringMatching(/^sums-list SHA256SUMS: line \d+ names/),
    );
  });

  it("a name written twice in the list", async () => {
    const copy = copyOf(answer);
    const sums = text(copy, "SHA256SUMS");
    writeFileSync(at(copy, "SHA256SUMS"), sums + sums.split("\n")[0] + "\n");
    expect(await failures(copy)).toContainEqual(expect.stringMatching(/names VERIFY\.md again or wrongly/));
  });

  it("whoever signs all of it again with a key of his own is told from the exporter, where the key is known", async () => {
    const pinned = path.join(copyOf(answer), "exporter.pub.pem");
    const copy = copyOf(answer);
    const forger = actor();
    writeFileSync(at(copy, "exporter.pub.pem"), forger.signer.publicKeyPem);
    await signAgain(copy, (manifest) => {
      (manifest.signing_key as { fingerprint: string }).fingerprint = forger.keyId;
    });
    writeFileSync(at(copy, "SHA256SUMS.sig"), await forger.signer.sign(readFileSync(at(copy, "SHA256SUMS"))));
    const lines = await failures(copy, { publicKey: pinned });
    expect(lines).toContainEqual(expect.stringMatching(/^signature exporter\.pub\.pem: it is another key/));
    expect(await failures(copy)).toContainEqual(expect.stringMatching(/^export .*signed with another key/));
  });

  it.each([
    ["of his own", actor(), "is unknown"],
    ["of another role", actors.gate, "is the key of the role gate"],
  ])("nor does he pass for the exporter with a key %s, where the reader has the key ring", async (_, { keyId, signer }, words) => {
    const copy = copyOf(aCase);
    writeFileSync(at(copy, "exporter.pub.pem"), signer.publicKeyPem);
    for (const page of ["index.html", "VERIFY.md"])
      writeFileSync(at(copy, page), text(copy, page).replaceAll(actors.exporter.keyId, keyId));
    await signAgain(copy, (manifest) => {
      (manifest.signing_key as { fingerprint: string }).fingerprint = keyId;
    });
    writeFileSync(at(copy, "SHA256SUMS.sig"), await signer.sign(readFileSync(at(copy, "SHA256SUMS"))));
    expect(await failures(copy)).toEqual([]);
    expect(await failures(copy, { keyRing: ringWith() })).toEqual([expect.stringContaining(words)]);
  }); // prettier-ignore

  it("an answer is no export bundle, and is not taken for one", async () => {
    expect((await verifyBundle(answer)).verified).toBe(false);
  });
});

/** What a holder of the key may leave out or exchange, and sign. */
const drop = (folder: string, name: string) => rmSync(at(folder, name), { recursive: true });
function leaveOut(folder: string, what: string, as: object): void {
  changeJson(folder, "documents.json", (all: { what: string; sha256: string }[]) => {
    const document = all.find((each) => each.what === what)!;
    drop(folder, `documentation/sha256/${document.sha256}`);
    Object.assign(document, as);
  });
}
const named = (manifest: ResponseManifest) => manifest as unknown as Record<string, unknown>;

describe("The holder of the key cannot leave out or exchange a part without its being named", () => {
  it.each<Attack & { readonly change?: (manifest: ResponseManifest) => void }>([
    { what: "a record dropped from the middle", spoil: (a) => drop(a, record(1)), named: /^records \S+ (sequence-missing|stream gate: 1 record)/ }, // prettier-ignore
    { what: "a record dropped, and the count made to fit", spoil: (a) => { drop(a, record(4)); changeJson(a, "records.json", ({ streams }) => (streams.find((s: { stream: string }) => s.stream === "gate").records = 1)); }, named: /^records records\.json: stream gate: it ends at number 3, said is 4/ }, // prettier-ignore
    { what: "a record in another one's place", spoil: (a) => cpSync(at(a, record(1)), at(a, record(4))), named: /^records records\/gate\/000000000004\S+ (sequence-differs|previous-mismatch)/ }, // prettier-ignore
    { what: "what was left out named by another digest", spoil: (a) => changeJson(a, "records.json", ({ streams }) => (streams.find((s: { stream: string }) => s.stream === "gate").left_out[0].sha256 = "0".repeat(64))), named: /^records records\/gate\/000000000004\S+ previous-mismatch/ }, // prettier-ignore
    { what: "a record that is said to be left out", spoil: (a) => changeJson(a, "records.json", ({ streams }) => (streams.find((s: { stream: string }) => s.stream === "gate").left_out[0].first = 1)), named: /^records records\/gate\/000000000001\S+ is here, and is said to be left out/ }, // prettier-ignore
    { what: "a stream that is not listed", spoil: (a) => changeJson(a, "records.json", (file) => (file.streams = file.streams.filter((s: { stream: string }) => s.stream !== "incidents"))), named: /^records records\/incidents\S+ is of a stream that records\.json does not list/ }, // prettier-ignore
    { what: "a document dropped with its entry", spoil: (a) => { const [document] = JSON.parse(text(a, "documents.json")).filter((d: { left_out?: string }) => d.left_out === undefined); drop(a, `documentation/sha256/${document.sha256}`); changeJson(a, "documents.json", (all) => all.splice(all.findIndex((d: { sha256: string }) => d.sha256 === document.sha256), 1)); }, named: /^documentation documents\.json: \S+ [0-9a-f]{64}, which records\/\S+ names, is neither here nor named/ }, // prettier-ignore
    { what: "a document exchanged", spoil: (a) => { const [document] = JSON.parse(text(a, "documents.json")).filter((d: { left_out?: string }) => d.left_out === undefined); writeFileSync(at(a, `documentation/sha256/${document.sha256}`), "x"); }, named: /^documentation documentation\/sha256\/\S+ is not what its name says/ }, // prettier-ignore
    { what: "a redaction hidden in the manifest", on: () => redacted, spoil: () => undefined, change: (m) => (named(m)["withheld"] = []), named: /^withheld manifest\.json: records\/gate\/000000000001\S+ \(SHA-256 [0-9a-f]{64}\) was kept back, and is not named/ }, // prettier-ignore
    { what: "a redaction hidden on the cover", on: () => redacted, spoil: (a) => writeFileSync(at(a, "index.html"), text(a, "index.html").replaceAll(REDACTION.item, "nothing")), named: /^cover index\.html: it does not say "records\/gate\/000000000001/ }, // prettier-ignore
    { what: "a redaction called something else", on: () => redacted, spoil: (a) => changeJson(a, "records.json", ({ streams }) => (streams.find((s: { stream: string }) => s.stream === "gate").left_out[0].why = "other-time")), change: (m) => (named(m)["withheld"] = m.withheld), named: /^withheld manifest\.json: records\/gate\/000000000001\S+ is said to be kept back, and neither/ }, // prettier-ignore
    { what: "what is missing unsaid", spoil: () => undefined, change: (m) => (named(m)["missing"] = []), named: /^statements manifest\.json: it does not name what is missing: chain: risk-register/ }, // prettier-ignore
    { what: "what is missing unsaid on the cover", spoil: (a) => writeFileSync(at(a, "index.html"), text(a, "index.html").replaceAll("no entry of the register", "")), named: /^cover index\.html: it does not say "missing: no entry of the register/ }, // prettier-ignore
    { what: "what is missing hidden in a comment of the cover", spoil: (a) => writeFileSync(at(a, "index.html"), text(a, "index.html").replace(/<h2 id="missing">[\s\S]*?<h2 id="withheld">/, (part) => `<!--${part.replaceAll("<!--", "")}--><h2 id="withheld">`)), named: /^cover index\.html: it is not the page that this version makes/ }, // prettier-ignore
    { what: "the same, as of another version", spoil: (a) => writeFileSync(at(a, "index.html"), text(a, "index.html").replace(/<h2 id="missing">[\s\S]*?<h2 id="withheld">/, (part) => `<!--${part}--><h2 id="withheld">`)), change: (m) => (named(m)["tool"] = { ...m.tool, version: "0.0.1" }), named: /^cover index\.html: it does not say "missing: no entry of the register/ }, // prettier-ignore
    { what: "the chain's page embellished", spoil: (a) => writeFileSync(at(a, "chain/chain.html"), text(a, "chain/chain.html").replaceAll("missing", "met")), named: /^cover chain\/chain\.html: it is not the page/ }, // prettier-ignore
    { what: "the reader told to check less", spoil: (a) => writeFileSync(at(a, "VERIFY.md"), "Nothing is to be checked.\n"), named: /^cover VERIFY\.md: it is not the page/ }, // prettier-ignore
    { what: "a link of the chain dropped", spoil: (a) => changeJson(a, "chain/answer.json", ({ chains }) => (chains[0].links = chains[0].links.filter((link: { id: string }) => link.id !== "risk-register"))), named: /^chain chain\/answer\.json: it breaks its schema at chains\.0\.links: each link once/ }, // prettier-ignore
    { what: "one of several chains embellished", spoil: (a) => changeJson(a, "chain/answer.json", ({ chains }) => (chains[0].outcome = "met")), named: /^chain chain\/answer\.json: chain 1 says met, its links come to missing/ }, // prettier-ignore
    { what: "a whole stream dropped", spoil: (a) => { drop(a, "records/incidents"); changeJson(a, "records.json", (file) => (file.streams = file.streams.filter((s: { stream: string }) => s.stream !== "incidents"))); }, named: /^statements manifest\.json: it does not name what is missing: records\/incidents: it is not there; \S+ says that it reached number 2/ }, // prettier-ignore
    { what: "a stream cut off at its end", spoil: (a) => { drop(a, record(4)); changeJson(a, "records.json", ({ streams }) => { const gate = streams.find((s: { stream: string }) => s.stream === "gate"); const [left] = gate.left_out; gate.records = 1; gate.head = { sequence: left.last, sha256: left.sha256 }; }); }, named: /^statements manifest\.json: it does not name what is missing: records\/gate: it ends at number 3; \S+ says that it reached number 4/ }, // prettier-ignore
    { what: "a record's evidence called a file of a model", spoil: (a) => leaveOut(a, "promotion-evidence", { what: "artifact", left_out: "artifact" }), named: /^documentation documentation\/sha256\/[0-9a-f]{64}: is listed as artifact, named by \S+, which does not/ }, // prettier-ignore
    { what: "a record's evidence left out by a rule that is not about it", spoil: (a) => leaveOut(a, "promotion-evidence", { left_out: "audit-events" }), named: /^documentation documentation\/sha256\/[0-9a-f]{64}: is promotion-evidence, and is said to be left out as audit-events/ }, // prettier-ignore
    { what: "a generated page that says other than its text", spoil: (a) => writeFileSync(at(a, "documents/logging-plan.html"), text(a, "documents/logging-plan.html").replaceAll("Logging plan", "All is well")), named: /^statements documents\/logging-plan\.html: it is not the page that this version makes of the text/ }, // prettier-ignore
    { what: "what a generated document lacks unsaid", spoil: () => undefined, change: (m) => (named(m)["missing"] = m.missing.filter(({ item }) => !item.startsWith("documents/"))), named: /^statements documents\/logging-plan\.md: it lists 1 element\(s\) as missing, and 0 of it are named/ }, // prettier-ignore
    { what: "a generated page dropped", spoil: (a) => drop(a, "documents"), change: (m) => (named(m)["documents"] = 0), named: /^statements manifest\.json: it does not name what is missing: documents: no synthesized stacks/ }, // prettier-ignore
    { what: "the limit of a case unsaid", on: () => aCase, spoil: () => undefined, change: (m) => (named(m)["missing"] = m.missing.filter(({ item }) => !item.startsWith("case"))), named: /^statements manifest\.json: it does not name what is missing: case: completeness/ }, // prettier-ignore
    { what: "a program on the cover", spoil: (a) => writeFileSync(at(a, "index.html"), text(a, "index.html").replace("</main>", "<script>1</script></main>")), named: /^cover index\.html: it holds a program/ }, // prettier-ignore
    { what: "the chain about something else", spoil: (a) => changeJson(a, "chain/answer.json", (chain) => (chain.question = { by: "event", event: "e" })), named: /^chain chain\/answer\.json: it answers another question/ }, // prettier-ignore
    { what: "the chain embellished", spoil: (a) => changeJson(a, "chain/answer.json", (chain) => (chain.outcome = "met")), named: /^chain chain\/answer\.json: it says met, its links come to missing/ }, // prettier-ignore
    { what: "the chain dropped", spoil: (a) => drop(a, "chain"), change: (m) => delete named(m)["chain"], named: /^statements manifest\.json: it does not name what is missing: chain: it was not followed/ }, // prettier-ignore
    { what: "the export of another period", spoil: (a) => { drop(a, "export"); cpSync(at(other, "export"), at(a, "export"), { recursive: true }); }, named: /^export export\/manifest\.json: it is of another request: to is/ }, // prettier-ignore
    { what: "the log's lines exchanged", spoil: (a) => cpSync(at(other, "export/events.ndjson.gz"), at(a, "export/events.ndjson.gz")), named: /^export export\/events\.ndjson\.gz: checksum/ }, // prettier-ignore
    { what: "another key under a key's name", spoil: (a) => { const { keys } = keyRingDocument(); writeFileSync(at(a, `keys/${keys[0]!.keyId}.pub.pem`), keys[1]!.publicKey); }, named: /^records keys\/[0-9a-f]{64}\.pub\.pem: it is not the key of the ring/ }, // prettier-ignore
    { what: "an entry of the case dropped", on: () => aCase, spoil: (a) => writeFileSync(at(a, "case/entries.ndjson"), text(a, "case/entries.ndjson").split("\n").slice(1).join("\n")), named: /^case case\/places\.ndjson: entry [0-9a-f]{64} has a place, and is not there/ }, // prettier-ignore
    { what: "an entry of the case changed", on: () => aCase, spoil: (a) => writeFileSync(at(a, "case/entries.ndjson"), text(a, "case/entries.ndjson").replace("granted", "refused")), named: /^case case\/entries\.ndjson: line 1 has no place in the archive/ }, // prettier-ignore
    { what: "an export in the answer about a case", on: () => aCase, spoil: (a) => cpSync(at(answer, "export"), at(a, "export"), { recursive: true }), named: /^export export\/\S+ an answer about a person's case holds no export/ }, // prettier-ignore
  ])("$what", async ({ on = () => answer, spoil, change = () => undefined, named }) => {
    const copy = copyOf(on());
    spoil(copy);
    await signAgain(copy, change);
    const lines = await failures(copy, { keyRing: ringWith() });
    expect(lines.some((line) => named.test(line)) ? [] : lines).toEqual([]);
    expect(lines).not.toEqual([]);
  });

  it("a revocation left out", async () => {
    const scene = await RespondScene.make();
    const keyId = "ab".repeat(32);
    await scene.append("keys", "revocation", "security-officer", { keyId, reason: "lost", effectiveFrom: "2026-03-01T00:00:00.000Z" }); // prettier-ignore
    const { out } = await scene.respond();
    expect(await failures(out)).toEqual([]);
    const revocation = "records/keys/000000000001.dsse.json";
    drop(out, revocation);
    changeJson(out, "records.json", ({ streams }) => {
      const keys = streams.find((s: { stream: string }) => s.stream === "keys");
      Object.assign(keys, { records: 0, left_out: [{ first: 1, last: 1, sha256: keys.head.sha256, why: "other-system" }] }); // prettier-ignore
    });
    await signAgain(out);
    expect(await failures(out)).toContainEqual(
      expect.stringMatching(/^records records\.json: stream keys: something of it is left out/),
    );
  });

  it("a list of hundreds of thousands of records left out is looked through, too", async () => {
    const copy = copyOf(answer);
    const sha256 = "0".repeat(64);
    const left_out = Array.from({ length: 200_000 }, (_, index) => ({ first: index + 1, last: index + 1, sha256, why: "other-time" })); // prettier-ignore
    changeJson(copy, "records.json", ({ streams }) =>
      streams.push({ stream: "more", head: { sequence: 200_000, sha256 }, records: 0, left_out }),
    );
    await signAgain(copy);
    expect(await failures(copy)).not.toEqual([]);
  });

  it("another person's entry put into a case, with a place", async () => {
    const copy = copyOf(aCase);
    const scene = await RespondScene.make();
    const bens = (await scene.respond({ scope: { by: "case", digest: "b2".repeat(32) }, sources: { chain: async () => undefined } })).out; // prettier-ignore
    for (const name of ["case/entries.ndjson", "case/places.ndjson"])
      writeFileSync(at(copy, name), text(copy, name) + text(bens, name));
    await signAgain(copy, (manifest) => (named(manifest)["case"] = { entries: 4, unread: 0 }));
    expect(await failures(copy)).toContainEqual(
      expect.stringMatching(
        /^case case\/entries\.ndjson: line 3 is not of the case: it may be another person's/,
      ),
    );
  });

  it("a record that the reader's own ring does not know", async () => {
    const ring = new Map([...ringWith()].filter(([, { role }]) => role !== "gate"));
    expect(await failures(answer, { keyRing: ring })).toContainEqual(
      expect.stringMatching(/^records records\/gate\/000000000001\S+ with the key ring given, unknown-key/),
    );
  });
});

describe("A chain that is followed through an answer", () => {
  const ring = ringWith();

  it("is told of nothing while the answer is what was signed, and whoever redacted said so", async () => {
    for (const folder of [answer, redacted, aCase]) expect(await againstAnswer(folder, ring)).toEqual([]);
  });

  it.each([
    { what: "a record that is said to be of another system, and is gone", spoil: leftOut, says: /^records\.json: signed was SHA-256/ },
    { what: "a record that was taken out", spoil: (a: string) => rmSync(at(a, record(4))), says: /^records\/gate\/000000000004\S+ is missing/ },
    { what: "another list of the files", spoil: (a: string) => writeFileSync(at(a, "SHA256SUMS"), ""), says: /^SHA256SUMS\.sig: it is not SHA256SUMS signed/ },
  ])("is told of $what", async ({ spoil, says }) => {
    const copy = copyOf(answer);
    spoil(copy);
    expect(await againstAnswer(copy, ring)).toContainEqual(expect.stringMatching(says));
  });

  it("is told of an answer that was signed with a key which the reader's ring does not list", async () => {
    const others = keyRingOf({ ...keyRingDocument(), keys: keyRingDocument().keys.filter(({ role }) => role !== "exporter") });
    expect(await againstAnswer(answer, others)).toEqual([expect.stringMatching(/does not list the answer's key/)]);
  });

  function leftOut(folder: string): void {
    rmSync(at(folder, record(4)));
    changeJson(folder, "records.json", ({ streams }) => {
      const gate = streams.find((one: { stream: string }) => one.stream === "gate");
      gate.left_out.push({ first: 4, last: 4, sha256: "0".repeat(64), why: "other-system" });
    });
  }
}); // prettier-ignore
