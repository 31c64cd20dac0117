import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { OPEN_ROUTES } from "./classes";
import { type Listing, routeId } from "./listing";

/**
 * What the MLflow installed beside this Python serves. Messages of closed routes are left out: nothing reads them.
 *
 * @param python interpreter of the environment that MLflow is installed in
 */
export async function listRoutes(python: string): Promise<Listing> {
  const { mlflow, routes, messages, enums } = (await run(python, "listing.py")) as Listing;
  const open = new Set(Object.values(OPEN_ROUTES).flat());
  const kept = new Set<string>();
  const keep = (name: string | undefined): void => {
    if (name === undefined || kept.has(name)) return;
    kept.add(name);
    for (const { message, values } of Object.values(messages[name] ?? {})) keep(message ?? values?.message);
  };
  for (const route of routes) if (open.has(routeId(route))) keep(route.message);
  const keptMessages = Object.fromEntries(Object.entries(messages).filter(([name]) => kept.has(name)));
  const named = new Set(
    Object.values(keptMessages).flatMap((message) =>
      Object.values(message).map((field) => field.enum ?? field.values?.enum),
    ),
  );
  return {
    mlflow,
    routes,
    messages: keptMessages,
    enums: Object.fromEntries(Object.entries(enums).filter(([name]) => named.has(name))),
  };
}

/** The GraphQL documents that the user interface of the MLflow installed beside this Python sends, by operation. */
export async function listDocuments(python: string): Promise<Readonly<Record<string, string>>> {
  return (await run(python, "documents.py")) as Record<string, string>;
}

async function run(python: string, script: string): Promise<unknown> {
  const args = ["-W", "ignore", join(__dirname, script)];
  const { stdout } = await promisify(execFile)(python, args, { maxBuffer: 1 << 24, cwd: tmpdir() });
  return JSON.parse(stdout);
}

/** For maintainers, after a new version of MLflow was pinned: `npx tsx gate/routes/generate.ts <python of the sandbox>`. */
async function main(python: string): Promise<void> {
  const listing = await listRoutes(python);
  await write(`mlflow-${listing.mlflow}.json`, listing);
  await write(`graphql-${listing.mlflow}.json`, await listDocuments(python));
}

async function write(name: string, content: unknown): Promise<void> {
  const { format } = await import("prettier");
  const file = join(__dirname, name);
  await writeFile(file, await format(JSON.stringify(content), { parser: "json", printWidth: 110 }));
  console.error(`written: ${file}`);
}

if (require.main === module) void main(process.argv[2] ?? "python3");
