/** What goes wrong on purpose: the next requests of a kind are refused, lost or slow. */
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";

export interface Fault {
  readonly method: string;
  /** Matched against the path. */
  readonly path: RegExp;
  /** How often. @default 1 */
  readonly times?: number;
  /** Status that is answered; without one the connection breaks. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Done all the same, and only the answer is lost. @default false */
  readonly done?: boolean;
  /** Answered as usual, after so many milliseconds. */
  readonly slowMs?: number;
}

export class Faults {
  #waiting: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  take({ method, url }: FastifyRequest): Fault | undefined {
    const found = this.#waiting.find(
      ({ fault, left }) => left > 0 && fault.method === method && fault.path.test(url.split("?")[0] ?? ""),
    );
    if (found) found.left--;
    return found?.fault;
  }
}

/** Before it is worked on. @returns whether that was all */
export async function failBefore(fault: Fault | undefined, reply: FastifyReply): Promise<boolean> {
  if (fault?.slowMs !== undefined) await sleep(fault.slowMs);
  if (fault === undefined || fault.done === true || fault.slowMs !== undefined) return false;
  fail(fault, reply);
  return true;
}

/** After it was done: only its answer is another, or none. */
export function failAfter(fault: Fault | undefined, reply: FastifyReply, payload: unknown): unknown {
  if (fault?.done !== true) return payload;
  if (fault.status === undefined) {
    reply.raw.destroy();
    return payload;
  }
  void reply.code(fault.status).headers(fault.headers ?? {});
  return words(fault.status);
}

function fail({ status, headers = {} }: Fault, reply: FastifyReply): void {
  reply.hijack();
  const { raw } = reply;
  if (status === undefined) {
    raw.destroy();
    return;
  }
  raw.writeHead(status, { "content-type": "application/json", ...headers });
  raw.end(words(status));
}

const words = (status: number): string => JSON.stringify({ errorMessages: [`made to fail with ${status}`] });
