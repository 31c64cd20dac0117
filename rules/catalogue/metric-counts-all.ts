import { covers, LogQuerySyntaxError, parseLogQuery } from "../../logquery";
import { ART12_ENTRIES } from "../facts/layout";
import { art12Metrics } from "../facts/monitors";
import { text } from "../reading";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

const WANTED = parseLogQuery(ART12_ENTRIES);

export const metricCountsAll = judging({
  id: "metric-counts-all",
  duties: ["Art12", "Art72"],
  title: "A metric counts every Art 12 log entry",
  why: "Monitors watch counts, because archived entries need not be indexed: what is not counted is not watched.",
  fix: `Give the organisation's stack a log metric whose filter is ${ART12_ENTRIES}.`,
  subjects(set) {
    const stacks = new Set(art12Metrics(set).map(({ stack }) => stack));
    return set.stacks.filter(({ name }) => stacks.has(name));
  },
  judge({ name }, set) {
    const metrics = art12Metrics(set).filter(({ stack }) => stack === name);
    const complete = metrics.filter((metric) => countsAll(text(metric, "filter.query") ?? ""));
    return holds(
      complete.length > 0,
      `counted by ${complete[0]?.address}`,
      "every metric leaves some entries out",
    );
  },
});

function countsAll(query: string): boolean {
  try {
    return covers(parseLogQuery(query), WANTED).verdict === "covers";
  } catch (error) {
    if (error instanceof LogQuerySyntaxError)
      throw new CannotTell(`the query cannot be read: ${error.message}`);
    throw error;
  }
}
