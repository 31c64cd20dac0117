import { Command } from "commander";
import { EXIT } from "../errors";
import { FINDING_KINDS, type FindingCode } from "../evidence/export";
import { readKeyRing } from "../evidence/records";
import { mustBeUsable } from "../evidence/seal";
import {
  isResponse,
  verifyBundle,
  verifyResponse,
  type ResponseVerification,
  type Verification,
} from "../evidence/verify";
import { Progress } from "./progress";
import { visible } from "./visible";

const HELP = `
Works offline, without AWS, with nothing but the folder. It answers whether the bundle is what the holder of the key
signed, and whether its parts agree: events, chains, counts and statements are worked out again. Findings that the
export recorded (a gap, a broken object) are part of what was signed: they are shown, and do not make this fail.
Completeness, and what seals say of the archived objects, is stated as it follows from the bundle here. Checkpoints of
emitters and seals count only with --key-ring, seals' time stamps only with --timestamp-ca (and the openssl program):
whose keys and certificates they are, a bundle cannot show.
The answer of evidence respond is verified as a whole: every file, its export as a bundle of its own, every stream of records
over what was left out, every document, and whether all that is missing or was kept back is named.

Exit codes:
  0  verified
  1  there is no bundle, or the key given cannot be used
  2  something is not what was signed, does not agree, or could not be told

Examples:
  $ evidence verify credit-scoring-2026-11
  $ evidence verify credit-scoring-2026-11 --public-key exporter-from-their-letter.pub.pem
  $ evidence verify credit-scoring-2026-11 --key-ring keys-from-their-security-officer.json
  $ evidence verify credit-scoring-2026-11 --key-ring keys-from-their-security-officer.json \\
      --timestamp-ca root-certificate-of-the-authority.pem
  $ evidence verify credit-scoring-2026-11 --json`;

interface Options {
  readonly publicKey?: string;
  readonly keyRing?: string;
  readonly timestampCa?: string;
  readonly json: boolean;
}

/** `evidence verify`: whether a bundle is what its exporter signed. */
export function verifyCommand(): Command {
  return new Command("verify")
    .description(
      "Verify an export bundle, or an answer of evidence respond, offline: signature, every file, event, chain and count.",
    )
    .argument("<bundle>", "folder of the bundle")
    .option("--public-key <file>", "the exporter's public key (PEM), had from elsewhere than the bundle")
    .option("--key-ring <file>", "keys that may sign checkpoints and seals (keys.json), had from elsewhere")
    .option("--timestamp-ca <file>", "certificates (PEM) of the time-stamp authorities, had from them")
    .option("--json", "print the result as JSON on stdout", false)
    .addHelpText("after", HELP)
    .action(async (bundle: string, options: Options) => {
      const { publicKey, timestampCa } = options;
      if (timestampCa !== undefined) await mustBeUsable(timestampCa);
      const keyRing = options.keyRing === undefined ? undefined : await readKeyRing(options.keyRing);
      const progress = new Progress();
      const verify = (await isResponse(bundle)) ? verifyResponse : verifyBundle;
      const result = await verify(bundle, { publicKey, keyRing, timestampCa }, (doing) =>
        progress.say(doing),
      ).finally(() => progress.done());
      if (options.json) console.log(JSON.stringify({ bundle, ...result }, null, 2));
      else console.log(inWords(result).map(visible).join("\n"));
      process.exitCode = result.verified ? EXIT.ok : EXIT.finding;
    });
}

const MARKS = { met: "ok     ", unmet: "FAILED ", unknown: "UNKNOWN" } as const;

type Verified = Verification | ResponseVerification;

function inWords({ verified, key, checks, manifest, completeness, sealed }: Verified): string[] {
  return [
    ...checks.map(
      ({ check, verdict, file, reason }) => `${MARKS[verdict]} ${check}: ${file ? `${file}: ` : ""}${reason}`,
    ),
    ...(manifest === undefined
      ? []
      : "confidentiality" in manifest
        ? saidByTheAnswer(manifest)
        : saidByTheBundle(manifest)),
    ...(completeness === undefined ? [] : [`completeness as worked out here: ${stated(completeness)}`]),
    ...(sealed === undefined ? [] : [`seals as worked out here: ${sealed.holds}: ${sealed.because}`]),
    key.pinned
      ? `key: the one you gave, ${key.fingerprint}`
      : `key: the bundle's own, ${key.fingerprint ?? "which cannot be used"}. Whose it is, is not shown by the bundle: compare this fingerprint by another way, or give --public-key.`,
    verified
      ? "verified: the bundle is what the holder of the key signed, and its parts agree"
      : "NOT verified",
  ];
}

function saidByTheAnswer({
  request,
  chain,
  missing,
  withheld,
}: NonNullable<ResponseVerification["manifest"]>): string[] {
  return [
    `about: ${request.reference}: ${request.system} in ${request.environment}, ${request.period.from} up to ${request.period.to}`,
    `chain as the exporter states it: ${chain?.outcome ?? "not followed"}; evidence chain --bundle follows it again`,
    ...missing.map(({ item, because }) => `missing by its own word: ${item}: ${because}`),
    ...withheld.map(({ item, reason, basis }) => `kept back: ${item}: ${reason} (${basis})`),
  ];
}

function saidByTheBundle({
  request,
  counts,
  completeness,
  sealed,
  findings,
}: NonNullable<Verification["manifest"]>): string[] {
  const recorded = Object.entries(findings).map(([code, total]) => {
    const title = FINDING_KINDS[code as FindingCode]?.title ?? "of a kind not known here";
    return `recorded finding: ${title}: ${total} [${code}]`;
  });
  return [
    `about: ${request.system} in ${request.environment}, ${request.period.from} up to ${request.period.to}, ${counts.events} event(s)`,
    `completeness as the exporter states it: ${stated(completeness)}`,
    `seals as the exporter states it: ${sealed.holds}: ${sealed.because}`,
    ...(recorded.length === 0 ? ["recorded findings: none"] : recorded),
  ];
}

function stated({ level, holds, because }: NonNullable<Verification["completeness"]>): string {
  return `level ${level}: ${holds}: ${because}`;
}
