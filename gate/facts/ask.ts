import type { z } from "zod";
import { textOf, type Answer, type JsonObject, type Upstream } from "../call";
import { Refusal } from "../refusal";

type Request = Parameters<Upstream["send"]>[0];

/** What MLflow says when it refuses: its own code and words. */
export interface MlflowError {
  readonly error_code: string;
  readonly message: string;
}

/** MLflow's error in an answer that is not 2xx; a text of its own where MLflow gave none. */
export function errorIn(answer: Answer): MlflowError | undefined {
  if (answer.status >= 200 && answer.status < 300) return undefined;
  const said = jsonOf(answer);
  const { error_code: code, message } = (typeof said === "object" && said !== null ? said : {}) as Record<
    string,
    unknown
  >;
  return {
    error_code: typeof code === "string" ? code : "INTERNAL_ERROR",
    message: typeof message === "string" ? message : `MLflow answered with status ${answer.status}`,
  };
}

/**
 * Asks MLflow and reads what it says.
 *
 * @throws Refusal RESOURCE_DOES_NOT_EXIST when MLflow does not know what is asked for; PERMISSION_DENIED when it cannot
 *   tell, or answers with something else than expected: the gate decides on nothing it could not read
 */
async function ask<T>(upstream: Upstream, request: Request, expected: z.ZodType<T>): Promise<T> {
  const answer = await upstream.send(request);
  const error = errorIn(answer);
  if (error?.error_code === "RESOURCE_DOES_NOT_EXIST")
    throw new Refusal("RESOURCE_DOES_NOT_EXIST", error.message);
  if (error !== undefined && answer.status < 500)
    throw new Refusal("INVALID_PARAMETER_VALUE", `MLflow does not answer ${request.path}: ${error.message}`);
  if (error !== undefined) throw unreadable(request, error.message);
  const read = expected.safeParse(jsonOf(answer));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw unreadable(request, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unexpected form"}`);
}

/** A question by GET. */
export function get<T>(
  upstream: Upstream,
  path: string,
  query: Readonly<Record<string, string>>,
  expected: z.ZodType<T>,
): Promise<T> {
  return ask(upstream, { method: "GET", path, query }, expected);
}

function unreadable(request: Request, why: string): Refusal {
  return new Refusal(
    "PERMISSION_DENIED",
    `EU AI Act gate: nothing was decided, because MLflow's answer to ${request.path} cannot be used (${why}). Try again; if it stays so, tell the platform team.`,
  );
}

function jsonOf(answer: Answer): unknown {
  try {
    return JSON.parse(textOf(answer)) as JsonObject;
  } catch {
    return undefined;
  }
}
