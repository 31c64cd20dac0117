/** Faults on demand: what the API answers instead of, or after, doing what it was asked. */
import { z } from "zod";

const fault = z.strictObject({
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional().describe("Any, where none is said."),
  path: z.string().startsWith("/").describe("Requests of this path; a `*` at its end stands for any rest."),
  status: z.int().min(400).max(599),
  times: z.int().min(1).default(1).describe("How often."),
  skip: z.int().min(0).default(0).describe("How many such requests are answered as usual before."),
  afterwards: z
    .boolean()
    .default(false)
    .describe("Whether what was asked is done all the same, and only the answer goes wrong."),
  resetSeconds: z.int().min(0).default(1).describe("When the rate limit of a 429 ends."),
});

export type Fault = z.infer<typeof fault>;
export const faultsSent = z.union([z.array(fault), fault.transform((one) => [one])]);

export class Faults {
  private waiting: Fault[] = [];

  add(faults: readonly Fault[]): void {
    this.waiting.push(...faults);
  }

  clear(): void {
    this.waiting = [];
  }

  /** Those that have not been met as often as was asked. */
  list(): readonly Fault[] {
    return this.waiting;
  }

  /** The fault this request meets, which is then used up once. */
  meet(method: string, path: string): Fault | undefined {
    const index = this.waiting.findIndex(
      (one) => (one.method === undefined || one.method === method) && leadsTo(one.path, path),
    );
    const found = this.waiting[index];
    if (!found) return undefined;
    if (found.skip > 0) this.waiting[index] = { ...found, skip: found.skip - 1 };
    else if (found.times > 1) this.waiting[index] = { ...found, times: found.times - 1 };
    else this.waiting.splice(index, 1);
    return found.skip > 0 ? undefined : found;
  }
}

const leadsTo = (pattern: string, path: string): boolean =>
  pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;

/** @see https://docs.datadoghq.com/api/latest/rate-limits/ */
export const rateLimitHeaders = ({ resetSeconds }: Fault): Record<string, string> => ({
  "x-ratelimit-limit": "500",
  "x-ratelimit-period": "10",
  "x-ratelimit-remaining": "0",
  "x-ratelimit-reset": String(resetSeconds),
  "x-ratelimit-name": "configuration",
});

export function faultBody({ status }: Fault): { readonly errors: readonly string[] } {
  return { errors: [FAULTS[status] ?? `HTTP ${status}`] };
}

const FAULTS: Readonly<Record<number, string>> = {
  429: "Rate limit of 500 requests in 10 seconds reached. Please try again later.",
  500: "Internal Server Error",
  503: "Service Unavailable",
};
