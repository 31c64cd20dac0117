import { DETAILS, maxPayloadBytes } from "../../evidence/records/details";
import { predicateType, RECORD_KINDS, type RecordKind } from "../../evidence/records/kinds";
import { EMITTER_ROLE, mayWrite, ROLES, streamsOf } from "../../evidence/records/roles";
import { statementOf } from "../../evidence/records/statement";
import { fieldsTable } from "./fields";
import { jsonSchemaOf, type Schema } from "./json-schema";
import { table } from "./markdown";

/** When a record of a kind is written, and by what. */
const WRITTEN: Readonly<Record<RecordKind, string>> = {
  "gate-decision":
    "The gate, on every decision about a model version: approvals, refusals, promotions, rollbacks. Before the change, and once more when MLflow did something else.",
  approval:
    "A person who answers for a plan, the end of a hold or a change of the lock: `evidence hold approve`, `evidence records add`. Of a model version it is a `gate-decision`.",
  "promotion-snapshot": "The gate, before a version enters production: digests of what it decided on.",
  "plan-review": "`evidence review`, in CI.",
  deploy: "`evidence apply`.",
  "drift-check": "`evidence drift` and `evidence detect`.",
  export: "Commands that make a bundle.",
  incident: "People: awareness, causal link, notices.",
  hold: "`evidence hold place` and `evidence hold release`.",
  "key-ceremony": "Two people or more: `evidence records add`.",
  revocation: "Whoever finds that a key is in other hands: `evidence records add`.",
  seal: "`evidence seal run`, daily.",
  "registry-check": "`evidence gate check`, nightly.",
  "monitoring-snapshot": "`evidence snapshot monitoring`, daily.",
  "version-check": "`evidence versions check`, nightly.",
  "risk-entry":
    "`evidence risk-register`, when an alert becomes an entry of the risk register or brings one up to date.",
};

/** The page of all kinds of records. */
export function recordsPage(): string {
  return [
    "# Records",
    "Made by `npm run generate` from the schemas that writers and readers enforce; do not edit.",
    `A record says what people or programs decided or did: a signed in-toto statement, chained to the one before in its stream, at
\`records/<stream>/<number>.dsse.json\` in the vault. \`evidence records list\` and \`show\` read them; how to check one with
\`openssl\` alone: [verify-records.md](../verify-records.md).`,
    "## Who may write what",
    table(
      ["role of the key", "kinds", "streams besides those that begin with the role's name"],
      ROLES.map((role) => [
        `\`${role}\``,
        RECORD_KINDS.filter((kind) => mayWrite(role, kind))
          .map(link)
          .join(", "),
        streamsOf(role)
          .map((stream) => `\`${stream}\``)
          .join(", "),
      ]),
    ),
    `A revocation by the security officer may name any key, with effect from any time; one by another role a key of that role, from then
on. Keys of the role \`${EMITTER_ROLE}\` sign [checkpoints](../completeness.md#checkpoints) of applications, and no records.`,
    "## What all records have",
    fieldsTable(common()),
    `\`predicate.details\` is what the sections below show, by \`predicateType\`. Where the table says of a field that it is needed, and the
field stands in a block that may be left out, it is needed in that block. Of kinds with several forms a field is told once; it is needed
where every form needs it.`,
    ...RECORD_KINDS.flatMap(section),
    "",
  ].join("\n\n");
}

/** What a statement of any kind has; its details are told kind by kind. */
function common(): Schema {
  const schema = jsonSchemaOf(statementOf(RECORD_KINDS[0]));
  const { predicate, ...outer } = schema.properties ?? {};
  const properties = {
    ...outer,
    predicateType: { type: "string", description: "Names the kind and the form of its details." },
    predicate: {
      ...predicate,
      properties: { ...predicate?.properties, details: { type: "object", properties: {} } },
    },
  };
  return { ...schema, properties };
}

const link = (kind: RecordKind): string => `[\`${kind}\`](#${kind})`;

function section(kind: RecordKind): string[] {
  const schema = jsonSchemaOf(DETAILS[kind]);
  return [
    `## ${kind}`,
    WRITTEN[kind],
    `\`predicateType\`: \`${predicateType(kind)}\`; a payload has at most ${maxPayloadBytes(kind) / 1024} KiB.`,
    isOpen(schema) ? "The details are a JSON object of the writer's own form." : fieldsTable(schema),
  ];
}

const isOpen = ({ properties, anyOf, oneOf }: Schema): boolean => !properties && !anyOf && !oneOf;
