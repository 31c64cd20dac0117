/** What went wrong with a fetch, in words: its own message says no more than that it failed. */
export function fetchFault(error: unknown): string {
  const { message, cause } = error as { message: string; cause?: { code?: string; message?: string } };
  const why = cause?.code ?? cause?.message;
  return why === undefined ? message : `${message}: ${why}`;
}
