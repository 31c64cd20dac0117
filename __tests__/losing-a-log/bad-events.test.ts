import { createArt12Logger, type LogLine } from "../../clients/node";
import { canonicalString, sha256Hex } from "../../evidence/event";
import { CALL, minimalOptions } from "../clients/node/logger-options";
import { changed } from "../clients/vectors";
import { organisation } from "./organisation";

/** A line with an event that another program made: a value set by its pointer, or taken out; its digest fits. */
function lineWith(line: LogLine, pointer: string, change: { readonly set?: unknown }): object {
  const event = changed(structuredClone(line.art12.event), pointer, change);
  const entry = canonicalString(event);
  return { ...line, art12: { entry, entry_sha256: sha256Hex(entry), event } };
}

/** A decision as the client sends it, of a process that says nothing else. */
async function decision(): Promise<LogLine> {
  const lines: LogLine[] = [];
  const log = await createArt12Logger({ ...minimalOptions(lines), environment: "production" });
  await log.inference(CALL);
  return lines[1]!;
}

interface BadEvent {
  readonly what: string;
  readonly pointer: string;
  readonly change: { readonly set?: unknown };
  /** The tag by which pipeline or scanner mark it, and the monitor that then alerts. */
  readonly marked: string | undefined;
  readonly alert: string | undefined;
  /** What an export calls it. */
  readonly finding: string;
}

const UNFIT = "[EU AI Act][Art 12][example] Log entries that do not fit their schema";

describe("an event of another program that breaks the schema", () => {
  it.each<BadEvent>([
    {
      what: "has no model version",
      pointer: "/model/version",
      change: {},
      marked: "compliance.art12_invalid_field:event.model.version",
      alert: UNFIT,
      finding: "entry-schema-violation",
    },
    {
      what: "has no schema version",
      pointer: "/schema_version",
      change: {},
      marked: "compliance.art12_invalid_field:event.schema_version",
      alert: UNFIT,
      finding: "entry-schema-violation",
    },
    {
      what: "has a schema version of the future",
      pointer: "/schema_version",
      change: { set: "9.0.0" },
      marked: "compliance.art12_invalid_field:event.schema_version",
      alert: UNFIT,
      finding: "entry-unknown-schema-version",
    },
    {
      what: "has an e-mail address for a decision",
      pointer: "/output/decision",
      change: { set: "jane.doe@example.org" },
      marked: "compliance.art12_personal_data:true",
      alert: "[EU AI Act][Art 12][example] What looks like personal data in log entries",
      finding: "entry-schema-violation",
    },
    {
      // Neither pipeline nor scanner can tell a text from a code: the export does, by the schema.
      what: "has free text for a reason",
      pointer: "/oversight/reason",
      change: { set: "Applicant seemed nervous" },
      marked: undefined,
      alert: undefined,
      finding: "entry-schema-violation",
    },
    {
      what: "names the algorithm of the input's digest as md5",
      pointer: "/input/algorithm",
      change: { set: "md5" },
      marked: "compliance.art12_invalid_field:event.input.algorithm",
      alert: UNFIT,
      finding: "entry-schema-violation",
    },
  ])(
    "and $what is archived all the same, told, and no event of the export",
    async ({ pointer, change, marked, alert, finding }) => {
      const org = await organisation();
      const log = await org.start();
      await org.post([lineWith(await decision(), pointer, change)]);
      await log.close();
      const archived = await org.archivedLines();
      expect(archived).toHaveLength(3);
      expect(archived.filter(({ tags }) => marked !== undefined && tags.includes(marked))).toHaveLength(
        marked === undefined ? 0 : 1,
      );
      expect(await org.alerts()).toEqual(alert === undefined ? [] : [alert]);
      const { counts, findings } = await org.exported();
      expect(findings).toMatchObject({ [finding]: 1 });
      expect(counts).toMatchObject({ lines: 3, events: 2 });
    },
  );
});

describe("a forged log with the tag", () => {
  it("whose entry was changed after it was digested is archived, and named by the export", async () => {
    const org = await organisation();
    const log = await org.start();
    const line = await decision();
    const entry = line.art12.entry.replace('"approve"', '"decline"');
    await org.post([{ ...line, art12: { ...line.art12, entry } }]);
    await log.close();
    const { counts, findings } = await org.exported();
    expect(findings).toMatchObject({ "digest-mismatch": 1 });
    expect(counts).toMatchObject({ lines: 3, events: 2 });
  });

  it("in which everything is right but its origin is an event of an emitter whose beginning nobody has seen", async () => {
    const org = await organisation();
    const log = await org.start();
    await org.post([await decision()]);
    await log.close();
    const { completeness, findings } = await org.exported();
    expect(completeness.holds).not.toBe("yes");
    expect(completeness).toMatchObject({ sequences: { holds: "unknown" } });
    expect(findings).toMatchObject({ "chain-unanchored": 1 });
  });

  it("that takes a number which a real event has is a conflict, and the real one is what its checkpoint says", async () => {
    const org = await organisation();
    const sent: LogLine[] = [];
    const log = await org.start({
      sink: { write: async (lines) => (sent.push(...lines), void (await org.post([...lines]))) },
    });
    await log.inference(CALL);
    await org.post([lineWith(sent[1]!, "/output/decision", { set: "decline" })]);
    await log.close();
    const { completeness, findings } = await org.exported();
    expect(findings).toMatchObject({ "event-conflict": 1 });
    expect(completeness.holds).toBe("no");
  });
});

it("nothing that an operational log says of itself makes an event of it", async () => {
  const org = await organisation();
  const log = await org.start();
  await org.post([
    { message: "user logged in", ddtags: "compliance.art12:true,env:production" },
    { message: "user logged in", compliance: { art12: "true" } },
    { message: "user logged in", ddtags: "compliance.art12:true", art12: { event: { type: "inference" } } },
    { message: "user logged in", art12: { entry: "approve", entry_sha256: "0".repeat(64) } },
    { message: "user logged in", ddtags: "env:production,service:shop" },
  ]);
  await log.close();
  // The last says nothing of the kind, and goes where other logs go.
  expect(await org.archivedLines()).toHaveLength(2 + 4);
  const { counts, completeness } = await org.exported();
  expect(counts).toMatchObject({ events: 2 });
  expect(completeness).toMatchObject({ sequences: { holds: "unknown" } });
});
