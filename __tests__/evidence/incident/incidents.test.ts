import { truncateSync } from "node:fs";
import { join } from "node:path";
import { readIncidents, recordIncident, statusOf, type Incident } from "../../../evidence/incident";
import {
  appendRecord,
  FolderRecordStore,
  recordKey,
  type IncidentEntry,
  type RecordStatement,
} from "../../../evidence/records";
import { temporaryFolder } from "../../temporary";
import { actors, ringWith, stranger } from "../records/actors";

const RING = ringWith();
const ABOUT = { incident: "inc-7", system: "credit-scoring", environment: "production" } as const;
const DAY_MS = 24 * 60 * 60_000;
/** A day that is over, whenever this runs: awareness is counted from it, and nothing is compared with the clock. */
const AWARE = new Date("2026-11-01T22:30:00.000Z");
const after = (days: number) => new Date(AWARE.getTime() + days * DAY_MS);

const aware = (more: object = {}): IncidentEntry =>
  ({
    art73: "aware",
    ...ABOUT,
    awareAt: AWARE.toISOString(),
    kind: "serious-incident",
    ...more,
  }) as IncidentEntry;
const link = (link: "established" | "likely" | "excluded"): IncidentEntry => ({
  ...{ art73: "causal-link", ...ABOUT, at: after(1).toISOString(), link },
  words: "the scores of one day were shifted",
});
const notice = (days: number, report: "initial" | "complete" = "initial"): IncidentEntry => ({
  ...{ art73: "notice", ...ABOUT, at: after(days).toISOString(), to: "supervisor", report },
});
const DIED: IncidentEntry = { art73: "classified", ...ABOUT, kind: "death", words: "a person died" };
const closed = (outcome: "reported" | "not-reportable"): IncidentEntry => ({
  ...{ art73: "closed", ...ABOUT, at: after(30).toISOString(), outcome, words: "done" },
});

/** A vault with incidents in it. */
class Vault {
  readonly dir = temporaryFolder();
  readonly store = new FolderRecordStore(this.dir);

  async with(...entries: readonly IncidentEntry[]): Promise<this> {
    const { signer } = actors["security-officer"];
    for (const entry of entries)
      await recordIncident(
        this.store,
        entry,
        { role: "security-officer", actor: "bert", signer },
        { now: () => after(400) },
      );
    return this;
  }

  /** A record of any form, by anybody. */
  async add(details: RecordStatement<"incident">["predicate"]["details"], by = actors.approver, role: "approver" | "detector" = "approver", actor: string | undefined = "anna"): Promise<this> {
    await appendRecord(this.store, by.signer, {
      ...{ stream: role, kind: "incident", role, details },
      ...(actor !== undefined && { actor }),
      subject: [{ name: "incident", digest: { sha256: "a".repeat(64) } }],
    });
    return this;
  } // prettier-ignore

  async incident(): Promise<Incident> {
    const { incidents } = await readIncidents(this.store, RING);
    expect(incidents).toHaveLength(1);
    return incidents[0]!;
  }
}

describe("The date of Art 73", () => {
  it.each([
    ["serious-incident", 15, "2026-11-16"],
    ["death", 10, "2026-11-11"],
    ["widespread-or-critical-infrastructure", 2, "2026-11-03"],
  ] as const)(
    "of an incident of kind %s is %s days after the day of awareness",
    async (kind, days, latest) => {
      const incident = await (await new Vault().with(aware({ kind }))).incident();
      expect(incident).toMatchObject({ awareAt: AWARE.toISOString(), due: { kind, days, latest } });
    },
  );

  it("is the earliest where an incident is of several kinds", async () => {
    const incident = await (await new Vault().with(aware(), DIED)).incident();
    expect(incident).toMatchObject({ kinds: ["serious-incident", "death"], due: { latest: "2026-11-11" } });
  });

  it("does not move when somebody records a later awareness", async () => {
    const later = aware({ awareAt: after(9).toISOString() });
    expect(await (await new Vault().with(aware(), later)).incident()).toMatchObject({
      due: { latest: "2026-11-16" },
    });
  });

  it("is counted from the record at the latest: whoever records it is aware", async () => {
    const vault = await new Vault().with(aware({ awareAt: after(900).toISOString() }));
    expect((await vault.incident()).awareAt).toBe(after(400).toISOString());
  });

  it("is none for an alert, or for a program's word: awareness is a person's", async () => {
    const vault = await new Vault().add({ alert: "4711", reference: "inc-7" }, actors.detector, "detector");
    expect((await vault.incident()).due).toBeUndefined();
    const program = await new Vault().add({ ...aware() }, actors.detector, "detector");
    const incident = await program.incident();
    expect(incident.due).toBeUndefined();
    expect(incident.doubts.join()).toContain("by a program");
    expect(statusOf(incident, after(400)).state).toBe("no-awareness");
  });
});

describe("An incident stands", () => {
  it.each<[string, readonly IncidentEntry[], number, object]>([
    ["running, with the days that are left", [aware()], 5, { state: "running", daysLeft: 10, needsAction: false }],
    ["running on the last day", [aware()], 15, { state: "running", daysLeft: 0, needsAction: false }],
    ["overdue on the day after it", [aware()], 16, { state: "overdue", daysLeft: -1, needsAction: true }],
    ["due at once when a causal link is established", [aware(), link("established")], 2, { state: "due-at-once", needsAction: true }],
    ["due at once when it is likely", [aware(), link("likely")], 2, { state: "due-at-once", needsAction: true }],
    ["not reportable when the link is excluded, even after the last day", [aware(), link("likely"), link("excluded")], 90, { state: "not-reportable", needsAction: false }],
    ["reported, and the complete report is missing", [aware(), link("established"), notice(3)], 90, { state: "reported", late: false, completeMissing: true, needsAction: false }],
    ["reported in whole", [aware(), notice(3), notice(60, "complete")], 90, { state: "reported", completeMissing: false }],
    ["reported, and late", [aware(), notice(20, "complete")], 90, { state: "reported", late: true, needsAction: false }],
    ["closed", [aware(), notice(3, "complete"), closed("reported")], 90, { state: "closed", needsAction: false }],
  ])("%s", async (_, entries, days, status) => {
    expect(statusOf(await (await new Vault().with(...entries)).incident(), after(days))).toMatchObject(status);
  }); // prettier-ignore
});

describe("Records of an incident", () => {
  it("are those of its id, each with who stands behind it, and others are other incidents", async () => {
    const other = aware({ incident: "inc-8", system: "cv-screening" });
    const vault = await new Vault().with(aware(), other, link("likely"));
    const { incidents, findings } = await readIncidents(vault.store, RING, { system: "credit-scoring" });
    expect(incidents.map(({ id, records }) => [id, records.map(({ step, actor }) => `${step} ${actor}`)])).toEqual([
      ["inc-7", ["aware bert", "causal-link bert"]],
    ]); // prettier-ignore
    expect(findings).toEqual([]);
  });

  it("of another form stay readable, under their reference", async () => {
    const old = { phase: "aware", system: "credit-scoring", reference: "INC-7", provision: "Art73" };
    const incident = await (await new Vault().add(old)).incident();
    expect(incident).toMatchObject({ id: "INC-7", system: "credit-scoring", kinds: [], doubts: [] });
    expect(incident.awareAt).toBe(incident.records[0]?.recordedAt);
    expect(incident.due).toMatchObject({ days: 15 });
  });

  it("that say a step of Art 73 and do not fit it are refused", async () => {
    const wrong = new Vault().add({ art73: "aware", ...ABOUT, awareAt: "yesterday", kind: "death" });
    await expect(wrong).rejects.toMatchObject({ code: "record-invalid" });
  });

  it("do not count when a stranger signed them: a forged notice ends no clock", async () => {
    const vault = await (await new Vault().with(aware())).add({ ...notice(1) }, stranger);
    const { incidents, findings } = await readIncidents(vault.store, RING);
    expect(incidents[0]).toMatchObject({ notices: [] });
    expect(incidents[0]?.doubts.join()).toContain("unknown-key");
    expect(findings.map(({ code }) => code)).toEqual(["unknown-key"]);
    expect(statusOf(incidents[0]!, after(90)).state).toBe("overdue");
  });

  it("do not count when they were changed after they were signed", async () => {
    const vault = await new Vault().with(aware(), notice(1));
    truncateSync(join(vault.dir, recordKey("security-officer", 2)), 200);
    const { incidents, findings } = await readIncidents(vault.store, RING);
    expect(incidents[0]).toMatchObject({ id: "inc-7", notices: [] });
    expect(findings.map(({ code }) => code)).toEqual(["malformed-envelope"]);
  });

  it.each<[string, readonly IncidentEntry[], string | undefined, object]>([
    ["close it as reported, where nothing was sent, end no clock", [aware(), closed("reported")], "no record says what was sent", { state: "overdue", needsAction: true }],
    ["close it as not reportable, where the link is established, end none either", [aware(), link("established"), closed("not-reportable")], "closes it as not reportable, and the causal link is established", { state: "overdue", needsAction: true }],
    ["close it as not reportable, where the link was excluded since, do", [aware(), link("likely"), closed("not-reportable"), link("excluded")], undefined, { state: "closed" }],
    ["close it, and something is found afterwards, leave it open", [aware(), closed("not-reportable"), link("likely")], "not reportable, and the causal link is likely", { state: "overdue" }],
    ["close it, and a person dies afterwards, leave it open", [aware(), notice(3), closed("reported"), DIED], "it is open again", { state: "reported" }],
    ["make it one of death after the notice, ask for another", [aware(), notice(3), DIED], "makes it one of death, and no notice was sent since", { state: "reported", late: false }],
    ["tell of the death in a notice after it, ask for none", [aware(), notice(3), DIED, notice(9)], undefined, { state: "reported" }],
    ["tell of a notice before awareness are a doubt", [aware(), notice(-2)], "before anybody was aware", { state: "reported" }],
    ["tell of a notice that is still to be sent do not count", [aware(), notice(700)], "before it is said to have happened", { state: "overdue" }],
  ])("that %s", async (_, entries, doubt, status) => {
    const incident = await (await new Vault().with(...entries)).incident();
    expect(incident.doubts.join()).toEqual(doubt === undefined ? "" : expect.stringContaining(doubt));
    expect(statusOf(incident, after(90))).toMatchObject(status);
  }); // prettier-ignore

  it("of two systems that use one id are two incidents: a notice of one ends no clock of the other", async () => {
    const other = { system: "cv-screening" };
    const vault = await new Vault().with(aware(), aware(other), { ...notice(1), ...other });
    const { incidents } = await readIncidents(vault.store, RING);
    expect(incidents.map(({ id, system, notices }) => [id, system, notices.length]).sort()).toEqual([
      ["inc-7", "credit-scoring", 0],
      ["inc-7", "cv-screening", 1],
    ]);
  });
});
