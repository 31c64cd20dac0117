import { Art12DeliveryError } from "../errors";

/** What an answer, or the lack of one, says about the events that were sent. */

/** Who answers: its name in codes and in words. */
export interface Receiver {
  readonly code: string;
  readonly name: string;
}

/** Errors that come before a connection stands: nothing was sent. */
const NEVER_CONNECTED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

/** It answered, and not with success. After 408 and 5xx the events may have been taken all the same. */
export function answered({ code, name }: Receiver, status: number, vendorText: string): Art12DeliveryError {
  const denied = status === 401 || status === 403;
  return new Art12DeliveryError({
    code: denied ? `${code}-denied` : `${code}-http-${status}`,
    needed: `${name} answered ${status}: ${vendorText || "(no text)"}`,
    fix: denied
      ? "check that apiKey is valid and belongs to this site"
      : "act on the vendor's answer, or try later",
    delivered: status === 408 || status >= 500 ? "unknown" : "no",
    status,
    vendorText,
  });
}

/** It did not answer. */
export function unanswered({ code, name }: Receiver, cause: unknown): Art12DeliveryError {
  const reason = reasonOf(cause);
  const neverConnected = NEVER_CONNECTED.has(reason);
  return new Art12DeliveryError({
    code: neverConnected ? `${code}-unreachable` : `${code}-no-answer`,
    needed: `${name} gave no answer (${reason})`,
    fix: "check site or url, the network and the proxy",
    delivered: neverConnected ? "no" : "unknown",
    cause,
  });
}

/** The client itself holds the events back, because they would not be taken; or learns only now that they were not. */
export function refusal(
  code: string,
  needed: string,
  fix: string,
  delivered: "no" | "unknown" = "no",
): Art12DeliveryError {
  return new Art12DeliveryError({ code, needed, fix, delivered });
}

/** Whether trying again may help. */
export function isPassing({ status }: Art12DeliveryError): boolean {
  return status === undefined || status === 408 || status === 429 || status >= 500;
}

/** An earlier try may have arrived, whatever the last one says. */
export function asUncertain(last: Art12DeliveryError): Art12DeliveryError {
  if (last.delivered === "unknown") return last;
  const { code, fix, status, vendorText } = last;
  const needed = `an earlier try may have arrived; the last one failed: ${last.needed}`;
  return new Art12DeliveryError({ code, needed, fix, delivered: "unknown", status, vendorText, cause: last });
}

/** fetch hides the system's error in a chain of causes: the innermost one has the code. */
function reasonOf(error: unknown): string {
  const { cause, code, name } = Object(error) as { cause?: unknown; code?: unknown; name?: unknown };
  if (cause !== undefined) return reasonOf(cause);
  return String(code ?? name ?? "unknown");
}
