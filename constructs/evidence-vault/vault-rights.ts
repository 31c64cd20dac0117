import { names, VAULT_PREFIXES, type Environment } from "../../configs";
import { streamsOf, type Role } from "../../evidence/records/roles";
import { anyKey, onKey } from "../key-by-alias";
import type { PolicyStatement } from "../policy-document";

/** Roles that take evidence under hold, and off it. */
export const HOLD_ROLES: readonly Role[] = ["approver", "security-officer"];

/** Roles that read the whole vault and not only the records: who exports, who seals, who audits. */
const READERS: readonly (Role | "auditor")[] = ["exporter", "detector", "auditor"];

const { archive, records, timestamps, index, checkpoints, late, documentation } = VAULT_PREFIXES;

/** What a role that writes records may do: append to its streams, read, sign with its own key, and its office's more. */
export function recordWriterRights(environment: Environment, role: Role): PolicyStatement[] {
  const { vaultKeyAlias, signingKeyAlias } = names(environment);
  return [
    {
      Sid: "Append",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: objects(environment, [
        `${records}/${role}*`,
        ...streamsOf(role).map((stream) => `${records}/${stream}/*`),
        ...(role === "detector" ? [`${timestamps}/seal/*`, `${index}/*`] : []),
        // Of what was promoted, and of what Datadog knew.
        ...(role === "gate" || role === "detector" ? [`${documentation}/*`] : []),
      ]),
    },
    ...readRights(environment, role),
    ...(role === "detector" ? trailRights(environment) : []),
    ...officeRights(environment, role),
    { Sid: "Encrypt", ...onKey(environment, vaultKeyAlias, ["kms:GenerateDataKey", "kms:Decrypt"]) },
    { Sid: "Sign", ...onKey(environment, signingKeyAlias(role), ["kms:Sign", "kms:GetPublicKey"]) },
  ];
}

/** What an auditor may do: read everything, check signatures and keyed digests, write nothing. */
export function auditorRights(environment: Environment): PolicyStatement[] {
  return [
    ...readRights(environment, "auditor"),
    { Sid: "Decrypt", ...onKey(environment, names(environment).vaultKeyAlias, ["kms:Decrypt"]) },
    {
      Sid: "CheckReferences",
      Effect: "Allow",
      Action: ["kms:VerifyMac", "kms:Verify", "kms:GetPublicKey"],
      Resource: anyKey(environment),
    },
  ];
}

/**
 * What an application may do that puts checkpoints and late entries of its emitters straight into the vault: that alone. It
 * reads nothing and lists nothing, so that one who takes the application over learns nothing there.
 */
export function checkpointWriterRights(environment: Environment): PolicyStatement[] {
  return [
    {
      Sid: "PutCheckpointsAndLateEntries",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: objects(environment, [`${checkpoints}/*`, `${late}/*`]),
    },
    { Sid: "Encrypt", ...onKey(environment, names(environment).vaultKeyAlias, ["kms:GenerateDataKey"]) },
  ];
}

function officeRights(environment: Environment, role: Role): PolicyStatement[] {
  if (role === "exporter")
    return [
      {
        // A colder class than GLACIER_IR must be restored before it can be read.
        Sid: "RestoreArchive",
        Effect: "Allow",
        Action: "s3:RestoreObject",
        Resource: objects(environment, [`${archive}/*`, `${late}/*`]),
      },
    ];
  if (HOLD_ROLES.includes(role))
    return [
      {
        Sid: "HoldEvidence",
        Effect: "Allow",
        Action: ["s3:GetObjectLegalHold", "s3:PutObjectLegalHold"],
        Resource: objects(environment, ["*"]),
      },
    ];
  return [];
}

function readRights(environment: Environment, role: Role | "auditor"): PolicyStatement[] {
  const prefixes = READERS.includes(role)
    ? [archive, late, records, timestamps, checkpoints, index, documentation]
    : // The gate keeps what is not there yet, and makes sure of what is.
      [records, ...(role === "gate" ? [documentation] : [])];
  return [
    {
      Sid: "Read",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectRetention", "s3:GetObjectLegalHold"],
      Resource: objects(
        environment,
        prefixes.map((prefix) => `${prefix}/*`),
      ),
    },
    {
      Sid: "ListAllVersions",
      Effect: "Allow",
      Action: ["s3:ListBucket", "s3:ListBucketVersions"],
      Resource: names(environment).vaultBucketArn,
    },
  ];
}

/** What `evidence detect` reads: the record of every access, all versions, since a later one may stand over the first. */
function trailRights(environment: Environment): PolicyStatement[] {
  const { trailBucket, trailKeyAlias } = names(environment);
  const bucket = `arn:aws:s3:::${trailBucket}`;
  return [
    {
      Sid: "ReadTrail",
      Effect: "Allow",
      Action: "s3:GetObjectVersion",
      Resource: `${bucket}/AWSLogs/${environment.aws.accountId}/*`,
    },
    { Sid: "ListTrail", Effect: "Allow", Action: "s3:ListBucketVersions", Resource: bucket },
    { Sid: "DecryptTrail", ...onKey(environment, trailKeyAlias, ["kms:Decrypt"]) },
  ];
}

function objects(environment: Environment, keys: readonly string[]): string[] {
  return keys.map((key) => `${names(environment).vaultBucketArn}/${key}`);
}
