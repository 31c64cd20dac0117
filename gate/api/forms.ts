import { z } from "zod";
import { SPELLING } from "../spellings";

/** What clients send to the gate's own API. Strict: a field that is not known is a misspelt one. */
const Name = z.string().regex(SPELLING.registeredModel, "the name of a registered model");
const Version = z.string().regex(SPELLING.version, "a version number as a text");
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits");
const Why = z.string().trim().min(10).max(2_000);
const Id = z.string().regex(/^[0-9a-z-]{1,64}$/, "an id as the gate gave it");

const DoorForm = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("stage"), name: z.literal("Production") }),
  z.strictObject({ kind: z.literal("alias"), name: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/) }),
]);

export const VersionParams = z.object({ name: Name, version: Version });
export const RunParams = z.object({
  run: z.string().regex(SPELLING.run, "the id of a run: 32 hexadecimal digits"),
});
export const ApprovalParams = z.object({ id: Id });

export const ApprovalForm = z.strictObject({
  name: Name,
  version: Version,
  /** As status shows them: something else than was looked at is never approved. */
  evidenceSha256: Sha256,
  artifactSha256: Sha256,
  modification: z.strictObject({
    class: z.enum(["predetermined", "substantial"]),
    why: Why,
    conformityAssessment: z.string().trim().min(1).max(500).exactOptional(),
  }),
  dryRun: z.boolean().default(false),
});

export const RevocationForm = z.strictObject({ name: Name, reason: Why });

export const PromotionForm = z.strictObject({
  name: Name,
  version: Version,
  door: DoorForm,
  rollBack: z.boolean().default(false),
  /** Id of a break-glass request by another approver. */
  breakGlass: Id.exactOptional(),
});

export const BreakGlassForm = z.strictObject({
  name: Name,
  version: Version,
  door: DoorForm,
  reason: Why,
  until: z.iso.datetime({ offset: true }).transform((at) => new Date(at)),
});
