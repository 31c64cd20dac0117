import { Refusal } from "../refusal";

/** All that the door says no to, in words: what was given, what is needed. Nothing of a token or a body's value is repeated. */

const bad = (message: string): Refusal => new Refusal("INVALID_PARAMETER_VALUE", message);

export const targetNotCanonical = (why: string): Refusal =>
  bad(`the gate takes an address in one spelling only: ${why}`);

export const unknownRoute = (method: string, path: string): Refusal =>
  new Refusal(
    "ENDPOINT_NOT_FOUND",
    `the gate knows no ${printable(method)} ${printable(path)}: only routes of the pinned MLflow that somebody classified are open (docs/gate-routes.md)`,
  );

export const closedRoute = (id: string, why: string): Refusal =>
  new Refusal("PERMISSION_DENIED", `${id} is closed at the gate: it ${why} (docs/gate-routes.md)`);

export const headerNotTaken = (header: string, why: string): Refusal => bad(`header '${header}': ${why}`);

export const bodyNotTaken = (why: string): Refusal => bad(`the request's body: ${why}`);

export const fieldNotTaken = (field: string, why: string): Refusal => bad(`field '${field}': ${why}`);

export const unknownField = (field: string, known: readonly string[]): Refusal =>
  bad(
    `field '${printable(field)}' is not of this request; it takes ${known.join(", ") || "no fields"}, in this spelling`,
  );

export const parameterNotTaken = (name: string, why: string): Refusal =>
  bad(`'${name}' in the address: ${why}`);

export const roleMissing = (name: string, needed: readonly string[], roles: Iterable<string>): Refusal =>
  new Refusal(
    "PERMISSION_DENIED",
    `${name} may not do this: it takes the role ${needed.join(" or ")}, and the groups of this token give ${[...roles].join(", ") || "none"}`,
  );

/** MLflow gave no answer. A write is never sent again by the gate: it may have been done. */
export const noAnswer = (what: string, why: string): Refusal =>
  new Refusal(
    "RESOURCE_CONFLICT",
    `MLflow gave the gate no answer to ${what} (${why}). Whether it was done is not known: look before you try again`,
  );

/** MLflow is in trouble: said with a status that the client shows and does not retry. */
export const upstreamFailed = (what: string, status: number, message: string): Refusal =>
  new Refusal("RESOURCE_CONFLICT", `MLflow answered ${what} with ${status}: ${printable(message)}`);

export const faultOfTheGate = (call: string): Refusal =>
  new Refusal(
    "PERMISSION_DENIED",
    `the gate refuses this because of a fault of its own; its log has the cause under call ${call}`,
  );

/** What a client sent, safe to show: control and format characters are escaped, and no more than a few hundred characters. */
function printable(text: string): string {
  const shown = text.length > 300 ? `${text.slice(0, 300)}…` : text;
  return shown.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.codePointAt(0)?.toString(16).padStart(4, "0")}`,
  );
}
