import type { Answer, Call, JsonObject } from "../call";
import { filledPath } from "../routes/match";
import type { Target, Write } from "../state/gate-state";
import type { Work } from "./parts";

/**
 * How long a write counts as under way when MLflow gave no answer: it may still be at it, and nothing may be read as
 * evidence before that is over.
 */
const LINGER_MS = 60_000;

/** Sends a call on while none of its targets can be frozen. @throws Refusal RESOURCE_CONFLICT where one is */
export async function write(
  work: Pick<Work, "state" | "upstream">,
  call: Call,
  targets: readonly Target[],
  body: JsonObject = call.body,
): Promise<Answer> {
  const under = await work.state.beginWrite(targets, call.principal, call.id);
  let answered = false;
  try {
    const answer = await send(work, call, body);
    answered = true;
    return answer;
  } finally {
    endWrite(under, answered);
  }
}

/** Sends a call on: to the route's own path, with the fields that were read. */
export function send(
  work: Pick<Work, "upstream">,
  { route, params }: Call,
  body: JsonObject,
): Promise<Answer> {
  const empty = Object.keys(body).length === 0;
  return work.upstream.send({
    method: route.method,
    path: filledPath(route, params),
    ...(!(empty && route.method === "DELETE") && { body }),
  });
}

/** @param answered whether MLflow said that it is done, or refused */
export function endWrite(under: Write, answered: boolean): void {
  if (answered) void under.end();
  else setTimeout(() => void under.end(), LINGER_MS).unref();
}
