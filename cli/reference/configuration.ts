import { environmentSchema } from "../../configs/environment-schema";
import { systemSchema } from "../../configs/system-schema";
import { thresholdsSchema } from "../../configs/thresholds-schema";
import { fieldsTable } from "./fields";
import { jsonSchemaOf, resolved, typeOf, type Schema } from "./json-schema";

const FILES = [
  {
    id: "system",
    title: "AI system: `configs/systems/<id>.yaml`",
    schema: systemSchema,
    example: "systems/credit-scoring.yaml",
  },
  {
    id: "environment",
    title: "Environment: `configs/environments/<id>.yaml`",
    schema: environmentSchema,
    example: "environments/production.yaml",
  },
  {
    id: "thresholds",
    title: "Thresholds: `configs/thresholds/<system>.yaml`",
    schema: thresholdsSchema,
    example: "thresholds/credit-scoring.yaml",
  },
] as const;

/** The page of everything that can be declared, from the schemas that the loader enforces. */
export function configurationPage(): string {
  return [
    "# Configuration",
    "Made by `npm run generate` from the schemas that the loader enforces; do not edit.",
    `Three kinds of files declare everything. A field that is not listed here is refused, with the nearest name that is known.
\`npx evidence validate\` names every problem with file, line, value, rule and fix; beyond what the tables say it checks rules between
fields and between files. \`a[].b\` is a field in each item of a list, \`a.<name>\` one whose name is free. The files begin with a line that
lets editors check and complete as you type: \`# yaml-language-server: $schema=../schema/system.schema.json\`.`,
    FILES.map(({ title }) => `- [${title}](#${anchorOf(title)})`).join("\n"),
    ...FILES.flatMap(file),
    "",
  ].join("\n\n");
}

function file({ id, title, schema, example }: (typeof FILES)[number]): string[] {
  const root = jsonSchemaOf(schema);
  const [blocks, values] = split(root);
  return [
    `## ${title}`,
    `${root.description ?? ""} An example: [\`configs/${example}\`](../../configs/${example}); for editors:
[\`${id}.schema.json\`](../../configs/schema/${id}.schema.json).`,
    fieldsTable({ ...root, properties: values }),
    ...Object.entries(blocks).flatMap(([name, value]) => block(`${id}`, name, value, root)),
  ];
}

/** Blocks and lists of blocks get a section of their own; what is one line in the file is one in the first table. */
function split(root: Schema): [blocks: Record<string, Schema>, values: Record<string, Schema>] {
  const entries = Object.entries(root.properties ?? {});
  const isBlock = ([, value]: [string, Schema]): boolean =>
    /\bblocks?\b/.test(typeOf(resolved(value, root), root));
  return [
    Object.fromEntries(entries.filter(isBlock)),
    Object.fromEntries(entries.filter((each) => !isBlock(each))),
  ];
}

function block(id: string, name: string, value: Schema, root: Schema): string[] {
  const schema = resolved(value, root);
  const needed = root.required?.includes(name) ? "Needed." : "May be left out.";
  const preset = value.default === undefined ? "" : ` Default: \`${JSON.stringify(value.default)}\`.`;
  return [
    `### ${name} (${id})`,
    [value.description ?? schema.description ?? "", `${needed}${preset}`].join(" ").trim(),
    fieldsTable(schema, root, name),
  ];
}

const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9\- ]/g, "")
    .replaceAll(" ", "-");
