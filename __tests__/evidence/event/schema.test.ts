import Ajv2020 from "ajv/dist/2020";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import path from "node:path";
import { art12EventSchema, eventJsonSchema, PURPOSES_BY_TYPE } from "../../../evidence/event";
import { fieldOfIssue } from "../../../evidence/event/field";
import { generatedFiles } from "../../../evidence/event/generate";
import { eventFault } from "../../../clients/node/validate";
import {
  changed,
  invalidEvents,
  pointers,
  readVectors,
  validEvent,
  validEvents,
} from "../../clients/vectors";

const FULL = "inference with every optional field";

function zodField(event: unknown): string | undefined {
  const result = art12EventSchema.safeParse(event);
  return result.success ? undefined : fieldOfIssue(result.error.issues);
}

describe("the Art 12 event", () => {
  it.each(validEvents())("takes $name, in the reader and in the client", ({ event }) => {
    expect(zodField(event)).toBeUndefined();
    expect(eventFault(event)).toBeUndefined();
  });

  it.each(invalidEvents())("refuses: $name", ({ event, field }) => {
    expect(zodField(event)).toBe(field);
    expect(eventFault(event)?.field).toBe(field);
  });

  it("has a valid example of every type", () => {
    const types = new Set(validEvents().map(({ event }) => event.type));
    expect([...types].sort()).toEqual(Object.keys(PURPOSES_BY_TYPE).sort());
  });

  it.each(["an e-mail address fits no string field", "free text with spaces fits no string field"])(
    "has an invalid example for every text of every event: %s",
    (rule) => {
      const { cases } = readVectors<{ cases: { rule: string; at: string[] }[] }>("invalid-events.json");
      const covered = new Set(cases.filter((invalid) => invalid.rule === rule).flatMap(({ at }) => at));
      const texts = validEvents().flatMap(({ event }) =>
        pointers(event).filter((pointer) => typeof valueAt(event, pointer) === "string"),
      );
      expect(texts.filter((pointer) => !covered.has(pointer))).toEqual([]);
    },
  );

  it("gives one verdict in the reader and in the client, whatever is changed in a valid event", () => {
    const places = validEvents().flatMap(({ name, event }) =>
      pointers(event).map((pointer) => ({ name, pointer, isBlock: isBlock(valueAt(event, pointer)) })),
    );
    const known = fc.constantFrom(...places);
    const unknown = fc
      .tuple(fc.constantFrom(...places.filter(({ isBlock }) => isBlock)), fc.stringMatching(/^[a-z_]{1,12}$/))
      .map(([{ name, pointer }, key]) => ({ name, pointer: `${pointer}/${key}` }));
    const set = fc.oneof(fc.jsonValue(), fc.string(), fc.double(), fc.maxSafeInteger());
    const change = fc.record({ set }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.oneof(known, unknown), change, ({ name, pointer }, change) => {
        const event = changed(validEvent(name), pointer, change);
        return (eventFault(event) === undefined) === (zodField(event) === undefined);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the published JSON Schema", () => {
  it.each(generatedFiles)("is up to date in $path", ({ path: file, content }) => {
    expect(readFileSync(path.join(__dirname, "../../..", file), "utf8")).toBe(content);
  });

  it("is draft 2020-12 without a construct that a strict validator doubts", () => {
    expect(eventJsonSchema()).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: "urn:ai-act-evidence:art12-event:1.0.0",
    });
    const ajv = new Ajv2020({ strict: true, discriminator: true });
    expect(ajv.compile(eventJsonSchema())(validEvent(FULL))).toBe(true);
  });

  it("is decided the same by a validator that does not know the discriminator keyword", () => {
    const ajv = new Ajv2020({ strict: true, keywords: ["discriminator"] });
    const validate = ajv.compile(eventJsonSchema());
    expect(validEvents().filter(({ event }) => !validate(event))).toEqual([]);
    expect(invalidEvents().filter(({ event }) => validate(event))).toEqual([]);
  });

  it("closes every object and describes every definition", () => {
    const objects = nodes(eventJsonSchema()).filter((node) => "properties" in node);
    expect(objects.length).toBeGreaterThan(15);
    expect(objects.filter((node) => node.additionalProperties !== false)).toEqual([]);
    const definitions = Object.values(eventJsonSchema().$defs as Record<string, object>);
    expect(definitions.filter((node) => !("title" in node && "description" in node))).toEqual([]);
  });

  it("constrains every text by a pattern, an enumeration or a constant", () => {
    const texts = nodes(eventJsonSchema()).filter((node) => node.type === "string");
    expect(texts.filter((node) => !("pattern" in node || "enum" in node || "const" in node))).toEqual([]);
  });
});

function valueAt(value: unknown, pointer: string): unknown {
  const keys = pointer.split("/").slice(1);
  return keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
}

function isBlock(value: unknown): boolean {
  return typeof value === "object" && !Array.isArray(value);
}

function nodes(schema: unknown): Record<string, unknown>[] {
  if (typeof schema !== "object" || schema === null) return [];
  return [schema as Record<string, unknown>, ...Object.values(schema).flatMap(nodes)];
}
