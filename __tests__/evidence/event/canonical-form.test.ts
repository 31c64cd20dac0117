import fc from "fast-check";
import { art12EventSchema, canonicalString, readEntry, type Art12Event } from "../../../evidence/event";
import { recognise } from "../../../evidence/event/canonical-form";
import { changed, invalidEvents, pointers, validEvents } from "../../clients/vectors";

/** What the schema itself says of a text: the facts of the event, if it is one in canonical form. */
function judged(text: string) {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const event = art12EventSchema.safeParse(value).data;
  return event !== undefined && canonicalString(event) === text ? factsOf(event) : undefined;
}

function factsOf({ event_id: eventId, type, time, system, environment, emitter }: Art12Event) {
  const { id, sequence, prev } = emitter;
  return { eventId, type, time, system: system.id, environment, emitter: id, sequence, prev };
}

const texts = validEvents().map(({ event }) => canonicalString(event));

describe("an entry recognised by its bytes", () => {
  it.each(validEvents())("is read like one that is parsed: $name", ({ event }) => {
    const text = canonicalString(event);
    expect(readEntry(text)).toMatchObject({ ok: true, facts: judged(text), event });
  });

  it("is recognised without parsing, but for numbers that have other spellings", () => {
    const left = validEvents().filter(({ event }) => recognise(canonicalString(event)) === undefined);
    expect(left.map(({ name }) => name)).toEqual(["the greatest sequence and a leap day"]);
  });

  it.each(invalidEvents())("is never one that the schema refuses: $name", ({ event }) => {
    expect(recognise(canonicalString(event))).toBeUndefined();
  });

  it("is never one that the schema refuses, whichever character is changed, put in or taken out", () => {
    const edit = fc.record({
      text: fc.constantFrom(...texts),
      at: fc.nat(),
      put: fc.oneof(fc.constantFrom(...'"\\{}[],:.-+eE0 19aZ\n\u0000\u00e9'), fc.string({ maxLength: 2 })),
      cut: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(edit, ({ text, at, put, cut }) => {
        const place = at % text.length;
        const edited = text.slice(0, place) + put + text.slice(place + cut);
        const facts = recognise(edited);
        if (facts !== undefined) expect(facts).toEqual(judged(edited));
      }),
      { numRuns: 5_000 },
    );
  });

  it("is never one that the schema refuses, whatever value stands in whatever place", () => {
    const places = validEvents().flatMap(({ name, event }) =>
      pointers(event).map((pointer) => ({ name, pointer })),
    );
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, 1, -0, 0.1, 0.35, 1e-7, 1e21, 0.1234567, 123456789012345680000, true, false),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), values, ({ name, pointer }, value) => {
        const { event } = validEvents().find((one) => one.name === name)!;
        const text = canonicalString(changed(event, pointer, { set: value }));
        const facts = recognise(text);
        if (facts !== undefined) expect(facts).toEqual(judged(text));
      }),
      { numRuns: 3_000 },
    );
  });
});
