import type { Json, JsonObject } from "../call";
import documents from "../routes/graphql-3.17.2.json";
import { bodyNotTaken, fieldNotTaken, unknownField } from "./refusals";

/** What the user interface of the pinned MLflow sends to /graphql, by name of the operation: nobody else uses it. */
const DOCUMENTS: Readonly<Record<string, string>> = documents;

const FIELDS = ["operationName", "query", "variables"];

/**
 * Lets through the few queries that the user interface is known to send. What is forwarded is the text that is kept here; of
 * the client only the variables are taken.
 *
 * @throws Refusal INVALID_PARAMETER_VALUE
 */
export function readGraphql(given: Readonly<Record<string, unknown>>): JsonObject {
  for (const name of Object.keys(given)) if (!FIELDS.includes(name)) throw unknownField(name, FIELDS);
  const { operationName, query, variables = {} } = given;
  const known =
    typeof operationName === "string" && Object.hasOwn(DOCUMENTS, operationName)
      ? DOCUMENTS[operationName]
      : undefined;
  if (known === undefined || typeof operationName !== "string")
    throw fieldNotTaken("operationName", `one of ${Object.keys(DOCUMENTS).join(", ")}`);
  if (typeof query !== "string" || squeezed(query) !== squeezed(known))
    throw fieldNotTaken("query", `the text that MLflow's user interface sends as ${operationName}`);
  if (typeof variables !== "object" || variables === null || Array.isArray(variables))
    throw fieldNotTaken("variables", "an object");
  return { operationName, query: known, variables: wellFormed(variables as Json) };
}

const squeezed = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Variables as they are: they select what is read. */
function wellFormed(value: Json): Json {
  if (/\\ud[89a-f]/i.test(JSON.stringify(value))) throw bodyNotTaken("no half characters");
  return value;
}
