import { daysRead } from "./accesses";
import type { Line } from "./line";
import { cost } from "./price";

/** Lines for what Datadog bills; archiving itself is free there. */
export const DATADOG_LINES: readonly Line[] = [
  {
    id: "datadog-ingestion",
    title: "Datadog, log ingestion",
    usd: ({ assumed, input }, { days }) =>
      cost(input.eventsPerDay * days * assumed.sentBytesPerEvent, input.prices.datadog.ingestion),
  },
  {
    id: "datadog-indexing",
    title: "Datadog, log indexing",
    usd: ({ assumed, input }, { days }) =>
      cost(input.eventsPerDay * days * assumed.indexedShare, input.prices.datadog.indexing),
  },
  {
    id: "datadog-rehydration",
    title: "Datadog, rehydration",
    usd: (situation, year) => {
      const { eventsPerDay, prices } = situation.input;
      const { rehydrations } = daysRead(situation, year);
      return (
        cost(rehydrations * situation.bytesPerDay, prices.datadog.rehydrationScan) +
        cost(rehydrations * eventsPerDay, prices.datadog.indexing)
      );
    },
  },
];
