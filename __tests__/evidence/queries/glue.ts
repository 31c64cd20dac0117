import { spawnSync } from "node:child_process";
import { DEFAULT_DIR } from "../../../sandbox/world";
import { ensurePython } from "../../../sandbox/world/python";
import type { GlueTable } from "../../../evidence/queries/table";

/** No client of Glue for Node is installed; the embedded world's Python has one. */
const PROGRAM = `
import boto3, json, sys
glue = boto3.client("glue")
request = json.load(sys.stdin)
glue.create_database(DatabaseInput={"Name": request["database"]})
for table in request["tables"]:
    glue.create_table(DatabaseName=request["database"], TableInput=table)
`;

/** Makes a database with tables in the embedded AWS that `env` points at. */
export async function createTables(
  env: Readonly<Record<string, string>>,
  database: string,
  tables: readonly GlueTable[],
): Promise<void> {
  const { python } = await ensurePython(DEFAULT_DIR);
  const input = JSON.stringify({ database, tables: tables.map(asTheApiSpells) });
  const { status, stderr } = spawnSync(python, ["-c", PROGRAM], {
    input,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(stderr);
}

/** Terraform's `serDeInfo` is `SerdeInfo` in the API, and so on; the names of parameters are values. */
function asTheApiSpells(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTheApiSpells);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name === "serDeInfo" ? "SerdeInfo" : name[0]!.toUpperCase() + name.slice(1),
      name === "parameters" ? member : asTheApiSpells(member),
    ]),
  );
}
