import type { Command } from "commander";
import { Agent, request } from "undici";
import {
  gateAddressUnsafe,
  gateAnswerUnknown,
  gateDidNotDecide,
  gateNotNamed,
  gateRefused,
  gateTokenMissing,
  gateUnreachable,
} from "../errors";
import { Progress } from "./progress";
import { visible } from "./visible";

/** Options of every command that talks to the gate. */
export interface GateOptions {
  readonly gate?: string;
  readonly json: boolean;
}

/** Adds what every command that talks to the gate takes. */
export function gated(command: Command): Command {
  return command
    .option("--gate <url>", "the gate (default: EVIDENCE_GATE_URL, else MLFLOW_TRACKING_URI)")
    .option("--json", "print the result as JSON on stdout", false);
}

export const GATE_HELP = `
Who you are is told by an access token of your identity provider, in EVIDENCE_TOKEN or MLFLOW_TRACKING_TOKEN.

Exit codes:
  0  done
  1  the input or the environment is at fault, or the gate does not know you
  2  a finding: the gate refuses, or the version lacks something`;

/** A model is read and hashed whole before anything is decided. */
const PATIENCE_MS = 30 * 60_000;

/**
 * Where the gate is, and the token to ask it with.
 * @throws UserError when gate or token are not there, or the token would travel in clear
 */
export function safeGate(
  { gate }: Pick<GateOptions, "gate">,
  env: NodeJS.ProcessEnv = process.env,
): { readonly url: string; readonly token: string } {
  const url = gate ?? env["EVIDENCE_GATE_URL"] ?? env["MLFLOW_TRACKING_URI"];
  if (url === undefined || url === "") throw gateNotNamed();
  if (!isSafe(url)) throw gateAddressUnsafe(url);
  const token = env["EVIDENCE_TOKEN"] ?? env["MLFLOW_TRACKING_TOKEN"];
  if (token === undefined || token === "") throw gateTokenMissing();
  return { url: url.replace(/\/+$/, ""), token };
}

/** The gate's own API, asked in the name of whoever holds the token. */
export class GateClient {
  readonly #url: string;
  readonly #token: string;

  /** @throws UserError when gate or token are not there, or the token would travel in clear */
  constructor(options: Pick<GateOptions, "gate">, env: NodeJS.ProcessEnv = process.env) {
    const { url, token } = safeGate(options, env);
    this.#url = url;
    this.#token = token;
  }

  get<T>(path: string): Promise<T> {
    return this.#ask<T>("GET", path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.#ask<T>("POST", path, body);
  }

  async #ask<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> {
    const url = `${this.#url}/evidence/v1/${path}`;
    const progress = new Progress();
    const beat = setInterval(() => progress.say("the gate reads and hashes the evidence"), 500);
    const dispatcher = new Agent({ headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS });
    try {
      const answer = await request(url, {
        method,
        dispatcher,
        headers: {
          authorization: `Bearer ${this.#token}`,
          accept: "application/json",
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }).catch((error: NodeJS.ErrnoException) => {
        throw gateUnreachable(url, error.code ?? error.message);
      });
      const said = parsed(await answer.body.text());
      if (answer.statusCode === 200 && said !== undefined) return said as T;
      throw refusalOf(url, answer.statusCode, said);
    } finally {
      clearInterval(beat);
      progress.done();
      await dispatcher.close();
    }
  }
}

/** What the gate says no with, as a finding; everything else decided nothing. */
const FINDINGS: ReadonlySet<unknown> = new Set(["PERMISSION_DENIED", "RESOURCE_CONFLICT"]);

function refusalOf(url: string, status: number, said: unknown): Error {
  const { error_code: code, message } = (said ?? {}) as Record<string, unknown>;
  if (typeof code !== "string" || typeof message !== "string") return gateAnswerUnknown(url, status);
  const words = message.split("\n").map(visible).join("\n");
  return FINDINGS.has(code) ? gateRefused(words) : gateDidNotDecide(url, visible(code), words);
}

function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username } = new URL(url);
  const here = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return username === "" && (protocol === "https:" || (protocol === "http:" && here));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
