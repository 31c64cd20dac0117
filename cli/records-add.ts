import { Command, Option } from "commander";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { detailsUnreadable, recordOptionInvalid, subjectUnreadable } from "../errors";
import { canonicalString, sha256Hex } from "../evidence/event";
import {
  appendRecord,
  draftedStatement,
  KEY_STREAM,
  mustBeEntitled,
  readKeyRing,
  ROLES,
  type RecordDraft,
  type RecordKind,
  type Role,
  type Subject,
} from "../evidence/records";
import { openStore, placed, regionOf, type PlaceOptions } from "./records-place";
import { SIGNING_KEY_HELP, signerOf } from "./signer-of";

/** Kinds that people write; the others are written by the programs that do what they tell of. */
const BY_HAND = [
  "approval",
  "incident",
  "key-ceremony",
  "revocation",
] as const satisfies readonly RecordKind[];

interface AddOptions extends PlaceOptions {
  readonly kind: (typeof BY_HAND)[number];
  readonly role: Role;
  readonly actor: string;
  readonly details: string;
  readonly stream?: string;
  readonly subject?: readonly string[];
  readonly subjectFile?: readonly string[];
  readonly signingKey?: string;
  readonly keys?: string;
  readonly dryRun: boolean;
}

const HELP = `
The details are a JSON file in the form of their kind:
  approval      {"decision": "approved", "about": "lock_mode", "reference": "change 31"}
  incident      any JSON object, for example {"phase": "found", "what": "objects missing", "reference": "INC-8"}; the steps
                of a serious incident (Art 73) are recorded with: evidence incident record
  key-ceremony  {"action": "create", "keyId": "64 hex digits", "keyRole": "gate", "custody": "kms",
                 "participants": ["a.muster", "b.beispiel"]}
  revocation    {"keyId": "64 hex digits", "reason": "compromised", "effectiveFrom": "2026-11-25T09:00:00.000Z"}

A record cannot be taken back and is kept for years: no secrets, no names where a pseudonym does. What it is about is
told by digest: with --subject or --subject-file, else the key it names, else the details themselves. Without --stream
it goes to stream keys (key-ceremony, revocation) or to the one named after the role.

Exit codes:
  0  the record stands
  1  nothing was written: the input or the environment is at fault

Examples:
  $ evidence records add --environment production --kind incident --role security-officer --actor a.muster \\
      --details incident.json --subject-file report.pdf --dry-run
  $ evidence records add --environment production --kind key-ceremony --role security-officer --actor a.muster \\
      --details ceremony.json --signing-key kms:alias/ai-act-evidence-production-sign-security-officer`;

/** `evidence records add`: appends what a person did or decided, signed with the key of their role. */
export function addCommand(): Command {
  return placed(new Command("add"))
    .description(
      "Append a signed record of what people did: an approval, an incident, a key ceremony, a revocation.",
    )
    .addOption(new Option("--kind <kind>", "kind of record").choices(BY_HAND).makeOptionMandatory())
    .addOption(new Option("--role <role>", "role of the signing key").choices(ROLES).makeOptionMandatory())
    .requiredOption("--actor <who>", "who acted: a login or pseudonym")
    .requiredOption("--details <file>", "JSON file with what the record says")
    .option("--stream <name>", "stream to append to")
    .option("--subject <name=sha256>", "what it is about, by digest; may be given several times", collect)
    .option("--subject-file <file>", "a file it is about; may be given several times", collect)
    .option("--signing-key <key>", `the role's key: ${SIGNING_KEY_HELP}; not needed with --dry-run`)
    .option("--keys <file>", "key ring (keys.json): refuse a key that its readers would not heed")
    .option("--dry-run", "print the statement that would be signed, and write nothing", false)
    .addHelpText("after", HELP)
    .action(async (options: AddOptions, command: Command) => {
      const draft = await draftOf(options);
      const store = openStore(options);
      if (options.dryRun) {
        console.log(JSON.stringify(await draftedStatement(store, draft), null, 2));
        return;
      }
      if (options.signingKey === undefined)
        command.error("error: required option '--signing-key <key>' not specified");
      const signer = await signerOf(options.signingKey, regionOf(options));
      if (options.keys !== undefined) mustBeEntitled(await readKeyRing(options.keys), signer, draft.role);
      const { key, sequence, sha256 } = await appendRecord(store, signer, draft);
      if (options.json) console.log(JSON.stringify({ key, sequence, sha256 }, null, 2));
      else console.log(`recorded: ${key}\nhead to remember: ${sequence}:${sha256}`);
    });
}

async function draftOf(options: AddOptions): Promise<RecordDraft> {
  const { kind, role, actor } = options;
  const details = await detailsOf(options.details);
  return {
    stream: options.stream ?? (aboutKeys(kind) ? KEY_STREAM : role),
    kind,
    role,
    actor,
    subject: await subjectsOf(options, details),
    // Whether they fit their kind is checked when the record is drafted, with all that is wrong.
    details: details as RecordDraft["details"],
  };
}

async function detailsOf(file: string): Promise<Record<string, unknown>> {
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw detailsUnreadable(file, error.message);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw detailsUnreadable(file, (error as Error).message);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw detailsUnreadable(file, "it holds no JSON object");
  return value as Record<string, unknown>;
}

async function subjectsOf(options: AddOptions, details: Record<string, unknown>): Promise<Subject[]> {
  const named = (options.subject ?? []).map((text) => {
    const [, name, sha256] = /^(.+)=([0-9a-f]{64})$/.exec(text) ?? [];
    if (name === undefined || sha256 === undefined)
      throw recordOptionInvalid("--subject", text, "a name, an equals sign and 64 lower-case hex digits");
    return { name, digest: { sha256 } };
  });
  const files = await Promise.all((options.subjectFile ?? []).map(subjectOfFile));
  const given = [...named, ...files];
  if (given.length > 0) return given;
  const { keyId } = details;
  if (aboutKeys(options.kind) && typeof keyId === "string")
    return [{ name: `key/${keyId}`, digest: { sha256: keyId } }];
  return [{ name: options.kind, digest: { sha256: sha256Hex(canonicalString(details)) } }];
}

async function subjectOfFile(file: string): Promise<Subject> {
  const bytes = await readFile(file).catch((error: Error) => {
    throw subjectUnreadable(file, error.message);
  });
  return { name: basename(file), digest: { sha256: createHash("sha256").update(bytes).digest("hex") } };
}

function aboutKeys(kind: AddOptions["kind"]): boolean {
  return kind === "key-ceremony" || kind === "revocation";
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
