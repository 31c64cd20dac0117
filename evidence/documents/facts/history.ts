import { stackName, type Environment, type System } from "../../../configs";
import { UserError } from "../../../errors";
import {
  evidenceDigestOf,
  NoPromotionEvidence,
  readPromotionEvidence,
  type PromotionEvidence,
} from "../../documentation";
import { judgedRecords, type JudgedRecord } from "../../records";
import type { DocumentsVault } from "../input";

/** Where something stands in the vault, when, and what speaks against relying on it. */
interface Recorded {
  readonly record: string;
  /** By the writer's clock. */
  readonly at: string;
  /** Nothing speaks against it where this is empty. */
  readonly against: readonly string[];
}

type Said<Kind extends JudgedRecord["said"]["kind"]> = Extract<JudgedRecord["said"], { kind: Kind }>;
type DetailsOf<Kind extends JudgedRecord["said"]["kind"]> = Said<Kind>["statement"]["predicate"]["details"];

export type Decision = Recorded & { readonly details: DetailsOf<"gate-decision"> };
export type PlanReview = Recorded & { readonly details: DetailsOf<"plan-review"> };
export type Deploy = Recorded & { readonly details: DetailsOf<"deploy"> };

/** A version that went to production, with what was known of it then. */
export type Promotion = Recorded & {
  readonly details: DetailsOf<"promotion-snapshot">;
  /** In words, why the document that was kept cannot be relied on or read. */
  readonly evidence: PromotionEvidence | string;
};

/** What the records tell of the changes of a system and of what carries it, each in the order of time. */
export interface History {
  readonly decisions: readonly Decision[];
  readonly promotions: readonly Promotion[];
  readonly reviews: readonly PlanReview[];
  readonly deploys: readonly Deploy[];
}

/** Streams of the gate, and of those who review and deploy. */
const ABOUT_CHANGES = /^(?:gate|ci-review|ci-deploy)(?:-|$)/;

/**
 * Reads the changes of a system in an environment, signatures, entitlement and chain checked.
 * @throws UserError when the vault cannot be read
 */
export async function historyOf(
  vault: DocumentsVault,
  environment: Environment,
  system: System,
): Promise<History> {
  const records = await judgedRecords(vault.records, vault.ring, (stream) => ABOUT_CHANGES.test(stream));
  const stacks = new Set(stacksThatCarry(environment, system));
  const history = {
    decisions: [] as Decision[],
    promotions: [] as Promotion[],
    reviews: [] as PlanReview[],
    deploys: [] as Deploy[],
  };
  for (const { key, said, against } of records) {
    const recorded = {
      record: key,
      at: said.statement.predicate.recordedAt,
      against: [...new Set(against.map(({ code, reason }) => `${code}: ${reason}`))],
    };
    switch (said.kind) {
      case "gate-decision": {
        const { details } = said.statement.predicate;
        if (concerns(details, environment, system)) history.decisions.push({ ...recorded, details });
        break;
      }
      case "promotion-snapshot": {
        const { details } = said.statement.predicate;
        if (!concerns(details, environment, system)) break;
        const evidence = await evidenceOf(vault, details);
        history.promotions.push({ ...recorded, details, evidence });
        break;
      }
      case "plan-review": {
        const { details } = said.statement.predicate;
        if (details.plans.some(({ stack }) => stacks.has(stack)))
          history.reviews.push({ ...recorded, details });
        break;
      }
      case "deploy": {
        const { details } = said.statement.predicate;
        if (stacks.has(details.stack)) history.deploys.push({ ...recorded, details });
        break;
      }
    }
  }
  return {
    decisions: history.decisions.sort(byTime),
    promotions: history.promotions.sort(byTime),
    reviews: history.reviews.sort(byTime),
    deploys: history.deploys.sort(byTime),
  };
}

/** Stacks of which a change is one of the system, or of what records and keeps its log. */
export const stacksThatCarry = ({ id, datadog }: Environment, system: System): readonly string[] => [
  stackName.evidenceVault(id),
  stackName.art12Logging(id),
  stackName.datadogOrganisation(datadog.org),
  stackName.art72Monitoring(id, system.id),
  stackName.mlflow(id),
];

/** What nothing speaks against. */
export const relied = <R extends Recorded>(all: readonly R[]): readonly R[] =>
  all.filter(({ against }) => against.length === 0);

/** What is not to be relied on. */
export const doubted = <R extends Recorded>(all: readonly R[]): readonly R[] =>
  all.filter(({ against }) => against.length > 0);

function concerns(
  details: {
    readonly environment: string;
    readonly system?: string;
    readonly model: { readonly name: string };
  },
  environment: Environment,
  { id, registeredModel }: System,
): boolean {
  if (details.environment !== environment.id) return false;
  return details.system === undefined ? details.model.name === registeredModel : details.system === id;
}

async function evidenceOf(
  { documents }: DocumentsVault,
  { evidence: { sha256 }, model }: DetailsOf<"promotion-snapshot">,
): Promise<PromotionEvidence | string> {
  try {
    const evidence = await readPromotionEvidence(documents, sha256);
    if (evidence === undefined) return "the document is not in the vault";
    return evidenceDigestOf(evidence) === model.evidenceSha256
      ? evidence
      : "the document tells of other evidence than the record";
  } catch (error) {
    if (error instanceof NoPromotionEvidence) return "what stands under its digest cannot be read";
    if (error instanceof UserError && error.code === "document-changed")
      return "the document was changed since it was kept";
    throw error;
  }
}

/** Times are in one spelling, so that their texts are in their order; the key decides between equal ones. */
function byTime(a: Recorded, b: Recorded): number {
  const [one, other] = [`${a.at} ${a.record}`, `${b.at} ${b.record}`];
  return one < other ? -1 : one > other ? 1 : 0;
}
