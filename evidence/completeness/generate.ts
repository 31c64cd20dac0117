import { z } from "zod";
import { checkpointSchema } from "./checkpoint";
import { independentCountSchema } from "./independent-count";

/** JSON Schemas, draft 2020-12, for those who write checkpoints and counts; with paths from the repository root. */
export const generatedFiles: readonly { readonly path: string; readonly content: string }[] = [
  published("checkpoint", checkpointSchema),
  published("independent-count", independentCountSchema),
];

function published(name: string, described: z.ZodType) {
  const { $schema, ...schema } = z.toJSONSchema(described, { target: "draft-2020-12" });
  const content = { $schema, $id: `urn:ai-act-evidence:${name}:1.0.0`, ...schema };
  return {
    path: `evidence/completeness/${name}.v1.schema.json`,
    content: `${JSON.stringify(content, null, 2)}\n`,
  };
}
