import { z } from "zod";
import { art12EventSchema, EVENT_SCHEMA_VERSION } from "./schema";

/** The event's schema as JSON Schema, draft 2020-12: the contract for clients in other languages. */
export function eventJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(art12EventSchema, { target: "draft-2020-12" });
  return { $schema, $id: `urn:ai-act-evidence:art12-event:${EVENT_SCHEMA_VERSION}`, ...schema };
}
