/** Why `fetch` got no answer: only its code. A message may hold the address with whatever is in it, or a header with a key. */
export function noAnswerBecause(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: unknown }; name?: unknown };
  return [cause?.code, name].find((each) => typeof each === "string") ?? "unknown";
}
