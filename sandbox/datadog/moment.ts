const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A bound of a search as the vendor takes it: an ISO time, milliseconds since 1970, or `now-15m`.
 * @returns milliseconds since 1970; nothing where there is none, or none that is understood
 */
export function momentOf(text: string | undefined, now: Date): number | undefined {
  if (text === undefined || text === "") return undefined;
  const [, amount, unit] = /^now(?:-(\d+)([smhd]))?$/.exec(text) ?? [undefined, undefined, undefined];
  if (text.startsWith("now")) return now.getTime() - Number(amount ?? 0) * (UNITS[unit ?? "s"] ?? 0);
  const moment = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isNaN(moment) ? undefined : moment;
}
