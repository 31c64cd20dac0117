import { art12Indexes } from "../facts/log-path";
import { first } from "../families/first";

export const indexFirst = first(
  {
    id: "index-first",
    duties: ["Art72", "Art26(5)"],
    title: "The index of Art 12 log entries comes first",
    why: "Datadog gives an entry to the first index that matches: a broad one in front takes it among operational logs, with their retention and their quota.",
    fix: "Put the organisation's Art 12 index in front in datadog_logs_index_order.",
  },
  {
    ours: art12Indexes,
    type: "datadog_logs_index",
    order: "datadog_logs_index_order",
    attribute: "indexes",
  },
);
