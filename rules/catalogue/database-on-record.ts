import { databases, parametersOf } from "../facts/stores";
import { texts } from "../reading";
import { holds, judging } from "../rule";

/** What PostgreSQL has to write down, and the values that make it do so. */
const WANTED: Readonly<Record<string, readonly string[]>> = {
  log_connections: ["1"],
  log_disconnections: ["1"],
  log_statement: ["ddl", "mod", "all"],
};
const LOG = "postgresql";

export const databaseOnRecord = judging({
  id: "database-on-record",
  duties: ["Art12", "Art17(1)"],
  title: "Who connects to a database, and who changes its structure, is on record",
  why: "A change by SQL goes past the gate: this log is what tells when, and with which login.",
  fix: "Set log_connections and log_disconnections to 1 and log_statement to ddl, and export the log postgresql.",
  subjects: databases,
  judge(database, set) {
    const parameters = parametersOf(set, database);
    const off = Object.entries(WANTED).flatMap(([name, values]) =>
      values.includes(parameters[name] ?? "") ? [] : [name],
    );
    const exported = texts(database, "enabled_cloudwatch_logs_exports").includes(LOG);
    const problems = [
      ...off.map((name) => `${name} is off`),
      ...(exported ? [] : [`the log ${LOG} is not exported`]),
    ];
    return holds(problems.length === 0, "connections and changes are on record", problems.join(", "));
  },
});
