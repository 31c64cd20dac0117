import { eventJsonSchema } from "./json-schema";
import { pythonTypes } from "./python-types";

const schema = eventJsonSchema();
const content = `${JSON.stringify(schema, null, 2)}\n`;
const PYTHON = "clients/python/src/ai_act_evidence/art12";

/**
 * Files that are generated from the event's schema, with paths from the repository root. The clients are packages
 * of their own and so carry their own copies.
 */
export const generatedFiles: readonly { readonly path: string; readonly content: string }[] = [
  { path: "evidence/event/art12-event.v1.schema.json", content },
  { path: "clients/node/schema/art12-event.v1.schema.json", content },
  { path: `${PYTHON}/schema/art12-event.v1.schema.json`, content },
  { path: `${PYTHON}/event.py`, content: pythonTypes(schema) },
];
