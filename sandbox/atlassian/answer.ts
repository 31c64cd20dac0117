import type { z } from "zod";

/** An answer that is no success, in the product's own form. */
export class Answer extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`HTTP ${status}`);
  }
}

/** What was sent, if it has the published form and nothing beside. @throws Answer 400 */
export function sent<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  errors: (words: readonly string[]) => unknown,
): z.infer<Schema> {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw new Answer(
    400,
    errors(read.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`)),
  );
}
