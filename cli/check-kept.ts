import type { Environment } from "../configs";
import { UserError } from "../errors";
import type { DatadogIntake } from "../evidence/datadog/send";
import {
  appendRecord,
  mustBeEntitled,
  type KeyRing,
  type RecordDraft,
  type RecordStore,
} from "../evidence/records";
import { environmentKey } from "../evidence/signing";
import type { Told } from "../evidence/watching";
import { datadogApi } from "./datadog-access";
import { signerOf } from "./signer-of";

/** What became of a check that was to be recorded and told. */
export interface Kept {
  /** Key of the record. */
  readonly record?: string;
  /** What could not be recorded or told, in words. */
  readonly problems: readonly string[];
  /** What a reader should know, and is as it was asked for. */
  readonly remarks: readonly string[];
}

/** A check that looks again and again, and is to be recorded and told. */
export interface KeepingCheck<Finding> {
  readonly options: { readonly signingKey?: string; readonly datadogApi?: string };
  readonly environment: Environment;
  readonly ring: KeyRing;
  readonly records: RecordStore;
  /** Tells Datadog; never throws. */
  readonly tell: (to: DatadogIntake) => Promise<Told<Finding>>;
  /** The record, with what was told. */
  readonly draft: (told: ReadonlySet<Finding>) => RecordDraft;
}

/** Others may be writing; but whoever waits for the finding waits no longer than this. */
const RECORD_WITHIN_MS = 60_000;
/** Shorter than the gate's alerts: the next check sends again what was not taken. */
const RETRY_AFTER_MS: readonly number[] = [1_000, 5_000];

/**
 * Tells Datadog, then records the check with what was told: what Datadog did not take is told again by the next check.
 * Neither hinders the other, and what fails is said.
 */
export async function keepCheck<Finding>(keeping: KeepingCheck<Finding>): Promise<Kept> {
  const { told, problem, remarks = [] } = await toldTo(keeping);
  const problems = problem === undefined ? [] : [problem];
  try {
    const signer = await signerFor(keeping);
    const options = { giveUpAfterMs: RECORD_WITHIN_MS };
    const { key } = await appendRecord(keeping.records, signer, keeping.draft(told), options);
    return { record: key, problems, remarks };
  } catch (error) {
    const because = error instanceof UserError ? error.message : reasonOf(error);
    return { problems: [...problems, `the check could not be recorded: ${because}`], remarks };
  }
}

async function signerFor<Finding>({ options, environment, ring }: KeepingCheck<Finding>) {
  const key = options.signingKey ?? environmentKey(environment, "detector");
  const signer = await signerOf(key, environment.aws.region);
  mustBeEntitled(ring, signer, "detector");
  return signer;
}

async function toldTo<Finding>({ options, environment, tell }: KeepingCheck<Finding>): Promise<{
  readonly told: ReadonlySet<Finding>;
  readonly problem?: string;
  readonly remarks?: readonly string[];
}> {
  const apiKey = process.env["DD_API_KEY"];
  if (!apiKey) return { told: new Set(), remarks: ["nobody is told: DD_API_KEY is not set"] };
  const to = { api: options.datadogApi ?? datadogApi(environment), apiKey, retryAfterMs: RETRY_AFTER_MS };
  const { told, because } = await tell(to);
  return { told, ...(because !== undefined && { problem: `Datadog was not told everything: ${because}` }) };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
