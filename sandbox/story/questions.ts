import { expectStatus } from "./evidence-cli";
import type { Office } from "./office";
import type { Result } from "./story";

/** Questions of the catalogue, and what each row of the answer is. */
const ASKED = [
  { query: "volume-and-gaps", rows: "day(s)" },
  { query: "overrides", rows: "decision(s) overridden by a person" },
] as const;

/** Asks the archive without exporting it: in DuckDB here, in Athena for a real environment, by the same text. */
export async function askQueries(office: Office, from: string, to: string): Promise<Result> {
  const { environment, system } = office;
  const params = [`system=${system.id}`, `from=${from}`, `to=${to}`].flatMap((each) => ["--param", each]);
  const answers = await Promise.all(
    ASKED.map(async ({ query, rows }) => {
      const result = await office.evidence(
        "query",
        query,
        "--environment",
        environment.id,
        "--json",
        ...params,
      );
      expectStatus(`evidence query ${query}`, result, 0);
      const { rows: found } = JSON.parse(result.stdout) as { rows: readonly unknown[] };
      return `${query}: ${found.length} ${rows}`;
    }),
  );
  return answers.join("; ");
}

/** Checks every record in the vault: seals and exports so far. */
export async function verifyRecords(office: Office): Promise<Result> {
  const { environment, keyRing } = office;
  const where = ["--environment", environment.id, "--keys", keyRing, "--json"];
  const result = await office.evidence("records", "verify", ...where);
  expectStatus("evidence records verify", result, 0);
  const { streams } = JSON.parse(result.stdout) as {
    streams: readonly { stream: string; records: number }[];
  };
  const told = streams
    .filter(({ records }) => records > 0)
    .map(({ stream, records }) => `${stream} ${records}`);
  return `signatures, entitlement and chains hold: ${told.join(", ")}`;
}

/** Holds what the gate recorded against MLflow's registry as it is now. */
export async function compareRegistry(office: Office): Promise<Result> {
  const { environment, keyRing, world } = office;
  const where = ["--environment", environment.id, "--configs", world.repository.configs, "--keys", keyRing];
  const result = await office.evidence("gate", "check", ...where, "--gate", world.urls.gate, "--json");
  expectStatus("evidence gate check", result, 0);
  const { models, places } = JSON.parse(result.stdout) as { models: number; places: number };
  return `the gate's records and MLflow's registry agree: ${models} registered model(s), ${places} place(s) in production, files hashed again`;
}
