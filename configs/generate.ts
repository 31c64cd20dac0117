import { z } from "zod";
import { environmentSchema } from "./environment-schema";
import { systemSchema } from "./system-schema";
import { thresholdsSchema } from "./thresholds-schema";

/** JSON Schemas for editors (`# yaml-language-server: $schema=...`), made from the schemas the loader enforces. */
export const generatedFiles = [
  { path: "configs/schema/system.schema.json", content: editorSchema(systemSchema) },
  { path: "configs/schema/environment.schema.json", content: editorSchema(environmentSchema) },
  { path: "configs/schema/thresholds.schema.json", content: editorSchema(thresholdsSchema) },
];

function editorSchema(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: "input", target: "draft-7" }), null, 2)}\n`;
}
