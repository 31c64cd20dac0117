import { number, text } from "../reading";
import { judging, met } from "../rule";

export const alarmFiresEarly = judging({
  id: "alarm-fires-early",
  duties: ["Art12", "Art17(1)"],
  title: "Alarms fire at what they did",
  why: "A threshold that is never reached is no alarm.",
  fix: "Put the alarm's threshold back.",
  measure: { name: "threshold, from where all is well", unit: "of the metric", better: "lower" },
  subjects: (set) => set.ofType("aws_cloudwatch_metric_alarm"),
  judge(alarm) {
    const threshold = number(alarm, "threshold") ?? 0;
    const below = text(alarm, "comparison_operator")?.startsWith("LessThan") === true;
    return met(`${below ? "below" : "above"} ${threshold}`, below ? 0 - threshold : threshold);
  },
});
