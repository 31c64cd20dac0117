/** Text from evidence for a terminal: control characters, which could move the cursor or hide lines, made visible. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);
}
