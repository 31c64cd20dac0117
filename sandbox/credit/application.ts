/** The credit application: the registered model, the credit policy and the Art 12 logger put together. */
import {
  createArt12Logger,
  type Art12LoggerOptions,
  type Art12Sink,
  type CheckpointOptions,
  type SpoolOptions,
} from "../../clients/node";
import { applicationKeys } from "./application-dir";
import { decide, type Applicant, type DecisionCounts, type DecisionPolicy } from "./decisions";
import { startCreditScorer, testApplicants, type RegisteredModel } from "./scorer";
import type { ProgramWorld } from "./python-program";

export interface CreditApplicationOptions {
  readonly world: ProgramWorld;
  readonly system: Art12LoggerOptions["system"];
  readonly environment: string;
  readonly role: Art12LoggerOptions["role"];
  readonly model: RegisteredModel;
  /** Where events go: `datadogIntake(...)` for the whole way. */
  readonly sink: Art12Sink;
  /** How its checkpoints reach the vault, past the sink. @default none are written */
  readonly checkpoints?: CheckpointOptions;
  /** Where its events wait for the sink. @default they do not: a decision waits for it */
  readonly spool?: SpoolOptions;
  /** How many applicants of the test set to decide on, or the applicants. */
  readonly applicants: number | readonly Applicant[];
  /** The system's declared codes; must hold those of `CREDIT_POLICY`. @default these codes alone */
  readonly vocabulary?: Art12LoggerOptions["vocabulary"];
  /** What is hashed as input. @default "applicant-features" */
  readonly inputScope?: string;
  /** @default `CREDIT_POLICY` */
  readonly policy?: DecisionPolicy;
}

const CODES = {
  decline: "decline",
  approve: "approve",
  affordabilityConfirmed: "affordability_confirmed",
  affordabilityRefuted: "affordability_refuted",
  featureMissing: "feature_missing",
} as const;

/** Declined from a probability of default of 0.5 on; what is within 0.05 of that goes to a credit officer. */
export const CREDIT_POLICY: DecisionPolicy = {
  threshold: 0.5,
  reviewBand: 0.05,
  codes: { atOrAbove: CODES.decline, below: CODES.approve, unusable: CODES.featureMissing },
  review: ({ id, features }, decision) => {
    const reviewer = Number(id.at(-1)) % 2 === 0 ? "credit-officer-1" : "credit-officer-2";
    if (decision === CODES.decline && features["housing"] === "own")
      return { reviewer, overrideReason: CODES.affordabilityConfirmed };
    if (decision === CODES.approve && features["checking_account"] === "little")
      return { reviewer, overrideReason: CODES.affordabilityRefuted };
    return { reviewer };
  },
};

const CREDIT_VOCABULARY: Art12LoggerOptions["vocabulary"] = {
  decisions: [CODES.approve, CODES.decline],
  reasons: [CODES.affordabilityConfirmed, CODES.affordabilityRefuted],
  errors: [CODES.featureMissing],
};

/**
 * Serves the applicants with the registered version and emits `emitter_start`, the events of each case and
 * `emitter_stop`. What runs is what is logged: name, version and run come from the registry at loading, and the digest
 * from the folder the model was loaded from.
 */
export async function runCreditApplication(
  options: CreditApplicationOptions,
): Promise<DecisionCounts & { readonly model: { readonly name: string; readonly version: string } }> {
  const { world, system, policy = CREDIT_POLICY } = options;
  const applicants =
    typeof options.applicants === "number"
      ? await testApplicants(world, options.applicants)
      : options.applicants;
  const keys = await applicationKeys(world.dir, system.id);
  const scorer = await startCreditScorer(world, options.model);
  try {
    const { name, version, runId, artifactDir } = scorer.model;
    const { threshold: decisionThreshold, reviewBand } = policy;
    const logger = await createArt12Logger({
      system,
      environment: options.environment,
      role: options.role,
      model: { name, version, runId, artifact: { path: artifactDir } },
      config: { decisionThreshold, values: { reviewBand } },
      inputReference: {
        algorithm: "hmac-sha256",
        keyId: `${system.id}-input-1`,
        key: keys.input,
        scope: options.inputScope ?? "applicant-features",
      },
      caseKey: { id: `${system.id}-case-1`, key: keys.case },
      pseudonymKey: keys.pseudonym,
      vocabulary: options.vocabulary ?? CREDIT_VOCABULARY,
      sink: options.sink,
      ...(options.checkpoints && { checkpoints: options.checkpoints }),
      ...(options.spool && { spool: options.spool }),
      heartbeat: { everySeconds: 60 },
    });
    const counts = await decide(applicants, scorer, policy, logger);
    await logger.close();
    return { ...counts, model: { name, version } };
  } finally {
    await scorer.close();
  }
}
