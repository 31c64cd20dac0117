import { z } from "zod";
import { canonicalString, sha256Hex } from "../event";
import type { DocumentStore } from "./document-store";

/** Tag by which the gate says who made a run, logged model or version: issuer and subject. */
export const CREATED_BY = "evidence.created_by";

const Tags = z.record(z.string(), z.string());

const Metric = z.looseObject({ key: z.string(), value: z.union([z.number(), z.string()]) });

const Dataset = z.looseObject({
  name: z.string(),
  digest: z.string(),
  sourceType: z.string(),
  source: z.string(),
  tags: Tags,
});

const Assessment = z.looseObject({
  id: z.string(),
  reference: z.string(),
  assessedOn: z.string(),
  validUntil: z.string(),
});

/** What the system's config said when it was decided; as far as a chain reads it. */
const HeldSystem = z.looseObject({
  id: z.string(),
  production: z
    .looseObject({
      approvers: z.looseObject({ groups: z.array(z.string()) }).optional(),
      riskAssessments: z.array(Assessment).default([]),
    })
    .optional(),
});

const Limited = z.looseObject({ metric: z.string(), min: z.number().optional(), max: z.number().optional() });

/** The thresholds that its results were held against. */
const HeldThresholds = z.looseObject({ setBy: z.string(), setOn: z.string(), metrics: z.array(Limited) });

/**
 * What a promotion was decided on, as its snapshot keeps it. Loose, for what gates of other versions wrote must stay
 * readable; what is named here is what readers hold against each other.
 */
const promotionEvidence = z.looseObject({
  evidence: z.looseObject({
    version: z.looseObject({ name: z.string(), version: z.string(), runId: z.string(), tags: Tags }),
    run: z
      .looseObject({
        id: z.string(),
        experimentName: z.string(),
        status: z.string(),
        lifecycleStage: z.string(),
        userId: z.string(),
        startTime: z.number(),
      })
      .optional(),
    "run tags": Tags.optional(),
    parameters: Tags.optional(),
    metrics: z.array(Metric).optional(),
    datasets: z.array(Dataset).optional(),
    "logged model": z.looseObject({ id: z.string(), tags: Tags }).optional(),
  }),
  contributors: z.array(z.looseObject({ principal: z.string(), name: z.string(), target: z.string() })),
  lacks: z.array(z.looseObject({ requirement: z.string(), what: z.string() })),
  heldAgainst: z.looseObject({ system: HeldSystem, thresholds: HeldThresholds.optional() }),
  approval: z.looseObject({ record: z.string(), approver: z.string() }).optional(),
});

export type PromotionEvidence = z.infer<typeof promotionEvidence>;

/** What stands at the digest is something else. */
export class NoPromotionEvidence extends Error {}

/** A document longer than this is none that a gate wrote. */
const MOST_BYTES = 64 * 1024 ** 2;

/**
 * Reads what a promotion was decided on.
 *
 * @returns nothing where the store has no such document
 * @throws NoPromotionEvidence when it is something else; and what the store throws, for bytes that are not the digest's too
 */
export async function readPromotionEvidence(
  documents: Pick<DocumentStore, "read">,
  sha256: string,
): Promise<PromotionEvidence | undefined> {
  const source = await documents.read(sha256);
  if (source === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of source) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) throw new NoPromotionEvidence(`it has more than ${MOST_BYTES} bytes`);
    pieces.push(piece);
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(pieces).toString("utf8"));
  } catch {
    throw new NoPromotionEvidence("it is no JSON");
  }
  const read = promotionEvidence.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new NoPromotionEvidence(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "another form"}`);
}

/** SHA-256 of the canonical JSON of the evidence: what an approval and a decision name it by. */
export function evidenceDigestOf({ evidence }: Pick<PromotionEvidence, "evidence">): string {
  return sha256Hex(canonicalString(evidence));
}
