import { readFileSync } from "node:fs";
import { z } from "zod";
import { provenanceByGit } from "../../configs";
import { provenanceNotReadable } from "../../errors";

/** Since when thresholds stand, for a gate that runs where there is no git: what `evidence thresholds --out` writes. */
const provenanceFile = z.strictObject({
  format: z.literal("ai-act-evidence/thresholds-provenance/v1"),
  thresholds: z.array(
    z.union([
      z.strictObject({
        file: z.string(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        commit: z.string().regex(/^[0-9a-f]{40,64}$/),
        committedAt: z.iso.datetime(),
      }),
      z.strictObject({ file: z.string(), sha256: z.string().exactOptional(), unknownBecause: z.string() }),
    ]),
  ),
});

export type ProvenanceFile = z.infer<typeof provenanceFile>;

/** Asks git for each file of thresholds. */
export function provenanceOfAll(thresholds: readonly { readonly path: string }[]): ProvenanceFile {
  return {
    format: "ai-act-evidence/thresholds-provenance/v1",
    thresholds: thresholds.map(({ path }) => provenanceByGit(path)),
  };
}

/** @throws UserError for a file that cannot be read or is of another form */
export function readProvenanceFile(path: string): ProvenanceFile {
  try {
    return provenanceFile.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw provenanceNotReadable(path, reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  return error instanceof Error ? error.message : String(error);
}
