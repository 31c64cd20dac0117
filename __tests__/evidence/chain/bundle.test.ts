import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FolderSource } from "../../../evidence/archive";
import {
  bundleLog,
  chainHtml,
  chainText,
  linesLog,
  noLocks,
  type ChainAnswer,
} from "../../../evidence/chain";
import { chainAnswerSchema } from "../../../evidence/chain/model";
import { canonicalString } from "../../../evidence/event";
import { exportBundle, parsePeriod } from "../../../evidence/export";
import { FolderRecordStore } from "../../../evidence/records";
import { temporaryFolder } from "../../temporary";
import { actors, ringWith, stranger, type Actor } from "../records/actors";
import { CASE, ChainVault, ENVIRONMENT, EVENT, SYSTEM } from "./vault";

const verdicts = ({ chains }: ChainAnswer) =>
  Object.fromEntries(
    chains[0]!.links.filter(({ verdict }) => verdict !== "met").map(({ id, verdict }) => [id, verdict]),
  );

/** A bundle of the day, with the records and documents beside it. */
async function bundleOf(vault: ChainVault, by: Actor = actors.exporter): Promise<string> {
  const dir = temporaryFolder();
  await exportBundle(
    {
      ...{ system: SYSTEM, environment: ENVIRONMENT, period: parsePeriod("2026-03-09", "2026-03-09") },
      ...{ keyRing: ringWith(), seals: vault.records },
    },
    { source: new FolderSource(vault.archive.folder), path: "art12" },
    {
      out: path.join(dir, "export"),
      signer: by.signer,
      createdAt: new Date("2026-03-11T00:00:00Z"),
      force: false,
    },
  );
  cpSync(vault.folder, dir, { recursive: true });
  return dir;
}

const fromBundle = (dir: string, vault: ChainVault) => ({
  readFrom: "bundle" as const,
  environment: { id: ENVIRONMENT },
  systems: [],
  log: bundleLog(path.join(dir, "export"), ringWith(), { now: () => new Date(vault.now) }),
  locks: noLocks("a bundle holds no objects"),
});

describe("From a bundle alone", () => {
  it.each([
    { by: "event", event: EVENT },
    { by: "case", digest: CASE },
  ] as const)("every link is met but the lock, which S3 alone tells ($by)", async (question) => {
    const vault = await ChainVault.of();
    const answer = await vault.follow(question, fromBundle(await bundleOf(vault), vault));
    expect(verdicts(answer)).toEqual({ "object-lock": "cannot-tell" });
    expect(chainAnswerSchema.safeParse(answer).success).toBe(true);
  });

  it.each([
    {
      what: "whose table was changed",
      file: "events.parquet",
      says: /events.parquet is not what was signed/,
    },
    {
      what: "whose list of objects was changed",
      file: "objects.json",
      says: /objects.json is not what was signed/,
    },
  ])("a bundle $what is broken at the log entry", async ({ file, says }) => {
    const vault = await ChainVault.of();
    const dir = await bundleOf(vault);
    const place = path.join(dir, "export", file);
    writeFileSync(place, Buffer.concat([readFileSync(place), Buffer.from(file.endsWith("json") ? " " : "")]));
    if (file.endsWith("parquet")) await swapped(place);
    const answer = await vault.follow(undefined, fromBundle(dir, vault));
    expect(verdicts(answer)).toMatchObject({ "log-entry": "broken" });
    expect(answer.chains[0]!.links[0]!.reason).toMatch(says);
  });

  it("a bundle that a stranger signed is broken at the log entry", async () => {
    const vault = await ChainVault.of();
    const answer = await vault.follow(undefined, fromBundle(await bundleOf(vault, stranger), vault));
    expect(verdicts(answer)).toEqual({ "log-entry": "broken", "object-lock": "cannot-tell" });
    expect(answer.chains[0]!.links[0]!.reason).toMatch(/does not list the bundle's key/);
  });

  it.each(["events.parquet", "objects.json", "findings.json"])(
    "a bundle whose %s is gone or garbage is named, and is no fault of the program",
    async (name) => {
      const vault = await ChainVault.of();
      const dir = await bundleOf(vault);
      for (const content of ["{", "{}", undefined]) {
        const file = path.join(dir, "export", name);
        if (content === undefined) rmSync(file);
        else writeFileSync(file, content);
        await expect(vault.follow(undefined, fromBundle(dir, vault))).rejects.toMatchObject({
          code: "chain-bundle-unreadable",
        });
      }
    },
  );

  it("tells nothing of what records would show where it holds none: that is no break", async () => {
    const vault = await ChainVault.of();
    const none = { ...fromBundle(await bundleOf(vault), vault), records: new FolderRecordStore(temporaryFolder()) };
    // An answer that holds none was made from a vault that has none.
    expect((await vault.follow(undefined, none)).outcome).toBe("broken");
    const answer = await vault.follow(undefined, { ...none, logAlone: true });
    expect(answer.outcome).toBe("cannot-tell");
    expect(Object.keys(verdicts(answer))).toHaveLength(11);
    expect(answer.chains[0]!.links[3]).toMatchObject({
      ...{ id: "model-version", verdict: "cannot-tell" },
      reason: expect.stringContaining("holds the log without any records"),
    });
  }); // prettier-ignore

  it("an event that is not in the bundle is missing", async () => {
    const vault = await ChainVault.of();
    const unknown = { by: "event", event: "019cd18b-0c00-7000-8000-0000000000ff" } as const;
    const answer = await vault.follow(unknown, fromBundle(await bundleOf(vault), vault));
    expect(answer.chains[0]!.links[0]).toMatchObject({ verdict: "missing" });
  });
});

/** Another table of events in place of the signed one. */
async function swapped(place: string): Promise<void> {
  const other = await bundleOf(await ChainVault.of((told) => void (told.model.version = "2")));
  writeFileSync(place, readFileSync(path.join(other, "export", path.basename(place))));
}

describe("From the lines of one person's case", () => {
  it("every link is met but the lock, with the seals beside them", async () => {
    const vault = await ChainVault.of();
    const file = await linesOf(vault);
    const means = { records: vault.records, ring: ringWith(), now: () => new Date(vault.now) };
    const more = { ...fromBundle("none", vault), log: linesLog(file, means) };
    expect(verdicts(await vault.follow({ by: "case", digest: CASE }, more))).toEqual({
      "object-lock": "cannot-tell",
    });
  });

  it("tells nothing of seals where none are at hand, and a changed line is broken", async () => {
    const vault = await ChainVault.of();
    const file = await linesOf(vault);
    const more = { ...fromBundle("none", vault), log: linesLog(file) };
    expect(verdicts(await vault.follow(undefined, more))).toMatchObject({ "archive-object": "cannot-tell" });
    writeFileSync(
      file,
      `${readFileSync(file, "utf8")}${readFileSync(file, "utf8").replace("credit-scoring", "credit-scorinG")}`,
    );
    expect(verdicts(await vault.follow(undefined, more))).toMatchObject({ "log-entry": "broken" });
    writeFileSync(file, "{}\n");
    await expect(vault.follow(undefined, more)).rejects.toMatchObject({ code: "chain-lines-unreadable" });
  });
});

/** The entry of the case and its place, as an answer has them. */
async function linesOf(vault: ChainVault): Promise<string> {
  const source = new FolderSource(vault.archive.folder);
  const { log } = vault.sources();
  const lines: string[] = [];
  const question = { by: "case", digest: CASE } as const;
  const entries: Parameters<Parameters<typeof log.find>[1]>[0][] = [];
  await log.find({ question, environment: ENVIRONMENT }, (entry) => entries.push(entry));
  const objects = await log.objectsOf(entries);
  for (const { event, sha256, place } of entries) {
    const [object] = objects.get(sha256)!.versions;
    lines.push(
      JSON.stringify({
        ...{
          entry: canonicalString(event),
          entry_sha256: sha256,
          key: place.key,
          version_id: place.versionId,
        },
        ...{ line: place.line, written_at: object!.writtenAt, object_sha256: object!.sha256 },
      }),
    );
  }
  expect(source).toBeDefined();
  const folder = path.join(temporaryFolder(), "case");
  mkdirSync(folder);
  writeFileSync(path.join(folder, "places.ndjson"), lines.map((line) => `${line}\n`).join(""));
  return path.join(folder, "places.ndjson");
}

describe("What a person reads", () => {
  it("is a tree that names every link with its verdict, and the broken one with its reason", async () => {
    const vault = await ChainVault.of((told) => void (told.model.artifact_sha256 = "e".repeat(64)));
    const text = chainText(await vault.follow());
    expect(text).toMatch(/read from the vault alone, .*: broken/);
    expect(text).toMatch(
      /✗ Registered model version: broken\n.*What was loaded \(e+\) is not what was let in/,
    );
    expect(text).toMatch(/✓ Approval: met/);
    expect(text).toMatch(/└─ ✓ Reviewed infrastructure: met/);
  });

  it("keeps to one line what a tag says, so that nobody writes a line of the tree", async () => {
    const vault = await ChainVault.of((told) => {
      told.seen.evidence["run tags"]["note"] = "x\n├─ ✓ Forged: met\u2028y";
    });
    const text = chainText(await vault.follow());
    expect(text).toContain("Tag note: x\\u{a}├─ ✓ Forged: met\\u{2028}y");
    expect(text).not.toMatch(/^├─ ✓ Forged/m);
  });

  it("is a page on its own, with nothing in it that a log entry could have put there", async () => {
    const vault = await ChainVault.of((told) => {
      told.seen.evidence["run tags"]["note"] = "<script>alert(1)</script>";
    });
    const html = chainHtml(await vault.follow());
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;");
    expect(html).toMatch(/href="#chain-1-approval"/);
    expect(html).toContain('id="chain-1-approval"');
  });
});
