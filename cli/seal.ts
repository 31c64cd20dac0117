import { Command, Option } from "commander";
import { STAMP_DIGESTS, type StampDigest } from "../evidence/seal";
import { findSealed, listSeals, restampSeals, runSeal, verifySealStream } from "./seal-actions";
import { SIGNING_KEY_HELP } from "./signer-of";

/** Options every subcommand has. */
export interface SealOptions {
  readonly environment: string;
  readonly configs: string;
  readonly dir?: string;
  readonly json: boolean;
}

export interface RunOptions extends SealOptions {
  readonly signingKey: string;
  readonly timestampAuthority?: string;
  readonly timestampCa?: string;
  readonly witness?: string;
  readonly from?: string;
  readonly all: boolean;
  readonly sourceDir?: string;
}

export interface ListOptions extends SealOptions {
  readonly from?: string;
  readonly lines: boolean;
}

export interface VerifyOptions extends SealOptions {
  readonly keys: string;
  readonly timestampCa?: string;
  readonly witness?: string;
  readonly archive: boolean;
  readonly sourceDir?: string;
}

export interface RestampOptions extends SealOptions {
  readonly timestampAuthority: string;
  readonly timestampCa: string;
  readonly knownCa?: string;
  readonly digest: StampDigest;
  readonly seal?: string;
  readonly expiringBefore?: string;
}

export interface FindOptions extends SealOptions {
  readonly eventId?: string;
  readonly inputDigest?: string;
  readonly caseRef?: string;
  readonly from?: string;
  readonly to?: string;
}

const EXIT_CODES = `
Exit codes:
  0  done; nothing was found to be wrong
  1  the input or the environment is at fault
  2  a finding: among others a seal without time stamp, a witness that was not reached`;

const RUN_HELP = `
Lists the archive from three days before the last look up to tomorrow, and seals every object version that no earlier
seal lists. Not looked at are older days: what is laid over them, or added to them, is found by --from or --all, by the
bucket's weekly inventory, and by "seal verify --archive". The very first run, and --all, list everything.
With nothing new there is still one seal a day: that somebody looked is worth knowing.
A run mends what earlier ones left: seals without time stamp, without index, or not told to the witness.
${EXIT_CODES}

Examples:
  $ evidence seal run --environment production --signing-key kms:alias/ai-act-evidence-production-sign-detector \\
      --timestamp-authority https://tsa.example.org --timestamp-ca tsa-ca.pem --witness https://witness.example.org/seals
  $ evidence seal run --environment production --signing-key detector.pem --all`;

const LIST_HELP = `
Examples:
  $ evidence seal list --environment production --from 2026-11-01
  $ evidence seal list --environment production --from 2026-11-01 --lines > seals.ndjson`;

const VERIFY_HELP = `
Needs the public keys and the certificates of the time-stamp authority; docs/seals.md shows the same with openssl alone.
Without --witness a roll-back of the whole stream cannot be told; with it, a seal that the witness saw and that is not
there is a finding. --archive lists and reads every object of all sealed days again.
${EXIT_CODES}

Examples:
  $ evidence seal verify --environment production --keys keys.json --timestamp-ca tsa-ca.pem --witness seals.ndjson
  $ evidence seal verify --environment production --keys keys.json --timestamp-ca tsa-ca.pem --archive`;

const RESTAMP_HELP = `
Puts one more time stamp beside each seal, over the seal and all its stamps so far, while these can still be checked: a
stamp ends with the authority's certificate, or with the digest it is made over. See docs/seals.md.
${EXIT_CODES}

Examples:
  $ evidence seal restamp --environment production --timestamp-authority https://tsa.example.org \\
      --timestamp-ca tsa-ca.pem --expiring-before 2027-06-01
  $ evidence seal restamp --environment production --timestamp-authority https://new-tsa.example.org \\
      --timestamp-ca new-ca.pem --known-ca all-former-cas.pem --digest sha512`;

const FIND_HELP = `
Answers from the index that the sealing job writes. The index is derived data: what it points to is the evidence.
An event id is looked for in the seals of the days after its own time, unless --from or --to say otherwise; the two
others in all, which takes longer the more days there are.

Exit codes:
  0  found
  1  the input or the environment is at fault
  2  nothing was found

Examples:
  $ evidence seal find --environment production --event-id 01939d00-0000-7000-8000-000000000001
  $ evidence seal find --environment production --input-digest 5f0c… --from 2026-11-01 --to 2026-11-30`;

/** `evidence seal`: what the archive held, day by day, signed, time-stamped and told to a witness. */
export function sealCommand(): Command {
  const seal = new Command("seal").description(
    "Seal the archive: list, sign and time-stamp every object version, and check against that.",
  );
  for (const subcommand of [runCommand(), listCommand(), verifyCommand(), restampCommand(), findCommand()])
    seal.addCommand(subcommand.exitOverride().showHelpAfterError("(run with --help for usage)"));
  return seal;
}

function runCommand(): Command {
  return placed(new Command("run"))
    .description("Seal what the archive holds that no earlier seal lists. Meant to run daily.")
    .requiredOption("--signing-key <key>", `the detector's: ${SIGNING_KEY_HELP}`)
    .option("--timestamp-authority <url>", "RFC 3161 authority; without one the seal stands unstamped")
    .option("--timestamp-ca <file>", "its certificates (PEM), to check its answers")
    .option("--witness <place>", "URL (POST) or file that is told each seal's head; not the vault owner's")
    .option("--from <day>", "first UTC day of the archive to list, such as 2026-11-01")
    .option("--all", "list all days there are", false)
    .option("--source-dir <dir>", "read a local copy of the archive instead of the bucket")
    .addHelpText("after", RUN_HELP)
    .action((options: RunOptions) => runSeal(options));
}

function listCommand(): Command {
  return placed(new Command("list"))
    .description("List seals, taken at their word. Verifies nothing.")
    .option("--from <day>", "only seals that may list objects of this UTC day or later")
    .option(
      "--lines",
      "print the seals themselves with their stamps, a line each, to be checked elsewhere",
      false,
    )
    .addHelpText("after", LIST_HELP)
    .action((options: ListOptions) => listSeals(options));
}

function verifyCommand(): Command {
  return placed(new Command("verify"))
    .description(
      "Check all seals: signatures, chain, time stamps, days, contradictions, other streams' heads.",
    )
    .requiredOption("--keys <file>", "key ring (keys.json); get it by another way than the seals")
    .option("--timestamp-ca <file>", "certificates (PEM) of the time-stamp authorities, former ones included")
    .option("--witness <place>", "URL (GET) or file with the heads that the witness was told")
    .option("--archive", "list and read the archive again and compare", false)
    .option("--source-dir <dir>", "with --archive: a local copy of the archive instead of the bucket")
    .addHelpText("after", VERIFY_HELP)
    .action((options: VerifyOptions) => verifySealStream(options));
}

function restampCommand(): Command {
  return placed(new Command("restamp"))
    .description("Renew the time stamps of seals before they can no longer be checked.")
    .requiredOption("--timestamp-authority <url>", "RFC 3161 authority that makes the new stamps")
    .requiredOption("--timestamp-ca <file>", "its certificates (PEM)")
    .option(
      "--known-ca <file>",
      "certificates (PEM) that the old stamps are checked with; --timestamp-ca otherwise",
    )
    .addOption(
      new Option("--digest <name>", "digest of the new stamps").choices([...STAMP_DIGESTS]).default("sha256"),
    )
    .option("--seal <number>", "only this seal")
    .option("--expiring-before <day>", "only seals whose last stamp's certificate expires before this day")
    .addHelpText("after", RESTAMP_HELP)
    .action((options: RestampOptions) => restampSeals(options));
}

function findCommand(): Command {
  return placed(new Command("find"))
    .description("Find log entries by event id, input digest or case, from the index.")
    .option("--event-id <uuid>", "event id")
    .option("--input-digest <hex>", "digest of the input reference")
    .option("--case-ref <hex>", "digest of the case reference")
    .option("--from <day>", "first UTC day of the seals whose index is read")
    .option("--to <day>", "last UTC day of the seals whose index is read")
    .addHelpText("after", FIND_HELP)
    .action((options: FindOptions) => findSealed(options));
}

function placed(command: Command): Command {
  return command
    .requiredOption("--environment <id>", "environment whose vault it is, as in configs/environments/")
    .option("--dir <dir>", "folder that holds records/, timestamps/ and index/ instead of the bucket")
    .option("--configs <dir>", "folder that holds systems/ and environments/", "configs")
    .option("--json", "print the result as JSON on stdout", false);
}
