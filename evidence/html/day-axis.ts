/** The label of a day on an axis of days. */
export interface DayLabel {
  /** Place of the day in the list. */
  readonly index: number;
  readonly text: string;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Which days get a label, from every day to one a year, and how it reads. */
const STEPS: readonly { readonly at: (day: string) => boolean; readonly text: (day: string) => string }[] = [
  { at: () => true, text: dayAndMonth },
  { at: isMonday, text: dayAndMonth },
  { at: (day) => day.endsWith("-01"), text: monthAndYear },
  { at: (day) => /-(01|04|07|10)-01$/.test(day), text: monthAndYear },
  { at: (day) => /-(01|07)-01$/.test(day), text: monthAndYear },
  { at: (day) => day.endsWith("-01-01"), text: (day) => day.slice(0, 4) },
];

/**
 * Labels for an axis of days in order: all that fall on the same step, as many as there is room for.
 *
 * @param days UTC days, `YYYY-MM-DD`, without a break
 * @param room the highest number of labels
 */
export function dayLabels(days: readonly string[], room: number): DayLabel[] {
  for (const { at, text } of STEPS) {
    const labels = days.flatMap((day, index) => (at(day) ? [{ index, text: text(day) }] : []));
    if (labels.length > 0 && labels.length <= room) return labels;
  }
  const first = days[0];
  return first === undefined ? [] : [{ index: 0, text: dayAndMonth(first) }];
}

function isMonday(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).getUTCDay() === 1;
}

function dayAndMonth(day: string): string {
  return `${Number(day.slice(8))} ${month(day)}`;
}

function monthAndYear(day: string): string {
  return `${month(day)} ${day.slice(0, 4)}`;
}

function month(day: string): string {
  return MONTHS[Number(day.slice(5, 7)) - 1] ?? "";
}
