import { number } from "../reading";
import { judging, met } from "../rule";

export const alarmFiresSoon = judging({
  id: "alarm-fires-soon",
  duties: ["Art12", "Art17(1)"],
  title: "Alarms fire as soon as they did",
  why: "An alarm that takes a day tells of yesterday.",
  fix: "Shorten the alarm's period or evaluation_periods again.",
  measure: { name: "time until it fires", unit: "minutes", better: "lower" },
  subjects: (set) => set.ofType("aws_cloudwatch_metric_alarm"),
  judge(alarm) {
    const minutes = ((number(alarm, "period") ?? 60) * (number(alarm, "evaluation_periods") ?? 1)) / 60;
    return met(`after ${minutes} minutes`, minutes);
  },
});
