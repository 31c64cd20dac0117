import { eventJsonSchema } from "./json-schema";

const content = `${JSON.stringify(eventJsonSchema(), null, 2)}\n`;

/**
 * Files that are generated from the event's schema, with paths from the repository root. The client is a package of
 * its own and so carries its own copy.
 */
export const generatedFiles: readonly { readonly path: string; readonly content: string }[] = [
  { path: "evidence/event/art12-event.v1.schema.json", content },
  { path: "clients/node/schema/art12-event.v1.schema.json", content },
];
