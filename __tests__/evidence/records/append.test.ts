import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GENESIS } from "../../../evidence/event";
import {
  appendRecord,
  envelopeDigest,
  FolderRecordStore,
  readHead,
  verifyStream,
  type PutOutcome,
  type RecordDraft,
  type RecordStore,
} from "../../../evidence/records";
import { temporaryFolder } from "../../temporary";
import { actors, ringWith, stranger } from "./actors";
import { decision, gateStream, minute, RecordFolder, refused } from "./streams";

const RING = ringWith();
const { signer } = actors.gate;

/** A store in which `interfere` comes between a writer and each of its puts. */
class MeddledStore extends FolderRecordStore {
  puts = 0;

  constructor(
    dir: string,
    private readonly interfere: (put: () => Promise<PutOutcome>, nth: number) => Promise<PutOutcome>,
  ) {
    super(dir);
  }

  override putIfAbsent(key: string, bytes: Uint8Array): Promise<PutOutcome> {
    return this.interfere(() => super.putIfAbsent(key, bytes), ++this.puts);
  }
}

const LOST: PutOutcome = { is: "unsettled", why: "TimeoutError" };
const append = (store: RecordStore, draft: RecordDraft = decision()) =>
  appendRecord(store, signer, draft, { now: () => minute(1) });

describe("Appending a record", () => {
  it("starts a stream with 64 zeros and chains each record to the bytes of the one before", async () => {
    const folder = await gateStream(3);
    const previous = [1, 2, 3].map((n) => folder.statement(n).predicate.previous);
    const digests = [1, 2].map((n) => envelopeDigest(readFileSync(folder.file(n))));
    expect(previous).toEqual([GENESIS, ...digests]);
  });

  it("says where the record stands and what it is now chained by", async () => {
    const folder = new RecordFolder();
    const appended = await append(folder.store);
    expect(appended).toEqual({
      key: "records/gate/000000000001.dsse.json",
      sequence: 1,
      sha256: envelopeDigest(readFileSync(folder.file(1))),
    });
  });

  it("takes turns when one process appends many at once", async () => {
    const { store } = new RecordFolder();
    const appended = await Promise.all(Array.from({ length: 20 }, () => append(store)));
    expect(appended.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(await verifyStream(store, "gate", RING)).toMatchObject({ records: 20, findings: [] });
  });

  it("goes on after an append that failed", async () => {
    const { store } = new RecordFolder();
    const failed = append(store, decision({ role: "exporter" }));
    const next = append(store);
    await expect(failed).rejects.toMatchObject({ code: "record-invalid" });
    expect(await next).toMatchObject({ sequence: 1 });
  });

  it("signs anew on the new head when somebody else was first", async () => {
    const folder = new RecordFolder();
    const other = folder.store;
    const store = new MeddledStore(folder.dir, async (put, nth) => {
      if (nth <= 3) await append(other);
      return put();
    });
    expect(await append(store)).toMatchObject({ sequence: 4 });
    expect(store.puts).toBe(4);
    expect(await verifyStream(folder.store, "gate", RING)).toMatchObject({ records: 4, findings: [] });
  });

  it("recognises its own record when the answer to the write was lost", async () => {
    const folder = await gateStream(1);
    const store = new MeddledStore(folder.dir, async (put, nth) => {
      const outcome = await put();
      return nth === 1 ? LOST : outcome;
    });
    expect(await append(store)).toMatchObject({ sequence: 2 });
    expect(store.puts).toBe(2);
    expect(await verifyStream(folder.store, "gate", RING)).toMatchObject({ records: 2, findings: [] });
  });

  it("recognises its own record when the client below it retried, and met what it had written itself", async () => {
    const folder = new RecordFolder();
    const store = new MeddledStore(folder.dir, async (put) => {
      await put();
      return { is: "taken" };
    });
    expect(await append(store)).toMatchObject({ sequence: 1 });
    expect(store.puts).toBe(1);
  });

  it("recognises its own record even when others have written behind it meanwhile", async () => {
    const folder = new RecordFolder();
    const store = new MeddledStore(folder.dir, async (put, nth) => {
      const outcome = await put();
      if (nth > 1) return outcome;
      await append(folder.store);
      return LOST;
    });
    expect(await append(store)).toMatchObject({ sequence: 1 });
    expect(await append(store)).toMatchObject({ sequence: 3 });
    expect(await verifyStream(folder.store, "gate", RING)).toMatchObject({ records: 3, findings: [] });
  });

  it("puts the same record again when the write did not arrive", async () => {
    const folder = new RecordFolder();
    const store = new MeddledStore(folder.dir, async (put, nth) => (nth === 1 ? LOST : put()));
    expect(await append(store)).toMatchObject({ sequence: 1 });
    expect(await verifyStream(folder.store, "gate", RING)).toMatchObject({ records: 1, findings: [] });
  });

  it.each<{ what: string; outcome: PutOutcome; code: string }>([
    { what: "every answer is lost", outcome: LOST, code: "record-not-settled" },
    { what: "others are always first", outcome: { is: "taken" }, code: "record-stream-busy" },
  ])("gives up and says so when $what", async ({ outcome, code }) => {
    const store = new MeddledStore(temporaryFolder(), async () => outcome);
    // A clock that goes on when it is looked at: how fast this machine is decides nothing.
    let time = 0;
    const clock = jest.spyOn(performance, "now").mockImplementation(() => (time += 10));
    const appending = appendRecord(store, signer, decision(), { giveUpAfterMs: 30 });
    await expect(appending).rejects.toMatchObject({ code });
    clock.mockRestore();
    expect(store.puts).toBeGreaterThan(1);
  });

  it("leaves nothing when the signer fails", async () => {
    const folder = new RecordFolder();
    const failing = { ...signer, sign: () => Promise.reject(new Error("gone")) };
    await expect(appendRecord(folder.store, failing, decision())).rejects.toThrow("gone");
    expect(existsSync(join(folder.dir, "records"))).toBe(false);
  });

  it("chains to a forged record that stands there, so that it cannot be exchanged unseen", async () => {
    const folder = await gateStream(2);
    await folder.reword(2, stranger, {});
    await append(folder.store);
    expect(await folder.findings(RING)).toEqual(["unknown-key@2"]);
  });

  it("goes on behind the last record though a delete marker lies over it", async () => {
    const folder = await gateStream(2);
    const { store } = folder;
    await new FolderRecordStore(folder.dir).putIfAbsent(
      "records/gate/000000000002.dsse.json@1.delete-marker",
      Buffer.alloc(0),
    );
    expect(await append(store)).toMatchObject({ sequence: 3 });
    expect(await folder.findings(RING)).toEqual(["delete-marker@2"]);
  });
});

describe("A record is not written", () => {
  const lack = {
    requirement: "approval",
    duties: ["Art17(1)"],
    what: "x".repeat(1000),
    fix: "x".repeat(1000),
  };
  const huge = refused("too much", { lacks: Array.from({ length: 60 }, () => lack) });
  const incident = (details: RecordDraft<"incident">["details"]): RecordDraft => ({
    ...decision(),
    kind: "incident",
    role: "security-officer",
    details,
  });
  const cases: { what: string; draft: RecordDraft; field: string }[] = [
    { what: "by a role that may not write its kind", draft: decision({ role: "exporter" }), field: "role" },
    { what: "to a stream whose name is a path", draft: decision({ stream: "../gate" }), field: "predicate.stream" },
    { what: "about nothing", draft: decision({ subject: [] }), field: "subject" },
    { what: "about a thing without digest", draft: decision({ subject: [{ name: "x", digest: {} }] }), field: "subject.0.digest" },
    { what: "when it is too long", draft: decision({ details: huge }), field: "predicate.details" },
    { what: "with a password", draft: incident({ db: { adminPassword: "hunter2" } }), field: "details.db.adminPassword" },
    { what: "with an access key id", draft: decision({ details: refused("AKIAIOSFODNN7EXAMPLE") }), field: "details.reason" },
    { what: "with white space in its actor", draft: decision({ actor: "Jane Doe" }), field: "predicate.actor" },
  ]; // prettier-ignore

  it.each(cases)("$what", async ({ draft, field }) => {
    const folder = new RecordFolder();
    await expect(append(folder.store, draft)).rejects.toMatchObject({
      code: "record-invalid",
      problems: [{ field }],
    });
    expect(readdirSync(folder.dir)).toEqual([]);
  });

  it("when its signature does not fit the signer's public key", async () => {
    const folder = new RecordFolder();
    const unfit = { ...signer, publicKeyPem: stranger.signer.publicKeyPem };
    const appending = appendRecord(folder.store, unfit, decision());
    await expect(appending).rejects.toMatchObject({ code: "record-signature-unusable" });
    expect(await readHead(folder.store, "gate")).toMatchObject({ sequence: 0 });
  });
});
