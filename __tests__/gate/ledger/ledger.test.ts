import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { appendRecord, recordKey, verifyStream, type RecordStore } from "../../../evidence/records";
import type { DecisionDraft } from "../../../gate/ledger/ledger";
import type { ApprovalKey } from "../../../gate/state/gate-state";
import { actors, ringWith, secondGate, stranger } from "../../evidence/records/actors";
import { RecordFolder, revocation } from "../../evidence/records/streams";
import { ADA, BERTA, CARL } from "../principals";
import { approve, KEY, LedgerFolder, promote, refuse } from "./world";

/** A store whose next put, or whose every listing, fails. */
function failing(store: RecordStore, fails: { put?: Error; lost?: boolean; list?: Error }): RecordStore {
  return {
    name: store.name,
    streams: () => store.streams(),
    read: (version) => store.read(version),
    list: (prefix, after) => {
      if (fails.list) throw fails.list;
      return store.list(prefix, after);
    },
    putIfAbsent: async (key, bytes) => {
      if (fails.put) throw fails.put;
      const outcome = await store.putIfAbsent(key, bytes);
      return fails.lost && outcome.is === "written"
        ? { is: "unsettled", why: "the answer was lost" }
        : outcome;
    },
  };
}

describe("A decision of the gate", () => {
  it("stands in the vault, signed and chained, with who decided and how they signed in", async () => {
    const folder = new LedgerFolder();
    const ledger = folder.ledger();
    await ledger.write(refuse());
    const { key, sequence } = await ledger.write(approve());
    expect(sequence).toBe(2);
    expect(await verifyStream(folder.records(), "gate", ringWith())).toMatchObject({
      records: 2,
      findings: [],
    });
    expect(folder.details(key)).toMatchObject({
      act: "approve",
      id: "approval-1",
      environment: "production",
      system: "credit-scoring",
      model: KEY,
      principal: {
        issuer: "https://id.example",
        subject: "u-18",
        name: "Berta",
        kind: "person",
        groups: ["model-risk"],
        tokenId: "token-of-u-18",
        authenticatedAt: "2026-11-24T08:00:00.000Z",
        acr: "mfa",
        via: "bearer",
      },
    });
  });

  it("fits its record however much lacks and however long the words are; what was cut is said", async () => {
    const folder = new LedgerFolder();
    const lack = {
      requirement: "metric",
      duties: ["Art15(3)"],
      what: "ü".repeat(3000),
      fix: "\u001b[2J\ud800 x",
    };
    const lacks = Array.from({ length: 500 }, () => lack);
    const { key } = await folder.ledger().write(refuse({ lacks, reason: "x".repeat(9000) }));
    const details = folder.details(key) as { lacks: { what: string; fix: string }[]; lacksLeftOut: number };
    expect(details.lacks.length + details.lacksLeftOut).toBe(500);
    expect(details.lacks.length).toBeGreaterThan(5);
    expect(details.lacks[0]).toMatchObject({ what: expect.stringMatching(/^ü{999}…$/), fix: " [2J  x" });
  });

  it.each([
    {
      what: "the vault does not take it",
      fails: { put: new Error("access denied") },
      words: "access denied",
    },
    { what: "the vault cannot be listed", fails: { list: new Error("no route") }, words: "no route" },
  ])("is no decision when $what: the refusal says so", async ({ fails, words }) => {
    const folder = new LedgerFolder();
    const ledger = folder.ledger({ records: failing(folder.records(), fails) });
    await expect(ledger.write(approve())).rejects.toMatchObject({
      name: "Refusal",
      code: "PERMISSION_DENIED",
      message: expect.stringMatching(new RegExp(`could not be recorded in the vault.*${words}`)),
    });
  });

  it.each([
    ["an approval of a number alone", approve({ subject: { name: "credit-scoring", version: "4" } })],
    ["an approval without assessment of the change", { ...approve(), modification: undefined }],
    ["a promotion without approval", { ...promote(), approval: undefined }],
    ["a secret in its reason", refuse({ reason: "AKIAIOSFODNN7EXAMPLE" })],
  ] as [string, DecisionDraft][])("is not recorded with %s", async (_, draft) => {
    await expect(new LedgerFolder().ledger().write(draft)).rejects.toMatchObject({
      code: "PERMISSION_DENIED",
    });
  });

  it("is written once when the answer to its put was lost", async () => {
    const folder = new LedgerFolder();
    const ledger = folder.ledger({ records: failing(folder.records(), { lost: true }) });
    const { sequence } = await ledger.write(approve());
    expect(sequence).toBe(1);
    expect(await verifyStream(folder.records(), "gate", ringWith())).toMatchObject({
      records: 1,
      findings: [],
    });
  });

  it("is not signed with a key that readers would not rely on", () => {
    const folder = new LedgerFolder();
    expect(() => folder.ledger({ signer: stranger.signer })).toThrow(/does not list it/);
    expect(() => folder.ledger({ signer: actors.exporter.signer })).toThrow(/lists it for exporter/);
  });
});

describe("An approval read back from the vault", () => {
  it("counts for exactly the version, run, model and digests it was given for", async () => {
    const folder = new LedgerFolder();
    const { key } = await folder.ledger().write(approve());
    const ledger = folder.ledger();
    expect(await ledger.approvalsOf(KEY)).toEqual([
      {
        id: "approval-1",
        record: key,
        approver: "https://id.example#u-18",
        approverName: "Berta",
        approverKind: "person",
        approverGroups: ["model-risk"],
        at: expect.stringMatching(/Z$/),
        modification: { class: "predetermined", why: "new quarter, as the change plan foresees" },
      },
    ]);
    const others: Partial<ApprovalKey>[] = [
      { name: "credit" },
      { version: "5" },
      { createdAt: KEY.createdAt + 1 },
      { runId: "d".repeat(32) },
      { modelId: `m-${"d".repeat(32)}` },
      { evidenceSha256: "d".repeat(64) },
      { artifactSha256: "d".repeat(64) },
    ];
    for (const other of others) expect(await ledger.approvalsOf({ ...KEY, ...other })).toEqual([]);
  });

  it("is seen by another task that had read before", async () => {
    const folder = new LedgerFolder();
    const [one, other] = [folder.ledger(), folder.ledger({ signer: secondGate.signer })];
    expect(await other.approvalsOf(KEY)).toEqual([]);
    await one.write(approve());
    await other.write(approve({ id: "approval-2", principal: CARL }));
    expect((await other.approvalsOf(KEY)).map(({ id }) => id)).toEqual(["approval-1", "approval-2"]);
    expect((await one.approvalsOf(KEY)).map(({ id }) => id)).toEqual(["approval-1", "approval-2"]);
  });

  const revoke = (record: string, changes: Partial<DecisionDraft> = {}): DecisionDraft => ({
    id: "call-9",
    act: "revoke",
    principal: CARL,
    subject: { name: KEY.name },
    approval: { id: "approval-1", record },
    about: record,
    ...changes,
  });

  it("never counts again once it was revoked; the other one still does", async () => {
    const folder = new LedgerFolder();
    const ledger = folder.ledger();
    const { key } = await ledger.write(approve());
    await ledger.write(approve({ id: "approval-2", principal: CARL }));
    await ledger.write(revoke(key));
    expect((await ledger.approvalsOf(KEY)).map(({ id }) => id)).toEqual(["approval-2"]);
    expect((await folder.ledger().approvalsOf(KEY)).map(({ id }) => id)).toEqual(["approval-2"]);
  });

  it("does not count when a key that is no gate's signed it, nor when nobody's did", async () => {
    const folder = new LedgerFolder();
    const { key } = await folder.ledger().write(approve());
    const forged = new RecordFolder();
    Object.assign(forged, { dir: folder.dir });
    await forged.exchange(1, stranger, JSON.stringify(forged.statement(1)));
    expect(await folder.ledger().approvalsOf(KEY)).toEqual([]);
    writeFileSync(join(folder.dir, key), "{}");
    expect(await folder.ledger().approvalsOf(KEY)).toEqual([]);
  });

  it("does not count when its key is revoked from before: by the ring, or by a record in the vault", async () => {
    const folder = new LedgerFolder();
    await folder.ledger({ signer: secondGate.signer }).write(approve());
    const reading = folder.ledger();
    expect(await reading.approvalsOf(KEY)).toHaveLength(1);
    await appendRecord(
      folder.records(),
      actors["security-officer"].signer,
      revocation(
        { keyId: secondGate.keyId, reason: "compromised", effectiveFrom: "2026-01-02T00:00:00.000Z" },
        { stream: "keys" },
      ),
    );
    expect(await reading.approvalsOf(KEY)).toEqual([]);
    expect(await folder.ledger().approvalsOf(KEY)).toEqual([]);
  });

  it("of a stream from which a record is gone is not relied on: the refusal names the place", async () => {
    const folder = new LedgerFolder();
    const ledger = folder.ledger();
    for (const n of [1, 2, 3]) await ledger.write(approve({ id: `approval-${n}` }));
    rmSync(join(folder.dir, recordKey("gate", 2)));
    await expect(folder.ledger().approvalsOf(KEY)).rejects.toMatchObject({
      code: "PERMISSION_DENIED",
      message: expect.stringContaining(recordKey("gate", 2)),
    });
  });

  it("cannot be had when the vault cannot be read: refused in words", async () => {
    const folder = new LedgerFolder();
    const ledger = folder.ledger({ records: failing(folder.records(), { list: new Error("no route") }) });
    for (const ask of [ledger.approvalsOf(KEY), ledger.history("x"), ledger.recordOf("x")])
      await expect(ask).rejects.toMatchObject({
        code: "PERMISSION_DENIED",
        message: expect.stringContaining("no route"),
      });
  });
});

describe("What was decided on a registered model", () => {
  it("is told in order, without what is about others", async () => {
    const folder = new LedgerFolder();
    const ledger = folder.ledger();
    await ledger.write(refuse());
    await ledger.write(approve());
    await ledger.write(refuse({ subject: { name: "fraud" } }));
    const { key } = await ledger.write(promote());
    expect(await ledger.history("credit-scoring")).toMatchObject([
      { act: "refuse", principal: { id: "https://id.example#u-17", name: "Ada", kind: "person" } },
      { act: "approve", principal: { name: BERTA.name } },
      { act: "promote", record: key, subject: KEY, door: { kind: "alias", name: "champion" } },
    ]);
  });

  it("is found by intent after a crash; a refusal or correction of the same id is not taken for it", async () => {
    const folder = new LedgerFolder();
    const ledger = folder.ledger();
    await ledger.write({ ...refuse(), id: "intent-1" });
    await ledger.write({
      id: "intent-1",
      act: "not-carried-out",
      principal: ADA,
      subject: { name: KEY.name },
    });
    expect(await ledger.recordOf("intent-1")).toBeUndefined();
    const written = await ledger.write(promote());
    expect(await folder.ledger().recordOf("intent-1")).toEqual(written);
  });
});
