import {
  planFileUnreadable,
  planOfOtherVersion,
  planStale,
  providersDiffer,
  providerUnavailable,
  stateLocked,
  stateOfNewerVersion,
  terraformCredentialsMissing,
  terraformFailed,
  type TerraformRun,
  type UserError,
} from "../../errors";
import type { Diagnostic } from "./said";

/** Terraform has no codes for its errors: these are its own words, and its providers'. The first that fits counts. */
const KNOWN: readonly (readonly [words: RegExp, fault: (run: TerraformRun) => UserError])[] = [
  // Says of a file that is neither plan nor state why it is no state, too.
  [
    /Failed to load ".*" as a plan file|not a valid zip file|Failed to read the given file as a state or plan/,
    ({ stackDir, words }) => planFileUnreadable(stackDir, words),
  ],
  // Comes as a lock that could not be acquired, because the state is read for that first.
  [
    /Unsupported state file format|managed by newer provider version|state snapshot was created by/,
    stateOfNewerVersion,
  ],
  [/Error acquiring the state lock/, stateLocked],
  [/Saved plan is stale/, planStale],
  [/plan file was created by (?:Terraform|OpenTofu)|plan files cannot be transferred/, planOfOtherVersion],
  [/Inconsistent dependency lock file/, providersDiffer],
  [
    /No valid credential sources? found|failed to refresh cached credentials|ExpiredToken|InvalidClientTokenId|UnrecognizedClientException|(?:api_key|API key|APP key|Invalid or missing credentials).*(?:must be set|Datadog)/i,
    terraformCredentialsMissing,
  ],
  [
    /Failed to query available provider packages|Failed to install provider|Failed to resolve provider packages/,
    providerUnavailable,
  ],
];
const KEPT_CHARACTERS = 1_200;

/**
 * The fault that Terraform's words tell of.
 *
 * @param errors its machine-readable ones; where it made none, its words on stderr count
 */
export function terraformFault(
  run: Omit<TerraformRun, "words">,
  errors: readonly Diagnostic[],
  stderr: string,
): UserError {
  const texts = errors.map(({ summary, detail }) => [summary, detail.trim()].filter(Boolean).join(": "));
  const text = texts.length > 0 ? texts.join("\n") : stderr.trim();
  // Terraform breaks its lines for a terminal of 78 columns, in the middle of what is looked for.
  const flat = text.replaceAll(/\s+/g, " ");
  const [, fault] = KNOWN.find(([words]) => words.test(flat)) ?? [];
  const words = text.replaceAll(/\n\s*\n/g, "\n").slice(0, KEPT_CHARACTERS) || "it said nothing";
  return (fault ?? terraformFailed)({ ...run, words });
}
