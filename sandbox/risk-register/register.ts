/**
 * A risk register as a team may have one behind a web address (Art 9): it takes alerts that fit the published JSON Schema and
 * carry its token, and keeps one entry for each alert from its trigger to its recovery.
 */
import { timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import fastify from "fastify";
import type { RiskRegisterAlert } from "../../evidence/risk-register/alert";
import { LOOPBACK } from "../world/ports";

/** What the register knows of one alert. */
export interface RegisterEntry {
  readonly cycle: string;
  readonly aiSystem: string;
  readonly environment: string;
  readonly title: string;
  readonly article: string;
  readonly priority: string;
  /** What was told of it, first to last. */
  readonly transitions: readonly string[];
  readonly state: "to be assessed" | "recovered, to be assessed";
}

export interface RiskRegister {
  /** Without a path. */
  readonly url: string;
  readonly entries: () => readonly RegisterEntry[];
  readonly stop: () => Promise<void>;
}

const SCHEMA = join(__dirname, "../../evidence/risk-register/alert.v1.schema.json");

/**
 * Starts it on 127.0.0.1, on a free port.
 *
 * @param path where alerts are posted, such as `/ai-act/alerts`
 * @param token that a sender must have
 */
export async function startRiskRegister(path: string, token: string): Promise<RiskRegister> {
  const ajv = new Ajv2020({ allErrors: true, formats: { uri: (text: string) => URL.canParse(text) } });
  const fits = ajv.compile<RiskRegisterAlert>(JSON.parse(readFileSync(SCHEMA, "utf8")) as object);
  const entries = new Map<string, RegisterEntry>();
  /** Ids of events: one may come twice. */
  const seen = new Set<string>();

  const server = fastify({ forceCloseConnections: true });
  server.post(path, ({ headers, body }, reply) => {
    if (!isSame(headers.authorization ?? "", `Bearer ${token}`)) {
      return reply.code(401).send({ error: "the token is missing or wrong" });
    }
    if (!fits(body)) {
      const errors = fits.errors?.map(
        ({ instancePath, message }) => `${instancePath || "/"} ${message ?? ""}`,
      );
      return reply.code(422).send({ error: "no alert as the schema has it", errors });
    }
    if (!seen.has(body.id)) entries.set(body.cycle, entryWith(body, entries.get(body.cycle)));
    seen.add(body.id);
    return reply.code(201).send({ entry: body.cycle });
  });
  const url = await server.listen({ host: LOOPBACK, port: 0 });
  return { url, entries: () => [...entries.values()], stop: () => server.close() };
}

function entryWith(alert: RiskRegisterAlert, before: RegisterEntry | undefined): RegisterEntry {
  const { cycle, ai_system: aiSystem, environment, title, article, priority, transition } = alert;
  const first = before ?? { cycle, aiSystem, environment, title, article, priority, transitions: [] };
  return {
    ...first,
    transitions: [...first.transitions, transition],
    // An alert that is over may have harmed somebody all the same: a person closes the entry.
    state: /recovered$/i.test(transition) ? "recovered, to be assessed" : "to be assessed",
  };
}

function isSame(given: string, needed: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(needed)];
  return a.length === b.length && timingSafeEqual(a, b);
}
