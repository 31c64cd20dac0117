import { complianceMonitors } from "../facts/monitors";
import { text } from "../reading";
import { holds, judging } from "../rule";

/** What Datadog shows of an event; the rest of a longer message is cut off, the handles at its end first. */
const LONGEST_MESSAGE = 4000;
const LONGEST_NAME = 200;

export const monitorTextForm = judging({
  id: "monitor-text-form",
  duties: ["Art72"],
  title: "A monitor's name and message fit into an alert",
  why: "Datadog shows 4,000 characters of an alert and cuts off the rest: the legal clock, the runbook, whom it tells.",
  fix: `Keep the message below ${LONGEST_MESSAGE} characters and the name below ${LONGEST_NAME}: put the rest into the runbook.`,
  subjects: complianceMonitors,
  judge(monitor) {
    const long = [
      { what: "message", at: LONGEST_MESSAGE },
      { what: "name", at: LONGEST_NAME },
    ].flatMap(({ what, at }) => {
      const { length } = text(monitor, what) ?? "";
      return length > at ? [`the ${what} has ${length} characters, ${at} at the most`] : [];
    });
    return holds(long.length === 0, "they fit", long.join(", "));
  },
});
