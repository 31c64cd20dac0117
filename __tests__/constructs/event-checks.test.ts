import { eventChecks } from "../../constructs/art12-logging/event-checks";
import { art12EventSchema } from "../../evidence/event";
import { matchesLog, parseLogQuery } from "../../logquery";
import { changed, invalidEvents, pointers, validEvents } from "../clients/vectors";

const CHECKS = eventChecks().map(({ field, query }) => ({ field, wrong: parseLogQuery(query) }));

/** The first field that the pipeline would name, `undefined` where it would name none. */
function fieldNamed(
  event: unknown,
  attributes: object = { entry: "{}", entry_sha256: "0" },
): string | undefined {
  const log = { tags: [], message: "", status: "info", service: "", host: "", source: "" };
  const read = { ...log, attributes: { art12: { ...attributes, event } } };
  return CHECKS.find(({ wrong }) => matchesLog(wrong, read))?.field;
}

/** Whether the field named is the one, a block around it, or a part of it. */
const isAbout = (named: string | undefined, field: string): boolean =>
  named !== undefined && (`event.${field}`.startsWith(named) || named.startsWith(`event.${field}`));

/** What the schema refuses and a log search cannot: the form of a text, what should not be there, an order, a fraction. */
const LEFT_TO_READERS = [
  "a block is an object",
  "a code is lower case, digits and underscores",
  "a digest is 64 lower-case hex digits",
  "a field belongs to its type",
  "a person's full name fits no string field",
  "a registered version is a whole number as text",
  "a run id and a trace id are 32 lower-case hex digits",
  "a sequence is a whole number from 1",
  "a system version is a short technical text",
  "a threshold is a number",
  "a time is UTC with three decimals, in one spelling, and exists",
  "a value is not null; absent is the only way to say nothing",
  "an e-mail address fits no string field",
  "an event id is a UUID of version 7, lower case",
  "an identifier is letters, digits, dots, underscores and hyphens",
  "an unknown key is refused at every level",
  "an upstream name is a technical text",
  "free text with spaces fits no string field",
  "no value ends in a line feed",
  "raw input has no place",
  "seconds and counts are whole numbers from 1",
  "the purposes are those of the type, all and in order",
];

const ruleOf = ({ name }: { name: string }) =>
  LEFT_TO_READERS.find((rule) => name.startsWith(rule.split(";")[0]!));

describe("What the pipeline checks of an entry agrees with the event's schema", () => {
  it.each(validEvents())("takes a valid event: $name", ({ event }) =>
    expect(fieldNamed(event)).toBeUndefined(),
  );

  it.each(invalidEvents().filter((each) => ruleOf(each) === undefined))(
    "names the field of an invalid event: $name",
    ({ event, field }) => {
      const named = fieldNamed(event);
      expect(named).toBeDefined();
      if (field !== "(event)") expect([named, isAbout(named, field)]).toEqual([named, true]);
    },
  );

  it("and what it leaves to readers is this, and nothing else", () => {
    const unnoticed = invalidEvents().filter(({ event }) => fieldNamed(event) === undefined);
    expect([...new Set(unnoticed.map((each) => ruleOf(each) ?? each.name))].sort()).toEqual(
      [...LEFT_TO_READERS].sort(),
    );
  });

  it.each(validEvents())("says what the schema says of each field that is taken out: $name", ({ event }) => {
    const places = pointers(event).filter((pointer) => pointer !== "" && !pointer.startsWith("/purposes/"));
    for (const pointer of places) {
      const broken = changed(structuredClone(event), pointer, {});
      const taken = art12EventSchema.safeParse(broken).success;
      expect([pointer, fieldNamed(broken) === undefined]).toEqual([pointer, taken]);
    }
  });

  it("asks for the entry itself and for its digest", () => {
    const { event } = validEvents().find(({ name }) => name === "inference")!;
    expect(fieldNamed(event, { entry_sha256: "0" })).toBe("entry");
    expect(fieldNamed(event, { entry: "{}" })).toBe("entry_sha256");
  });
});
