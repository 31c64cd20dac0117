import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  hidingFindings,
  readHolds,
  recordApproval,
  recordPlacing,
  recordRelease,
  type Hold,
  type NewHold,
  type Writer,
} from "../../../evidence/hold";
import { appendRecord, FolderRecordStore, recordKey, type Role } from "../../../evidence/records";
import { temporaryFolder } from "../../temporary";
import { actors, ringWith, stranger, type Actor } from "../records/actors";

const RING = ringWith();
const HOLD: NewHold = {
  id: "incident-7",
  system: "credit-scoring",
  environment: "sandbox",
  period: { from: "2026-11-10T00:00:00.000Z" },
  reason: "serious_incident",
  reference: "file 12/26",
};

const writer = (role: Role, actor: string, who: Actor = actors[role]): Writer => ({
  role,
  actor,
  signer: who.signer,
});
const ANNA = writer("approver", "anna");
const BERT = writer("security-officer", "bert");

/** Holds in a folder, and hands to write records about them. */
class Book {
  readonly dir = temporaryFolder();
  readonly store = new FolderRecordStore(this.dir);

  async placed(by = ANNA): Promise<this> {
    await recordPlacing(this.store, HOLD, by);
    return this;
  }
  async approve(by = ANNA, decision: "approved" | "refused" = "approved"): Promise<this> {
    await recordApproval(this.store, await this.hold(), decision, by);
    return this;
  }
  async release(by = BERT): Promise<this> {
    await recordRelease(this.store, await this.hold(), by);
    return this;
  }
  async hold(ring = RING): Promise<Hold> {
    const [hold] = (await readHolds(this.store, ring)).holds;
    if (hold === undefined) throw new Error("no hold");
    return hold;
  }
  file(sequence: number): string {
    return join(this.dir, recordKey("holds", sequence));
  }
}

describe("A hold, by its records,", () => {
  it("is in force from the record that places it, with what that says", async () => {
    const hold = await (await new Book().placed()).hold();
    expect(hold).toMatchObject({ ...HOLD, placed: { actor: "anna", role: "approver" }, doubts: [] });
    expect(hold.released).toBeUndefined();
  });

  it("is none where there is no record", async () => {
    expect(await readHolds(new FolderRecordStore(temporaryFolder()), RING)).toEqual({
      holds: [],
      verified: true,
      findings: [],
    });
  });

  it("ends when an approver has approved and a security officer, another person, releases", async () => {
    const book = await (await (await new Book().placed()).approve()).release();
    expect(await book.hold()).toMatchObject({ released: { actor: "bert" }, doubts: [] });
  });

  const CLARA = writer("approver", "clara");
  it.each<[string, (book: Book) => Promise<Book>, string]>([
    ["nobody has approved", (book) => book.release(), "no approver has approved it"],
    [
      "an approver releases",
      async (book) => (await book.approve(CLARA)).release(writer("approver", "dora")),
      "not by a security officer",
    ],
    [
      "the person who placed it releases",
      async (book) => (await book.approve(CLARA)).release(writer("security-officer", "anna")),
      "anna placed the hold",
    ],
    [
      "the person who approved releases, with the other role's key",
      async (book) => (await book.approve(CLARA)).release(writer("security-officer", "clara")),
      "not by another person",
    ],
    [
      "the approver's last word refuses",
      async (book) => (await (await book.approve()).approve(CLARA, "refused")).release(),
      "refuses it",
    ],
    [
      "the release is signed with a key nobody knows",
      async (book) => (await book.approve()).release(writer("security-officer", "bert", stranger)),
      "unknown-key",
    ],
    [
      "the approval is signed with the security officer's own key",
      async (book) => (await book.approve(writer("approver", "clara", actors["security-officer"]))).release(),
      "no approver has approved it",
    ],
  ])("stays in force when %s", async (_, tell, why) => {
    const hold = await (await tell(await new Book().placed())).hold();
    expect(hold.released).toBeUndefined();
    expect(hold.doubts.join("\n")).toContain(why);
  });

  it("stays in force when the approval was about another placing of the same name", async () => {
    const [book, other] = [await new Book().placed(), await new Book().placed(writer("approver", "clara"))];
    await recordApproval(book.store, await other.hold(), "approved", ANNA);
    expect((await (await book.release()).hold()).doubts.join()).toContain("no approver has approved it");
  });

  it("stays in force when the record that places it cannot be relied on: doubt never releases", async () => {
    const hold = await (await new Book().placed(writer("approver", "anna", stranger))).hold();
    expect(hold).toMatchObject({ id: HOLD.id, doubts: [expect.stringContaining("unknown-key")] });
  });

  it("holds everything when its record names no period", async () => {
    const book = new Book();
    const { id: holdId, system, environment, reason } = HOLD;
    await appendRecord(book.store, actors.approver.signer, {
      stream: "holds",
      kind: "hold",
      role: "approver",
      subject: [{ name: "hold", digest: { sha256: "a".repeat(64) } }],
      details: { action: "place", holdId, system, environment, reason },
    });
    expect((await book.hold()).period.from < "1000").toBe(true);
  });

  it("is taken at its word without a key ring, and that is said", async () => {
    const book = await new Book().placed(writer("approver", "anna", stranger));
    expect(await readHolds(book.store)).toMatchObject({ verified: false, holds: [{ doubts: [] }] });
  });
});

describe("That a record of holds may be hidden", () => {
  it.each<[string, (book: Book) => void, string[]]>([
    ["is not said of sound records", () => undefined, []],
    ["is said when one was removed", (book) => rmSync(book.file(1)), ["sequence-missing"]],
    [
      "is said when one can no longer be read",
      (book) => appendFileSync(book.file(1), "x"),
      ["malformed-envelope"],
    ],
  ])("%s", async (_, tamper, codes) => {
    const book = await (await new Book().placed()).approve();
    tamper(book);
    const hiding = hidingFindings(await readHolds(book.store, RING));
    expect(hiding.map(({ code }) => code)).toEqual(codes);
  });
});
