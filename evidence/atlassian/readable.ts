/** What hides or reorders text, or what XML 1.0 and single-line fields refuse; half a surrogate pair among them. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]+/gu;

/**
 * Text from outside as one line that shows all there is: without control and direction characters, cut where it is too long.
 *
 * @param longest in UTF-16 units, as Atlassian counts
 */
export function readable(text: string, longest: number): string {
  const line = text.replace(UNFIT, " ").trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).replace(/\p{Cs}/gu, "")}…`;
}
