/**
 * Five fields of cron as EventBridge Scheduler writes them: six fields, and a question mark for the day that is not asked for.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 * @throws Error when both a day of the month and a day of the week are given, which EventBridge cannot express
 */
export function schedulerCron(cron: string): string {
  const [minute, hour, ofMonth, month, ofWeek, ...more] = cron.trim().split(/\s+/);
  if (ofWeek === undefined || more.length > 0) throw new Error(`no cron of five fields: ${cron}`);
  if (ofWeek === "*") return `cron(${[minute, hour, ofMonth, month, "?", "*"].join(" ")})`;
  if (ofMonth !== "*") throw new Error(`a day of the month and a day of the week: ${cron}`);
  return `cron(${[minute, hour, "?", month, ofWeek.replace(/\d/g, oneMore), "*"].join(" ")})`;
}

/** Cron counts days of the week from Sunday as 0 (7, too); AWS as 1. */
const oneMore = (day: string): string => String((Number(day) % 7) + 1);
