/** Thousands apart by a thin space, the same on every machine. */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}
