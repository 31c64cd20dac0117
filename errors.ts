/**
 * User faults, each a named factory, so that every message names where it is, what was given, what is needed and
 * how to mend it. They are printed without a stack. Everything else that is thrown is a fault of ours (exit 3).
 */

/** What `evidence` exits with: 0 fine, 1 user or environment error, 2 a finding, 3 a fault of ours. */
export const EXIT = { ok: 0, user: 1, finding: 2, bug: 3 } as const;

/** One thing that is wrong, in words a person can act on. */
export interface Problem {
  /** Stable machine name, kebab case. */
  readonly code: string;
  /** File (with line where known), object key or URL the problem is in. */
  readonly where: string;
  /** Field inside it, for example `retention.log.days`. */
  readonly field?: string;
  /** What was found there, shortened; never a secret. */
  readonly given?: string;
  /** What is allowed or needed, and whose rule that is. */
  readonly needed: string;
  /** What to do about it. */
  readonly fix: string;
}

/** A fault of the user's input or environment; carries all problems found, not the first only. */
export class UserError extends Error {
  constructor(
    readonly code: string,
    readonly headline: string,
    readonly problems: readonly Problem[],
    readonly exitCode: 1 | 2 = EXIT.user,
  ) {
    super([headline, ...problems.map(formatProblem)].join("\n"));
    this.name = "UserError";
  }
}

/** A problem as indented lines for a terminal. */
function formatProblem(problem: Problem): string {
  const place = problem.field ? `${problem.where}: ${problem.field}` : problem.where;
  const given = problem.given === undefined ? [] : [`    given:  ${problem.given}`];
  return [
    `  ${place} [${problem.code}]`,
    ...given,
    `    needed: ${problem.needed}`,
    `    fix:    ${problem.fix}`,
  ].join("\n");
}

/** Config files with problems: every one of them is listed. */
export function configsInvalid(problems: readonly Problem[]): UserError {
  const files = new Set(problems.map((problem) => problem.where.replace(/:\d+$/, ""))).size;
  return new UserError(
    "configs-invalid",
    `${problems.length} problem(s) in ${files} config file(s)`,
    problems,
  );
}

/** A folder of configs that is missing or empty. */
export function configsNotFound(folder: string): UserError {
  return new UserError("configs-not-found", "no configs to work on", [
    {
      code: "configs-not-found",
      where: folder,
      needed: "a folder with at least one .yaml file",
      fix: "run from the repository, or name the folder with --configs",
    },
  ]);
}

/** Another process holds the lock of a folder of the embedded world for longer than we wait. */
export function sandboxLocked(file: string, pid: number): UserError {
  return new UserError(
    "sandbox-locked",
    "the embedded world is being started or stopped by another process",
    [
      {
        code: "sandbox-locked",
        where: file,
        given: `held by process ${pid}`,
        needed: "one start or stop at a time",
        fix: "wait for that process, or end it: its lock is then taken over",
      },
    ],
  );
}

/** No Python the embedded world could use. */
export function pythonNotUsable(where: string, seen: readonly string[], oldest: string): UserError {
  return new UserError("python-not-usable", "the embedded world needs Python", [
    {
      code: "python-not-usable",
      where,
      given: seen.length > 0 ? seen.join(", ") : "no Python found",
      needed: `Python ${oldest} or newer (what the pinned numpy and pandas need)`,
      fix: "install it, or name an interpreter in EVIDENCE_PYTHON",
    },
  ]);
}

/** Making the virtual environment or installing the packages of the embedded world failed. */
export function pythonPackagesFailed(command: string, log: string, lastLines: string): UserError {
  return new UserError(
    "python-packages-failed",
    "the Python packages of the embedded world could not be installed",
    [
      {
        code: "python-packages-failed",
        where: log,
        given: `${command}\n${lastLines}`,
        needed:
          "a Python with venv and pip (Debian: the package python3-venv), and a package index that pip reaches",
        fix: "read the log, then start again",
      },
    ],
  );
}

/** A server of the embedded world did not come up. */
export function sandboxServiceFailed(service: string, log: string, why: string, endOfLog: string): UserError {
  return new UserError("sandbox-service-failed", `${service} did not start`, [
    {
      code: "sandbox-service-failed",
      where: log,
      given: `${why}; the log ends:\n${endOfLog}`,
      needed: "a server that answers its health check",
      fix: "read the log, mend the cause, start again",
    },
  ]);
}

/** Archives in synthesized stacks that cannot be played without an apply. */
export function synthesizedArchivesInvalid(problems: readonly Problem[]): UserError {
  return new UserError(
    "synthesized-archives-invalid",
    "the synthesized Datadog archives cannot be used",
    problems,
  );
}

/** No Terraform on the PATH. */
export function terraformMissing(): UserError {
  return new UserError("terraform-missing", "Terraform is not installed here", [
    {
      code: "terraform-missing",
      where: "PATH",
      needed: "terraform 1.5 or later, or OpenTofu",
      fix: "install it, or name the program in TERRAFORM_BINARY_NAME",
    },
  ]);
}

/** Terraform itself refused; its own words are passed on. */
export function terraformFailed(
  stackDir: string,
  command: string,
  logFile: string,
  words: string,
): UserError {
  return new UserError("terraform-failed", `terraform ${command} failed`, [
    {
      code: "terraform-failed",
      where: stackDir,
      given: words,
      needed: `a ${command} without errors`,
      fix: `read ${logFile}`,
    },
  ]);
}

/** A program of the sample credit application ended badly. */
export function creditProgramFailed(program: string, why: string, said: string): UserError {
  return new UserError("credit-program-failed", `${program} failed`, [
    {
      code: "credit-program-failed",
      where: `sandbox/credit/${program}`,
      given: `${why}\n${said}`,
      needed: "a running world, and a registered model version where one is scored with",
      fix: "start the world (npm start), then read what the program said",
    },
  ]);
}

/** A part of `npm start` ran, and did not come to what it must come to: a finding. */
export function storyUnexpected(what: string, needed: string, given: string): UserError {
  const problem = {
    code: "not-as-expected",
    where: what,
    given,
    needed,
    fix: "read the logs in .sandbox/logs",
  };
  return new UserError("not-as-expected", `${what} did not come out as it must`, [problem], EXIT.finding);
}

function oneProblem(headline: string, problem: Problem): UserError {
  return new UserError(problem.code, headline, [problem]);
}

/** The bucket that should hold the archive does not exist. */
export function archiveBucketMissing(place: string, region: string): UserError {
  return oneProblem("the archive's bucket does not exist", {
    code: "archive-bucket-missing",
    where: place,
    needed: `the vault's bucket, in region ${region}`,
    fix: "deploy the environment's evidence-vault stack, or check account, region and endpoint",
  });
}

/** AWS credentials were not found, or have expired. */
export function awsCredentialsMissing(place: string): UserError {
  return oneProblem("no usable AWS credentials", {
    code: "aws-credentials-missing",
    where: place,
    needed: "credentials that may read the archive (s3:ListBucketVersions, s3:GetObjectVersion, kms:Decrypt)",
    fix: "sign in, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  });
}

/** AWS knows the caller, or refuses to, and does not let it read the archive. */
export function archiveAccessDenied(place: string, given: string): UserError {
  return oneProblem("reading the archive is denied", {
    code: "archive-access-denied",
    where: place,
    given,
    needed: "s3:ListBucketVersions on the bucket, s3:GetObjectVersion on its objects, kms:Decrypt on its key",
    fix: "use a role that may read the vault",
  });
}

/** The S3 endpoint does not answer. */
export function archiveEndpointUnreachable(place: string, given: string): UserError {
  return oneProblem("S3 cannot be reached", {
    code: "archive-endpoint-unreachable",
    where: place,
    given: process.env.AWS_ENDPOINT_URL
      ? `${given} at AWS_ENDPOINT_URL=${process.env.AWS_ENDPOINT_URL}`
      : given,
    needed: "a connection to the S3 endpoint",
    fix: "check network and proxy; for the embedded world, that it is running and AWS_ENDPOINT_URL names it",
  });
}

/** An object broke off while it was fetched, several times. */
export function archiveReadFailed(place: string, key: string, given: string): UserError {
  return oneProblem("an archived object could not be fetched", {
    code: "archive-read-failed",
    where: `${place}: ${key}`,
    given,
    needed: "a connection that lasts until the object is read",
    fix: "check the network and run the export again; nothing was written",
  });
}

/** The folder given in place of the bucket is not there. */
export function archiveFolderMissing(folder: string): UserError {
  return oneProblem("the folder with the archive's copy does not exist", {
    code: "archive-folder-missing",
    where: folder,
    needed: "a folder whose files have the objects' keys as paths",
    fix: "check --source-dir",
  });
}

/** A bound of the period is neither a date nor an instant. */
export function badPeriodBound(option: string, given: string): UserError {
  return oneProblem("a bound of the period cannot be read", {
    code: "bad-period-bound",
    where: option,
    given,
    needed:
      "a date that exists, such as 2026-11-24, or an instant with its zone, such as 2026-11-24T21:00:00Z",
    fix: "a date takes the whole UTC day; for anything finer give an instant",
  });
}

/** The period ends before, or when, it begins. */
export function periodReversed(from: string, to: string): UserError {
  return oneProblem("the period has no length", {
    code: "period-reversed",
    where: "--from and --to",
    given: `${from} to ${to}`,
    needed: "a --to after --from (a date as --to includes that day, an instant does not include itself)",
    fix: "exchange them, or move one",
  });
}

/** The signing key's file is not there. */
export function signingKeyMissing(file: string): UserError {
  return oneProblem("the signing key does not exist", {
    code: "signing-key-missing",
    where: file,
    needed: "a PEM file with an EC P-256 private key",
    fix: "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out FILE && chmod 600 FILE",
  });
}

/** The signing key's file holds something else. */
export function signingKeyInvalid(file: string, given: string): UserError {
  return oneProblem("the signing key cannot be used", {
    code: "signing-key-invalid",
    where: file,
    given,
    needed: "an unencrypted EC P-256 private key in PEM form",
    fix: "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out FILE && chmod 600 FILE",
  });
}

/** Everybody on the machine may read the signing key. */
export function signingKeyReadableByOthers(file: string, mode: string): UserError {
  return oneProblem("the signing key can be read by others", {
    code: "signing-key-readable-by-others",
    where: file,
    given: `mode ${mode}`,
    needed:
      "a file that only its owner (and perhaps its group) may read: whoever reads it can sign as the exporter",
    fix: `chmod 600 ${file}; if others had access, make a new key`,
  });
}

/** The bundle's folder is taken. */
export function bundleExists(out: string, isBundle: boolean): UserError {
  return oneProblem("the bundle's folder exists already", {
    code: "bundle-exists",
    where: out,
    given: isBundle ? "a bundle" : "something that is not a bundle",
    needed: "a name that is free",
    fix: isBundle
      ? "name another --out, or replace the bundle with --force"
      : "name another --out; --force replaces bundles only",
  });
}

/** The name of the folder in which the bundle is made is taken by something else. */
export function bundlePartialForeign(folder: string): UserError {
  return oneProblem("the folder to work in is taken", {
    code: "bundle-partial-foreign",
    where: folder,
    given: "files that no export left behind",
    needed: "this name, for the bundle in the making",
    fix: "move that folder away, or name another --out",
  });
}

/** No room for the bundle, or for the work files beside it. */
export function bundleDiskFull(folder: string): UserError {
  return oneProblem("the disk is full", {
    code: "bundle-disk-full",
    where: folder,
    needed: "about twice the size of the unpacked logs, until the export is done",
    fix: "free some space, or name an --out on another disk; no bundle was written",
  });
}

/** What should be verified is not there. */
export function bundleMissing(folder: string): UserError {
  return oneProblem("there is no bundle to verify", {
    code: "bundle-missing",
    where: folder,
    needed: "the folder of an export bundle",
    fix: "check the path; unpack the bundle first if it came as one file",
  });
}

/** The key pinned with --public-key cannot be used. */
export function publicKeyInvalid(file: string, given: string): UserError {
  return oneProblem("the public key cannot be used", {
    code: "public-key-invalid",
    where: file,
    given,
    needed: "a PEM file with an EC P-256 public key",
    fix: "ask the exporter for exporter.pub.pem by another way than the bundle's",
  });
}

/** An environment or system that no config declares. */
export function notDeclared(option: string, given: string, declared: readonly string[]): UserError {
  return oneProblem(`${option} names something that is not declared`, {
    code: "not-declared",
    where: option,
    given,
    needed: declared.length > 0 ? `one of ${declared.join(", ")}` : "something declared in the configs",
    fix: "check the spelling, or the folder given with --configs",
  });
}

/** AWS does not let the caller work with records. */
export function recordsAccessDenied(bucket: string): UserError {
  return oneProblem("working with records is denied", {
    code: "records-access-denied",
    where: `s3://${bucket}/records`,
    needed:
      "to read: s3:ListBucketVersions, s3:GetObjectVersion, kms:Decrypt; to append also s3:PutObject with If-None-Match and kms:GenerateDataKey",
    fix: "use the auditor's role to read, the role of your records to append",
  });
}

/** The folder that should hold records is not there. */
export function recordsFolderMissing(folder: string): UserError {
  return oneProblem("the folder with records does not exist", {
    code: "records-folder-missing",
    where: folder,
    needed: "a folder with records/<stream>/<sequence>.dsse.json in it, for example a bundle's",
    fix: "check --dir",
  });
}

/** Neither, or both, of the places records can be read from. */
export function recordsPlaceUnclear(): UserError {
  return oneProblem("where are the records?", {
    code: "records-place-unclear",
    where: "--environment and --dir",
    needed: "exactly one of the two",
    fix: "--environment ENV reads the environment's vault, --dir DIR a folder",
  });
}

/** A stream that is not there. */
export function streamNotFound(place: string, stream: string, existing: readonly string[]): UserError {
  return oneProblem("there is no such stream of records", {
    code: "stream-not-found",
    where: place,
    given: stream,
    needed: existing.length > 0 ? `one of ${existing.join(", ")}` : "at least one record",
    fix: "evidence records list shows the streams",
  });
}

/** A record that is not there. */
export function recordNotFound(place: string, key: string): UserError {
  return oneProblem("there is no such record", {
    code: "record-not-found",
    where: place,
    given: key,
    needed: "the number of a record that stands in the stream",
    fix: "evidence records list --stream STREAM shows the numbers",
  });
}

/** A number or a remembered head on the command line that cannot be read. */
export function recordOptionInvalid(option: string, given: string, needed: string): UserError {
  return oneProblem(`${option} cannot be read`, {
    code: "record-option-invalid",
    where: option,
    given,
    needed,
    fix: "evidence records verify prints the heads to remember; list --stream STREAM the numbers",
  });
}

/** A record that no reader would accept, found before it was written. */
export function recordInvalid(problems: readonly Problem[]): UserError {
  return new UserError("record-invalid", "the record cannot be written", problems);
}

/** What the signer signed does not verify with its own public key. */
export function recordSignatureUnusable(): UserError {
  return oneProblem("the signer's signature does not verify with its own public key", {
    code: "record-signature-unusable",
    where: "the signer of the record",
    needed: "an ECDSA signature over P-256 and SHA-256 by the private half of the public key",
    fix: "check that key and public key belong together; an emulated KMS that hashes a digest again cannot sign records",
  });
}

/** Other writers were faster for as long as we tried. */
export function recordStreamBusy(key: string, triedForMs: number): UserError {
  return oneProblem("other writers left no gap in the stream", {
    code: "record-stream-busy",
    where: key,
    given: `tried for ${Math.round(triedForMs / 1000)} s`,
    needed: "a moment in which nobody else appends to this stream",
    fix: "try again; nothing was written. Give busy writers streams of their own",
  });
}

/** Whether the record was written is not known: the store's answers were lost. */
export function recordNotSettled(key: string, given: string): UserError {
  return oneProblem("whether the record was written is not known", {
    code: "record-not-settled",
    where: key,
    given,
    needed: "an answer of the store",
    fix: "check the connection, look whether the record is there, and only then write it again",
  });
}

/** The last record of the stream cannot be read, so nothing can be chained to it. */
export function recordHeadUnreadable(key: string, given: string): UserError {
  return oneProblem("the stream's last record cannot be read", {
    code: "record-head-unreadable",
    where: key,
    given,
    needed: "its bytes, for the next record to be chained to",
    fix: "restore the object, or give the writer s3:GetObjectVersion and kms:Decrypt",
  });
}

/** The key ring's file is not there. */
export function keyRingMissing(file: string): UserError {
  return oneProblem("the key ring does not exist", {
    code: "key-ring-missing",
    where: file,
    needed: "a keys.json with the public keys that may sign records",
    fix: "check --keys; ask the security officer for the file",
  });
}

/** The key ring's file does not fit its schema. */
export function keyRingInvalid(problems: readonly Problem[]): UserError {
  return new UserError("key-ring-invalid", "the key ring cannot be used", problems);
}

/** KMS does not sign with this key. */
export function kmsKeyUnusable(keyId: string, given: string, fix: string): UserError {
  return oneProblem("the KMS key cannot sign records", {
    code: "kms-key-unusable",
    where: keyId,
    given,
    needed: "an enabled asymmetric key of spec ECC_NIST_P256 and usage SIGN_VERIFY",
    fix,
  });
}

/** No active AI system runs in the environment, so nothing says how much it logs. */
export function noSystemToEstimate(environment: string): UserError {
  return oneProblem("there is no log to estimate", {
    code: "no-system-to-estimate",
    where: "--environment",
    given: `${environment}, in which no active AI system runs`,
    needed: "an active system that runs there, with its volume.eventsPerDay",
    fix: "declare one in configs/systems/, or give --events-per-day",
  });
}

/** The price table does not know a region. */
export function pricesUnknown(field: string, region: string, known: readonly string[]): UserError {
  return oneProblem("the estimate has no prices for a region", {
    code: "prices-unknown",
    where: field,
    given: region,
    needed: `one of ${known.join(", ")}`,
    fix: "add the region with its prices, dated and sourced, to evidence/cost/prices.ts",
  });
}

/** An assumption of the estimate that does not exist, or has a value it cannot have. */
export function costAssumptionInvalid(given: string, needed: string): UserError {
  return oneProblem("an assumption cannot be read", {
    code: "cost-assumption-invalid",
    where: "--assume",
    given,
    needed,
    fix: "evidence cost prints all assumptions with their names and values",
  });
}

/** A name that is in no catalogue of queries. */
export function queryUnknown(given: string, nearest: string): UserError {
  return oneProblem("there is no such query", {
    code: "query-unknown",
    where: "<name>",
    given: JSON.stringify(given.slice(0, 80)),
    needed: "the name of a query of the catalogue",
    fix: `evidence query list shows them; did you mean ${nearest}?`,
  });
}

/** What was given for a query's parameters does not fit; all problems of all parameters. */
export function queryParametersInvalid(query: string, problems: readonly Problem[]): UserError {
  return new UserError(
    "query-parameters-invalid",
    `${problems.length} problem(s) in the parameters of ${query}; nothing was read`,
    problems,
  );
}

/** Athena asked for where no Athena runs anything: an empty answer would look like "nothing found". */
export function athenaEmulated(environment: string): UserError {
  return oneProblem("the embedded AWS runs no queries", {
    code: "athena-emulated",
    where: "--engine",
    given: `athena, and the environment ${environment} is emulated`,
    needed: "an engine that reads the objects: the embedded AWS serves Athena's API and answers without rows",
    fix: "use --engine duckdb",
  });
}

/** Athena asked for over something it cannot see. */
export function athenaReadsNoFolder(): UserError {
  return oneProblem("Athena reads the vault only", {
    code: "athena-reads-no-folder",
    where: "--engine, --source-dir",
    needed: "DuckDB for a local copy of the archive",
    fix: "use --engine duckdb, or leave out --source-dir",
  });
}

/** A person ended a query before its answer. */
export function queryStopped(): UserError {
  return oneProblem("the query was stopped", {
    code: "query-stopped",
    where: "this command",
    needed: "time until the answer",
    fix: "run it again; ask for a shorter period if it took too long",
  });
}

/** No object is archived for the days a query reads: a finding, for silence is not the same as no event. */
export function queryArchiveEmpty(
  place: string,
  firstDay: string,
  lastDay: string,
  findings: readonly string[],
): UserError {
  const problem = {
    code: "query-archive-empty",
    where: place,
    given: [`no archived object in dt=${firstDay} to dt=${lastDay}`, ...findings].join("\n"),
    needed: "archived logs of the period, or of the day before or after it",
    fix: "check period and environment; if they are right, nothing was recorded or it did not reach the vault",
  };
  return new UserError(problem.code, "nothing is archived for this period", [problem], EXIT.finding);
}

/** Athena took the query and ended it without an answer; its own words are passed on. */
export function athenaQueryFailed(executionId: string, state: string, words: string, fix: string): UserError {
  return oneProblem("Athena did not answer the query", {
    code: "athena-query-failed",
    where: `query execution ${executionId}`,
    given: `${state}: ${words}`,
    needed: "a query that succeeds",
    fix,
  });
}

/** Athena took the query and was still at it when our patience ended; the query was stopped. */
export function athenaTimedOut(executionId: string, minutes: number): UserError {
  return oneProblem("Athena takes too long", {
    code: "athena-timed-out",
    where: `query execution ${executionId}`,
    given: `no end after ${minutes} minutes; it was stopped`,
    needed: "an answer within that time",
    fix: "ask for a shorter period, several times if need be",
  });
}

/** Athena refuses the request itself, or cannot be reached. */
export function athenaUnusable(workgroup: string, given: string, fix: string): UserError {
  return oneProblem("Athena cannot be used", {
    code: "athena-unusable",
    where: `workgroup ${workgroup}`,
    given,
    needed: "a deployed evidence-vault stack, and a role that may query in its workgroup and read the vault",
    fix,
  });
}

/** Trino, which stands for Athena in tests, cannot be had on this machine. */
export function trinoNotAvailable(given: string, needed: string): UserError {
  return oneProblem("the Trino test engine cannot be had here", {
    code: "trino-not-available",
    where: "sandbox/trino",
    given,
    needed,
    fix: "provide it, or leave the tests that need Trino skipped",
  });
}
