import { gzipSync } from "node:zlib";
import { queryStopped } from "../../../errors";
import { FolderSource } from "../../../evidence/archive";
import { bindQuery, DuckDbEngine, runQuery } from "../../../evidence/queries";
import { archivedLine, objectKey, packed, TestEmitter } from "../archive/corpus";
import { ARCHIVE_PATH, ask, folderOf, question, Rows } from "./answers";
import {
  CASE_DIGEST,
  DAY,
  IDS,
  INCIDENT,
  INPUT_DIGEST,
  OBJECTS,
  PERIOD,
  QUESTIONS,
  type CorpusObject,
} from "./corpus";

/** Asks over a folder in this process. */
async function answer(name: string, more: Record<string, string> = {}, objects?: readonly CorpusObject[]) {
  const source = new FolderSource(folderOf(objects));
  const parameters = { ...PERIOD, ...QUESTIONS[name], ...more };
  return ask(name, parameters, source, new DuckDbEngine(source, ARCHIVE_PATH));
}

describe("The events of a system", () => {
  it("are each told once, however often they were archived, in order of time and of that system only", async () => {
    const { rows } = await answer("system-events");
    const whole = rows.pick("event_id", "intact").filter(([, intact]) => intact);
    expect(whole.map(([id]) => id)).toEqual([
      IDS.plain,
      IDS.ofCase,
      "01939d00-0000-7000-8000-00000000ffff",
      IDS.overridden,
      IDS.outOfScope,
      IDS.failed,
      IDS.settings,
      expect.any(String),
      IDS.outcome,
      IDS.override,
    ]);
    expect(rows.column("time")).toEqual([...rows.column("time")].sort());
  });

  it("are the same where some came by the late path", async () => {
    const late = OBJECTS.map((object, index) =>
      index % 2 === 0 ? object : { ...object, key: object.key.replace(`${ARCHIVE_PATH}/`, "late/") },
    );
    const [archived, mixed] = [await answer("system-events"), await answer("system-events", {}, late)];
    expect(mixed.rows.pick("event_id", "intact", "decision")).toEqual(
      archived.rows.pick("event_id", "intact", "decision"),
    );
  });

  it("are read from the entry: a changed readable copy changes no answer", async () => {
    const { rows } = await answer("system-events");
    const decisions = rows.pick("event_id", "intact", "decision").filter(([id]) => id === IDS.plain);
    expect(decisions).toContainEqual([IDS.plain, true, "granted"]);
    expect(decisions).toHaveLength(2);
  });

  it("show an altered entry beside the true one, marked as not intact", async () => {
    const { rows } = await answer("system-events");
    expect(rows.pick("event_id", "intact", "decision")).toContainEqual([IDS.plain, false, "refused"]);
  });

  it("keep characters of any language and fields that are missing", async () => {
    const { rows } = await answer("system-events");
    expect(rows.pick("event_id", "reason", "model_version", "confidence")).toContainEqual([
      "01939d00-0000-7000-8000-00000000ffff",
      'größer als "5" 🙂 \\ ende',
      null,
      0.1,
    ]);
  });

  it("end where the period ends: a date is the whole day, an instant is exact", async () => {
    const day = await answer("system-events", { from: DAY.second, to: DAY.second });
    expect(new Set(day.rows.column("time").map((time) => String(time).slice(0, 10)))).toEqual(
      new Set([DAY.second]),
    );
    const hour = await answer("system-events", {
      from: `${DAY.second}T07:00:00+00:00`,
      to: `${DAY.second}T07:30:00Z`,
    });
    expect(hour.rows.column("event_id")).toEqual([IDS.outcome]);
  });
});

describe("One event and its chain", () => {
  it("are the neighbours on either side, where the chain begins, follows or has a hole, and what refers to the event", async () => {
    const { rows } = await answer("event-chain");
    expect(rows.pick("place", "link", "emitter_id", "sequence", "intact")).toEqual([
      ["refers to it", "begins", "review-app.bbbb", 1, true],
      ["refers to it", "follows", "review-app.bbbb", 2, true],
      ["before it", "begins", "scoring-api.aaaa", 1, true],
      ["before it", "entry before not seen", "scoring-api.aaaa", 3, false],
      ["before it", "same sequence as another", "scoring-api.aaaa", 3, true],
      ["the event", "follows", "scoring-api.aaaa", 4, true],
      ["after it", "follows", "scoring-api.aaaa", 5, true],
      ["after it", "follows", "scoring-api.aaaa", 6, true],
      ["after it", "follows", "scoring-api.aaaa", 7, true],
    ]);
  });

  it("show the event that was overridden when asked for the override", async () => {
    const { rows } = await answer("event-chain", { event: IDS.override });
    expect(rows.pick("place", "event_id")).toContainEqual(["it refers to", IDS.ofCase]);
  });

  it("say that a chain is broken where an entry does not have the digest of the one before", async () => {
    const emitter = new TestEmitter("forger.eeee");
    const [first, second] = [1, 2].map((minute) => emitter.emit(`${DAY.first}T08:0${minute}:00.000Z`));
    const other = new TestEmitter("forger.eeee").emit(`${DAY.first}T08:01:30.000Z`);
    const lines = [other, second!].map((event) => archivedLine(event));
    expect(first!.event_id).not.toBe(other.event_id);
    const objects = [{ key: objectKey(other.time), bytes: packed(...lines), versionId: "v1" }];
    const { rows } = await answer("event-chain", { event: second!.event_id }, objects);
    expect(rows.pick("place", "link")).toEqual([
      ["before it", "begins"],
      ["the event", "broken"],
    ]);
  });
});

it("Overrides are told with reviewer and reason, whether recorded with the inference or later", async () => {
  const { rows } = await answer("overrides");
  expect(rows.pick("event_id", "overridden_event", "reviewer", "oversight_reason")).toEqual([
    [IDS.overridden, null, "3c".repeat(32), "policy_exception"],
    [IDS.override, IDS.ofCase, "3c".repeat(32), "new_document"],
  ]);
});

it("Model versions in use are counted over distinct intact events, also those that name none", async () => {
  const { rows } = await answer("model-versions");
  expect(rows.pick("model_version", "events", "inferences", "overrides", "errors", "first_time")).toEqual([
    ["3", 2, 2, 0, 0, `${DAY.first}T08:00:00.000Z`],
    ["4", 2, 1, 1, 0, `${DAY.first}T10:00:00.000Z`],
    [null, 6, 1, 1, 1, `${DAY.first}T08:20:00.000Z`],
  ]);
});

it("Events by one model version are those of that version only", async () => {
  const { rows } = await answer("model-version-events");
  expect(rows.column("event_id")).toEqual([IDS.overridden, IDS.outOfScope]);
});

it("Volume and gaps are told for every day, also one without events, and a gap over midnight is seen", async () => {
  const { rows } = await answer("volume-and-gaps");
  expect(
    rows.pick(
      "day",
      "events",
      "inferences",
      "emitters",
      "hours_with_events",
      "missing_entries",
      "altered_entries",
    ),
  ).toEqual([
    [DAY.first, 8, 5, 2, 2, 1, 1],
    [DAY.second, 3, 0, 2, 2, 0, 0],
    [DAY.third, 0, 0, 0, 0, 0, 0],
  ]);
  expect(rows.column("chains_without_start")).toEqual([1, 0, 0]);
});

it("Events without a registered version are those that name none, or one that is not in the list", async () => {
  const { rows } = await answer("unregistered-versions");
  expect(rows.pick("why", "model_version", "event_id")).toEqual([
    ["no model version", null, "01939d00-0000-7000-8000-00000000ffff"],
    ["not in the list", "4", IDS.overridden],
    ["not in the list", "4", IDS.outOfScope],
  ]);
  const none = await answer("unregistered-versions", { registered: "credit-model:3,credit-model:4" });
  expect(none.rows.column("why")).toEqual(["no model version"]);
});

it("Events about one input are found by its digest", async () => {
  const { rows } = await answer("input-events", { digest: INPUT_DIGEST });
  expect(rows.pick("event_id", "type")).toEqual([
    [IDS.ofCase, "inference"],
    [IDS.outOfScope, "out_of_scope_input"],
  ]);
});

it("Events of one case are found by its keyed digest: the decision and what came of it", async () => {
  const { rows } = await answer("case-events", { digest: CASE_DIGEST });
  expect(rows.pick("event_id", "decision", "outcome")).toEqual([
    [IDS.ofCase, "granted", null],
    [IDS.outcome, null, "repaid"],
  ]);
});

it("Around an incident all that departed from normal is told with its distance, and no undisturbed inference", async () => {
  const { rows } = await answer("incident-window", { incident: INCIDENT, to: DAY.first });
  expect(rows.pick("milliseconds_from_incident", "event_id")).toEqual([
    [-1_800_000, IDS.overridden],
    [-900_000, IDS.outOfScope],
    [250, IDS.failed],
    [900_000, IDS.settings],
  ]);
});

describe("Lines that are not evidence as they stand", () => {
  it("are counted by object and kind of damage", async () => {
    const { rows } = await answer("damaged-lines");
    expect(rows.pick("damage", "lines", "example_log_id")).toEqual([
      ["entry differs from its recorded digest", 1, "altered-entry"],
      ["entry is no event", 1, "no-event"],
      ["no log entry can be read", 5, "no-attributes"],
      ["readable copy differs from the entry", 1, "altered-copy"],
    ]);
    expect(new Set(rows.column("object"))).toEqual(
      new Set([objectKey(`${DAY.first}T08:00:00.000Z`).slice("art12/".length)]),
    );
  });

  it("do not keep sound lines of the same object from being read", async () => {
    const { rows } = await answer("case-events");
    expect(rows.column("event_id")).toContain(IDS.ofCase);
  });
});

describe("Objects as they lie in the vault", () => {
  const [kept, lost] = ["08:00", "09:00"].map((clock) =>
    new TestEmitter().emit(`${DAY.first}T${clock}:00.000Z`),
  );
  const key = objectKey(kept!.time);
  const only = (bytes: Buffer) => [{ key, bytes, versionId: "v1" }];

  it("are read in all versions: an event that a later version left out is still told, and the versions are a finding", async () => {
    const objects = [
      { key, bytes: packed(archivedLine(kept!), archivedLine(lost!)), versionId: "v1" },
      { key, bytes: packed(archivedLine(kept!)), versionId: "v2" },
    ];
    const { rows, report } = await answer("system-events", {}, objects);
    expect(rows.column("event_id")).toEqual([kept!.event_id, lost!.event_id]);
    expect(report.findings).toMatchObject([{ code: "several-versions", key }]);
  });

  const whole = packed(archivedLine(kept!), archivedLine(lost!));
  it.each([
    { what: "half-written", code: "gzip-truncated", bytes: whole.subarray(0, whole.length - 40), events: 1 },
    { what: "not compressed", code: "object-not-gzip", bytes: Buffer.from("{}\n"), events: 0 },
    { what: "empty", code: "object-empty", bytes: Buffer.alloc(0), events: 0 },
    {
      what: "with foreign bytes at its end",
      code: "gzip-trailing-garbage",
      bytes: Buffer.concat([whole, Buffer.from("garbage")]),
      events: 2,
    },
  ])("do not stop an answer when one is $what: whole lines are read, and it is a finding", async (broken) => {
    const sound = { key: objectKey(`${DAY.second}T08:00:00.000Z`), bytes: packed("{}"), versionId: "v1" };
    const { rows, report } = await answer("system-events", {}, [...only(broken.bytes), sound]);
    expect(rows.all).toHaveLength(broken.events);
    expect(report.findings).toMatchObject([{ code: broken.code, key, version_id: "v1" }]);
  });

  it("may be far larger than a buffer: a damaged one gives all whole lines before the break", async () => {
    const emitter = new TestEmitter();
    const lines = Array.from({ length: 800 }, (_, at) => {
      const time = new Date(Date.parse(kept!.time) + at * 1000).toISOString();
      return archivedLine(emitter.emit(time));
    });
    const bytes = gzipSync(lines.map((line) => `${line}\n`).join(""), { level: 1 });
    const { rows } = await answer("system-events", {}, only(bytes.subarray(0, bytes.length >> 1)));
    expect(rows.all.length).toBeGreaterThan(100);
    expect(rows.column("sequence")).toEqual(rows.all.map((_, at) => at + 1));
  });

  it("may hold a line beyond any size a log can have: the others are read all the same", async () => {
    const huge = JSON.stringify({ _id: "huge", attributes: { note: "x".repeat(20_000_000) } });
    const { rows } = await answer("system-events", {}, only(packed(huge, archivedLine(kept!))));
    expect(rows.column("event_id")).toEqual([kept!.event_id]);
  });

  it("give a clear finding, not an empty answer, when there are none for the period", async () => {
    await expect(answer("system-events", { from: "2026-05-01", to: "2026-05-02" })).rejects.toMatchObject({
      code: "query-archive-empty",
      exitCode: 2,
      message: expect.stringContaining("dt=2026-04-30 to dt=2026-05-03"),
    });
  });

  it("that test the archive's permission are no evidence and not read", async () => {
    const probes = OBJECTS.filter(({ key: name }) => name.includes("permission_testing"));
    expect(probes).toHaveLength(1);
    await expect(answer("damaged-lines", {}, probes)).rejects.toMatchObject({ code: "query-archive-empty" });
  });
});

it("A question that a person stops says that it was stopped, not what the engine was doing", async () => {
  const source = new FolderSource(folderOf());
  const bound = bindQuery(question("overrides"), { ...PERIOD, ...QUESTIONS["overrides"] });
  const stop = new AbortController();
  stop.abort(queryStopped());
  const running = runQuery(
    bound,
    { source, path: ARCHIVE_PATH },
    new DuckDbEngine(source, ARCHIVE_PATH),
    new Rows(),
    { signal: stop.signal },
  );
  await expect(running).rejects.toMatchObject({ code: "query-stopped" });
});

it("A text that looks like SQL stays a value: it finds nothing and harms nothing", async () => {
  const source = new FolderSource(folderOf());
  const bound = {
    query: question("system-events"),
    period: { from: "", to: "" },
    days: [DAY.first],
    values: ["20260309", "20260311", "x' OR '1'='1", "2026-03-09", "2026-03-13"],
  };
  const rows: unknown[] = [];
  const sink = { columns: () => undefined, row: (row: unknown) => void rows.push(row) };
  const inventory = { versions: [], findings: [] };
  await new DuckDbEngine(source, ARCHIVE_PATH).run(bound, inventory, sink);
  expect(rows).toEqual([]);
});
