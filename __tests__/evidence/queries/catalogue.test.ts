import { readdirSync } from "node:fs";
import { join } from "node:path";
import { CATALOGUE } from "../../../evidence/queries";
import { PERIOD_VALUES } from "../../../evidence/queries/catalogue";
import { EVENT_COLUMNS, EVENTS_VIEW } from "../../../evidence/queries/events-view";
import { PARAMETER_KINDS } from "../../../evidence/queries/parameter-kinds";
import { forbiddenWordsIn, PROVISIONS } from "../../../regulation";
import { QUESTIONS } from "./corpus";

const FOLDER = join(__dirname, "../../../evidence/queries/catalogue");
const withoutComments = (sql: string) => sql.replaceAll(/^--.*$/gm, "");

describe("The catalogue of questions", () => {
  it("has these names: a name that vanishes breaks named queries, links and people's notes", () => {
    expect(CATALOGUE.map(({ name }) => name)).toEqual([
      "system-events",
      "event-chain",
      "overrides",
      "model-versions",
      "model-version-events",
      "volume-and-gaps",
      "unregistered-versions",
      "input-events",
      "case-events",
      "incident-window",
      "damaged-lines",
    ]);
  });

  it("has a row for each file and a file for each row", () => {
    expect(readdirSync(FOLDER).sort()).toEqual(CATALOGUE.map(({ name }) => `${name}.sql`).sort());
  });

  it("is asked as a whole in the tests of both engines", () => {
    expect(Object.keys(QUESTIONS).sort()).toEqual(CATALOGUE.map(({ name }) => name).sort());
  });
});

describe.each(CATALOGUE)("The question $name", (query) => {
  const sql = withoutComments(query.sql);

  it("bounds the days of the archive, wherever it reads", () => {
    const reads = sql.match(new RegExp(`FROM ${EVENTS_VIEW}\\b`, "g")) ?? [];
    const bounds = sql.match(new RegExp(`FROM ${EVENTS_VIEW}\\s+WHERE dt BETWEEN \\? AND \\?`, "g")) ?? [];
    expect(reads).toHaveLength(1);
    expect(bounds).toHaveLength(1);
    const firstOfText = query.positions.filter((position) => position.startsWith("dt_"));
    expect(firstOfText).toEqual(["dt_from", "dt_to"]);
  });

  it("has a value for each question mark, and uses each parameter once", () => {
    expect(sql.match(/\?/g)).toHaveLength(query.positions.length);
    expect(new Set(query.positions).size).toBe(query.positions.length);
    const own = query.positions.filter(
      (position) => !(PERIOD_VALUES as readonly string[]).includes(position),
    );
    expect(own.sort()).toEqual(query.parameters.map(({ name }) => name).sort());
  });

  it("reads the view of entries only, never the readable copy, and changes nothing", () => {
    expect(sql).not.toMatch(/\battributes\b|art12_archive|art12\.event/);
    expect(sql).not.toMatch(/\b(INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|MERGE)\b/i);
    expect(sql).not.toContain(";");
    expect(sql.trimStart()).toMatch(/^(SELECT|WITH)\b/);
  });

  it("puts its rows in an order that is the same every time", () => {
    expect(sql.trimEnd()).toMatch(/ORDER BY [^()]*$/);
  });

  it("serves duties that the law's data knows, by parameters of known kinds", () => {
    const known: readonly string[] = PROVISIONS.map(({ id }) => id);
    expect(query.duties.length).toBeGreaterThan(0);
    for (const duty of query.duties) expect(known).toContain(duty);
    for (const { kind, name } of query.parameters) {
      expect(Object.keys(PARAMETER_KINDS)).toContain(kind);
      expect(PERIOD_VALUES as readonly string[]).not.toContain(name);
    }
  });

  it("says what it answers, and claims no more than it shows", () => {
    expect(query.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(query.sql).toMatch(/^-- /);
    expect(forbiddenWordsIn(`${query.title}\n${query.answers}\n${query.sql}`)).toEqual([]);
    // Athena takes at most 1,024 characters as the description of a named query.
    expect(`${query.title}. ${query.answers}`.length).toBeLessThan(1_024);
  });
});

it("Every kind of parameter has an example that it accepts", () => {
  for (const { schema, example } of Object.values(PARAMETER_KINDS))
    expect(schema.safeParse(example).success).toBe(true);
});

it("Every field of an event in the view is taken from the entry, and the copy is only compared with it", () => {
  const asked: string[] = [];
  const read = { entry: (path: string) => `entry.${path}`, copy: (path: string) => `copy.${path}` };
  for (const { name, expression } of EVENT_COLUMNS) {
    const made = expression(read);
    if (made.includes("copy.")) asked.push(name);
    if (!["dt", "hour", "object", "log_id", "service"].includes(name))
      expect([name, made]).toEqual([name, expect.stringMatching(/\bentry\b/)]);
  }
  expect(asked).toEqual(["copy_differs"]);
});
