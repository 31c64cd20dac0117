/**
 * What SARIF 2.1.0 (OASIS, sections 3.13 to 3.58) demands of the parts we write, in our own words: what has to be there,
 * which values are allowed, and that nothing else is there.
 */
const text = { type: "string", minLength: 1 };
const message = object({ text: { type: "string" } }, ["text"]);
const level = { enum: ["none", "note", "warning", "error"] };

function object(properties: Record<string, unknown>, required: readonly string[] = []) {
  return { type: "object", properties, required, additionalProperties: false };
}
const list = (items: unknown) => ({ type: "array", items });

const rule = object(
  {
    id: text,
    name: text,
    shortDescription: message,
    fullDescription: message,
    help: message,
    helpUri: { type: "string", pattern: "^https://" },
    defaultConfiguration: object({ level }),
    properties: object({ tags: { ...list(text), uniqueItems: true, maxItems: 20 } }),
  },
  ["id"],
);
const location = object({
  physicalLocation: object({
    artifactLocation: object({ uri: { type: "string", pattern: "^[^\\s/][^\\s]*$" }, uriBaseId: text }),
    region: object({ startLine: { type: "integer", minimum: 1 } }),
  }),
  logicalLocations: list(object({ fullyQualifiedName: { type: "string" }, kind: { type: "string" } })),
});
const result = object(
  {
    ruleId: text,
    ruleIndex: { type: "integer", minimum: 0 },
    level,
    message,
    locations: list(location),
    partialFingerprints: { type: "object", additionalProperties: { type: "string" } },
    baselineState: { enum: ["new", "unchanged", "updated", "absent"] },
    suppressions: list(
      object(
        {
          kind: { enum: ["inSource", "external"] },
          status: { enum: ["accepted", "underReview", "rejected"] },
          justification: { type: "string" },
        },
        ["kind"],
      ),
    ),
    properties: { type: "object" },
  },
  ["message"],
);
const run = object(
  {
    tool: object({ driver: object({ name: text, semanticVersion: text, rules: list(rule) }, ["name"]) }, [
      "driver",
    ]),
    automationDetails: object({ id: text }),
    columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
    invocations: list(
      object(
        {
          executionSuccessful: { type: "boolean" },
          toolExecutionNotifications: list(object({ level, message }, ["message"])),
        },
        ["executionSuccessful"],
      ),
    ),
    results: list(result),
  },
  ["tool"],
);

export const SARIF_SCHEMA = object(
  { $schema: { type: "string", pattern: "^https://" }, version: { const: "2.1.0" }, runs: list(run) },
  ["version", "runs"],
);
