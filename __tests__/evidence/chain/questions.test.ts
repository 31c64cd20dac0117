import type { ChainAnswer } from "../../../evidence/chain";
import { recordKey } from "../../../evidence/records";
import { objectKey } from "../archive/corpus";
import { CASE, ChainVault, EVENT, INPUT, input, NOW, story, SYSTEM, TIME } from "./vault";

const DAY = { from: "2026-03-09T00:00:00.000Z", to: "2026-03-10T00:00:00.000Z" };

const verdictOf = ({ chains }: ChainAnswer, link: string, index = 0) =>
  chains[index]!.links.find(({ id }) => id === link)?.verdict;
const reasonOf = ({ chains }: ChainAnswer, link: string, index = 0) =>
  chains[index]!.links.find(({ id }) => id === link)?.reason;

describe("What a chain can be asked by", () => {
  it.each([
    { what: "an event", question: { by: "event", event: EVENT }, period: undefined, others: 0 },
    { what: "an input", question: { by: "input", digest: INPUT }, period: undefined, others: 0 },
    { what: "a person's case", question: { by: "case", digest: CASE }, period: undefined, others: 0 },
    {
      what: "a version",
      question: { by: "version", model: "credit-scoring", version: "1" },
      period: DAY,
      others: 1,
    },
  ] as const)(
    "$what is met, and of entries that are alike one is followed",
    async ({ question, period, others }) => {
      const vault = await ChainVault.of();
      const answer = await vault.follow(question, {}, period);
      expect(answer).toMatchObject({ outcome: "met", not_followed: others, question });
      expect(answer.chains).toHaveLength(1);
      expect(answer.chains[0]).toMatchObject({ model: { name: "credit-scoring", version: "1" } });
    },
  );

  it("a system and period follows each version; entries that name none are counted", async () => {
    const vault = await ChainVault.of();
    const answer = await vault.follow({ by: "period" }, { system: SYSTEM }, DAY);
    expect(answer.chains.map(({ event, outcome }) => `${event?.type} ${outcome}`)).toEqual(["inference met"]);
    expect(answer.not_followed).toBe(2);
  });

  it("an entry that names no version is followed where it is asked for, and says so", async () => {
    const vault = await ChainVault.of();
    const at = "2026-03-09T09:00:00.000Z";
    const started = vault.emitter.emit(at, "emitter_heartbeat", {
      event_id: "019cd1c1-fa80-7000-8000-00000000000c",
    });
    vault.put(objectKey(at), [started], undefined, "2026-03-09T09:05:00.000Z");
    const answer = await vault.follow({ by: "event", event: started.event_id });
    expect(reasonOf(answer, "model-version")).toMatch(/type emitter_heartbeat names no model version/);
    expect(verdictOf(answer, "model-version")).toBe("cannot-tell");
  });

  it("a period without entries is missing, not met", async () => {
    const vault = await ChainVault.of();
    const empty = { from: "2026-02-01T00:00:00.000Z", to: "2026-02-02T00:00:00.000Z" };
    const answer = await vault.follow({ by: "period" }, { system: SYSTEM }, empty);
    expect(answer).toMatchObject({ outcome: "missing", not_followed: 0 });
    expect(verdictOf(answer, "log-entry")).toBe("missing");
  });

  it("a version without entries is followed from its records all the same", async () => {
    const vault = await ChainVault.of();
    const version = { by: "version", model: "credit-scoring", version: "1" } as const;
    const empty = { from: "2026-02-01T00:00:00.000Z", to: "2026-02-02T00:00:00.000Z" };
    const answer = await vault.follow(version, {}, empty);
    expect(["log-entry", "model-version", "run", "approval"].map((link) => verdictOf(answer, link))).toEqual([
      "missing",
      "met",
      "met",
      "met",
    ]);
  });

  it("an event id that nobody knows is missing, and it is told where it was looked for", async () => {
    const vault = await ChainVault.of();
    const answer = await vault.follow({ by: "event", event: "019cd18b-0c00-7000-8000-0000000000ff" });
    expect(verdictOf(answer, "log-entry")).toBe("missing");
    expect(reasonOf(answer, "log-entry")).toMatch(
      /index of 1 seal\(s\), and the archive of 2026-03-08 to 2026-03-10/,
    );
  });

  it("an input whose key is another one is not found", async () => {
    const vault = await ChainVault.of();
    const answer = await vault.follow({ by: "input", digest: "7".repeat(64) });
    expect(verdictOf(answer, "log-entry")).toBe("missing");
  });

  it("what could not be read of a period keeps the answer from being met", async () => {
    const vault = await ChainVault.of();
    vault.archive.put(objectKey(TIME, "zz"), Buffer.from("not gzip"), undefined, "2026-03-09T08:06:00.000Z");
    const version = { by: "version", model: "credit-scoring", version: "1" } as const;
    const answer = await vault.follow(version, {}, DAY);
    expect(verdictOf(answer, "log-entry")).toBe("cannot-tell");
    expect(reasonOf(answer, "log-entry")).toMatch(/object-not-gzip/);
  });

  it("another system's name finds nothing of this one", async () => {
    const vault = await ChainVault.of();
    const answer = await vault.follow({ by: "period" }, { system: "credit-scoring-2" }, DAY);
    expect(verdictOf(answer, "log-entry")).toBe("missing");
  });

  it("an input is found on days that no seal lists yet", async () => {
    const vault = await ChainVault.of();
    const later = "2026-03-12T08:00:00.000Z";
    vault.put(
      objectKey(later),
      [vault.emitter.emit(later, "inference", { model: story().model, input: input("5".repeat(64)) })],
      undefined,
      "2026-03-12T08:05:00.000Z",
    );
    const answer = await vault.follow({ by: "input", digest: "5".repeat(64) });
    expect(answer.chains[0]!.event?.time).toBe(later);
    expect(verdictOf(answer, "archive-object")).toBe("cannot-tell");
    expect(reasonOf(answer, "archive-object")).toMatch(/not-sealed-yet/);
  });

  it.each([{ by: "version", model: "credit-scoring", version: "1" } as const, { by: "period" } as const])(
    "$by needs a period: nobody wants ten years to be read by mistake",
    async (question) => {
      const vault = await ChainVault.of();
      await expect(vault.follow(question)).rejects.toMatchObject({ code: "chain-period-needed" });
    },
  );

  it("an input needs a period where there is no index", async () => {
    const vault = await ChainVault.of((told) => void (told.sealed = false));
    const asked = { by: "input", digest: INPUT } as const;
    await expect(vault.follow(asked)).rejects.toMatchObject({ code: "chain-period-needed" });
    expect((await vault.follow(asked, {}, DAY)).chains[0]!.event?.id).toBe(EVENT);
  });
});

describe("What was said of a decision later", () => {
  it("leads from a review to the decision it is about, and to that decision's version", async () => {
    const vault = await ChainVault.of();
    const at = "2026-03-09T09:00:00.000Z";
    const review = vault.emitter.emit(at, "oversight", {
      event_id: "019cd1c1-fa80-7000-8000-00000000000b",
      refers_to: EVENT,
      oversight: { required: true, override: true, reviewer: "4".repeat(64), reason: "income_changed" },
    });
    vault.put(objectKey(at), [review], undefined, "2026-03-09T09:05:00.000Z");
    const answer = await vault.follow({ by: "event", event: review.event_id });
    expect(answer.chains[0]).toMatchObject({
      event: { type: "oversight" },
      model: { name: "credit-scoring", version: "1" },
    });
    expect(["model-version", "approval"].map((link) => verdictOf(answer, link))).toEqual(["met", "met"]);
  });
});

describe("A version in production at two doors of time", () => {
  it("is followed twice: before it left, and after, where its entries are broken", async () => {
    const vault = await ChainVault.of((told) =>
      told.later.push({
        at: "2026-03-10T10:00:00.000Z",
        details: { id: "w", act: "withdraw", door: { kind: "alias", name: "champion" } },
      }),
    );
    const later = "2026-03-11T08:00:00.000Z";
    vault.put(
      objectKey(later),
      [vault.emitter.emit(later, "inference", { model: story().model })],
      undefined,
      "2026-03-11T08:05:00.000Z",
    );
    const both = { from: DAY.from, to: NOW };
    const answer = await vault.follow({ by: "version", model: "credit-scoring", version: "1" }, {}, both);
    const links = answer.chains.map(({ links }) => links.find(({ id }) => id === "model-version")!);
    expect(links.map(({ verdict }) => verdict)).toEqual(["met", "broken"]);
    expect(links[1]!.reason).toContain(later);
  });

  it("is broken where it decided while it was out, though it was in before and came back", async () => {
    const door = { kind: "alias", name: "champion" };
    const approval = { id: "approval-1", record: recordKey("gate", 1) };
    const vault = await ChainVault.of((told) =>
      told.later.push(
        { at: "2026-03-09T09:00:00.000Z", details: { id: "w", act: "withdraw", door } },
        { at: "2026-03-09T11:00:00.000Z", details: { id: "intent-1", act: "promote", door, approval } },
      ),
    );
    const times = ["2026-03-09T10:00:00.000Z", "2026-03-09T12:00:00.000Z"];
    for (const time of times)
      vault.put(objectKey(time), [vault.emitter.emit(time, "inference", { model: story().model })]);
    const answer = await vault.follow({ by: "version", model: "credit-scoring", version: "1" }, {}, DAY);
    const links = answer.chains.map(({ links }) => links.find(({ id }) => id === "model-version")!);
    expect(links.map(({ verdict }) => verdict)).toEqual(["met", "broken", "met"]);
    expect(links[1]!.reason).toContain("not in production at 2026-03-09T10:00");
  });

  it("follows two runs that call themselves one version as two", async () => {
    const vault = await ChainVault.of();
    const other = { ...story().model, run_id: "e".repeat(32) };
    vault.put(objectKey(TIME, "b2"), [vault.emitter.emit(TIME, "inference", { model: other })]);
    const answer = await vault.follow({ by: "version", model: "credit-scoring", version: "1" }, {}, DAY);
    expect(answer.chains.map(({ outcome }) => outcome).sort()).toEqual(["broken", "met"]);
  });
});
