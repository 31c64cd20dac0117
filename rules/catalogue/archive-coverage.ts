import { covers, LogQuerySyntaxError, parseLogQuery } from "../../logquery";
import { art12Archives } from "../facts/buckets";
import { ART12_ENTRIES } from "../facts/layout";
import { art12Metrics } from "../facts/monitors";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";
import { CannotTell } from "../values";

const WANTED = parseLogQuery(ART12_ENTRIES);

export const archiveCoverage = judging({
  id: "archive-coverage",
  duties: ["Art12", "Art12(1)", "Art19(1)", "Art26(6)"],
  title: "No Art 12 log entry falls outside the archives",
  why: "An entry that no archive takes is gone when Datadog's own retention ends; nobody sees that it is missing.",
  fix: "Let one archive of the organisation take all entries: datadog.archive `catch-all` in exactly one environment.",
  subjects(set) {
    const stacks = new Set([...art12Archives(set), ...art12Metrics(set)].map(({ stack }) => stack));
    return set.stacks.filter(({ name }) => stacks.has(name));
  },
  judge({ name }, set) {
    const archives = art12Archives(set).filter(({ stack }) => stack === name);
    if (archives.length === 0) return unmet("the organisation has no archive of Art 12 log entries");
    const queries = archives.map((archive) => text(archive, "query") ?? "");
    const together = queries.map((query) => `(${query})`).join(" OR ");
    const { verdict, reason } = covers(parsed(queries, together), WANTED);
    if (verdict === "unknown") throw new CannotTell(reason);
    return holds(verdict === "covers", reason, reason);
  },
});

function parsed(queries: readonly string[], together: string) {
  try {
    return parseLogQuery(queries.length === 1 ? (queries[0] ?? "") : together);
  } catch (error) {
    if (error instanceof LogQuerySyntaxError)
      throw new CannotTell(`the query cannot be read: ${error.message}`);
    throw error;
  }
}
