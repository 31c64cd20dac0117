import { art12Archives } from "../facts/buckets";
import { first } from "../families/first";

export const archiveFirst = first(
  {
    id: "archive-first",
    duties: ["Art12", "Art19(1)"],
    title: "The archives of Art 12 log entries come first",
    why: "Datadog gives an entry to the first archive that matches: a broad one in front takes it away.",
    fix: "Put the organisation's Art 12 archives in front in datadog_logs_archive_order.",
  },
  {
    ours: art12Archives,
    type: "datadog_logs_archive",
    order: "datadog_logs_archive_order",
    attribute: "archive_ids",
  },
);
