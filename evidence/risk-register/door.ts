import { createHash, timingSafeEqual } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import fastify, { type FastifyInstance } from "fastify";
import { z } from "zod";
import { UserError } from "../../errors";
import { riskRegisterAlert, type RiskRegisterAlert } from "./alert";
import type { RegisterKeeper } from "./keeper";

/** What the door is made of. */
export interface DoorOptions {
  readonly keeper: Pick<RegisterKeeper, "take" | "bring" | "bringAll">;
  /** Id of the environment whose alerts it takes. */
  readonly environment: string;
  /** Where alerts are posted, such as `/ai-act/alerts`. */
  readonly path: string;
  /** What a sender must have. */
  readonly token: string;
  /** One entry of the log. Never a token, never a body. */
  readonly log: (level: "info" | "error", entry: Readonly<Record<string, unknown>>) => void;
  /** Milliseconds that a sender is kept waiting for the register. @default 8 s: Datadog waits 15 s */
  readonly answerWithinMs?: number;
  /** Milliseconds between two rounds through what waits. @default 30 s */
  readonly roundEveryMs?: number;
}

const ANSWER_WITHIN_MS = 8_000;
const ROUND_EVERY_MS = 30_000;
/** An alert has about one kilobyte. */
const LARGEST_BODY = 64 * 1024;
/** Whoever sends a request slower than this is not waited for. */
const SENT_WITHIN_MS = 30_000;
const LONGEST_PROBLEM = 500;

/**
 * The door that Datadog's webhook calls. An alert that it answers with 2xx stands in the vault; whether it is in the register
 * yet is said in the answer, and made so in rounds.
 *
 * @see https://docs.datadoghq.com/integrations/webhooks/ five more attempts after a 5xx or a broken connection
 */
export function createDoor(options: DoorOptions): FastifyInstance {
  const { keeper, log, path } = options;
  const app = fastify({
    ...{ logger: false, bodyLimit: LARGEST_BODY, exposeHeadRoutes: false },
    requestTimeout: SENT_WITHIN_MS,
  });
  let waiting = 0;
  const round = async (): Promise<void> => {
    try {
      const done = await keeper.bringAll();
      waiting = done.waiting.length;
      if (done.brought > 0) log("info", { event: "round", brought: done.brought });
      for (const each of done.waiting) log("error", { event: "waiting", ...each });
    } catch (error) {
      log("error", { event: "round-failed", because: wordsOf(error) });
    }
  };
  const stop = new AbortController();
  const rounds = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await round();
      await wait(options.roundEveryMs ?? ROUND_EVERY_MS, undefined, {
        signal: stop.signal,
        ref: false,
      }).catch(() => undefined);
    }
  };
  app.addHook("onListen", async () => void rounds());
  app.addHook("preClose", async () => stop.abort());
  app.addHook("onRequest", async (request, reply) => {
    if (
      request.routeOptions.url !== path ||
      isSame(request.headers.authorization ?? "", `Bearer ${options.token}`)
    )
      return;
    // What somebody else sends is not even read.
    await reply.code(401).header("connection", "close").send({ error: "the token is missing or wrong" });
  });
  app.setErrorHandler((error, _, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ error: "this request cannot be read" });
    log("error", { event: "failed", because: wordsOf(error) });
    // Datadog tries again.
    return reply.code(503).send({ error: "the alert could not be noted; send it again" });
  });
  app.get("/health", () => ({ status: "ok", waiting }));
  app.post(path, async ({ body }, reply) => {
    const read = riskRegisterAlert.safeParse(body);
    if (!read.success)
      return reply.code(422).send({
        error: "no alert as the schema has it",
        because: z.prettifyError(read.error).slice(0, LONGEST_PROBLEM),
      });
    const alert = read.data;
    if (alert.environment !== options.environment)
      return reply.code(422).send({ error: `an alert of another environment than ${options.environment}` });
    await keeper.take(alert);
    const answer = await Promise.race([
      broughtOrNot(alert),
      wait(options.answerWithinMs ?? ANSWER_WITHIN_MS, undefined, { ref: false }),
    ]);
    return answer?.state === "brought"
      ? reply.code(200).send(answer)
      : reply
          .code(202)
          .send({ state: "waiting", because: "it is noted, and brought into the register later" });
  });

  /** Never rejects: the alert is noted already. */
  async function broughtOrNot(alert: RiskRegisterAlert) {
    try {
      const delivery = await keeper.bring(alert);
      const { id, ai_system, monitor, transition } = alert;
      const level = delivery.state === "brought" ? "info" : "error";
      log(level, { event: "alert", id, ai_system, monitor, transition, ...delivery });
      return delivery;
    } catch (error) {
      log("error", { event: "alert", id: alert.id, because: wordsOf(error) });
      return undefined;
    }
  }
  return app;
}

const wordsOf = (error: unknown): string =>
  error instanceof UserError
    ? error.message
    : error instanceof Error
      ? `${error.name}: ${error.message}`
      : "unknown";

/** Compares in a time that does not tell how much of it was right, or how long it is. */
function isSame(given: string, needed: string): boolean {
  const [a, b] = [given, needed].map((text) => createHash("sha256").update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
