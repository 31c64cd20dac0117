import { names, type Environment } from "../../configs";
import { KEYS, NEXT_PLACES } from "./keys";
import { ALL_POWERFUL, ALL_POWERFUL_THERE, ofRole, RECORD_WRITERS } from "./people";
import type { Row } from "./rows";

/** Who may read everything: who exports, who seals, who audits. */
const READERS = ["vault_exporter", "vault_detector", "vault_auditor"];
/** What a put says that asks for its place to be free. */
const FREE = { "if-none-match": "*" };

/** What is done in the vault every day, and who may: nobody besides who has the office, and administrators. */
export function workRows(environment: Environment): readonly Row[] {
  const { vaultBucketArn: vault } = names(environment);
  const row = (
    what: string,
    right: string,
    key: string,
    allowed: readonly string[],
    more: Partial<Row> = {},
  ): Row => ({
    what,
    rights: [right],
    on: key === "" ? vault : `${vault}/${key}`,
    policies: ["vault"],
    allowed: [...allowed, ...ALL_POWERFUL],
    otherwise: "not granted",
    ...more,
  });
  const put = (what: string, key: string, allowed: readonly string[], more: Partial<Row> = {}) =>
    row(what, "s3:PutObject", key, allowed, more);
  const once = { allowed: [], otherwise: "PlacesAreTakenOnce" };
  const read = "s3:GetObjectVersion";
  return [
    // Object Lock lets a new version stand over the old one. The first is kept, and readers name the second.
    put("overwrites or truncates an object of the archive, as a new version", KEYS.archive, [
      "datadog_archive",
    ]),
    put("overwrites a record", KEYS.record, [], once),
    put("overwrites a time stamp", KEYS.stamp, [], once),
    put("overwrites a checkpoint", KEYS.checkpoint, [], once),
    put("overwrites late entries", KEYS.late, [], once),
    put("overwrites documentation of what was promoted", KEYS.documentation, [], once),
    ...NEXT_PLACES.map(({ key, writers }) =>
      put(`takes the free place ${key}`, key, writers.map(ofRole), { request: FREE }),
    ),
    put("takes a free place for a seal's time stamp", KEYS.stamp, ["vault_detector"], { request: FREE }),
    put("writes the look-up index", KEYS.index, ["vault_detector"]),
    put("takes a free place for a checkpoint", KEYS.checkpoint, ["vault_checkpoint_writer"], {
      request: FREE,
    }),
    put("takes a free place for documentation", KEYS.documentation, ["vault_detector", "vault_gate"], {
      request: FREE,
    }),
    put("takes a free place for late entries", KEYS.late, ["vault_checkpoint_writer"], { request: FREE }),
    row("reads a record", read, KEYS.record, [...RECORD_WRITERS, "vault_auditor"]),
    row("reads a version of the archive", read, KEYS.archive, READERS),
    row("reads late entries", read, KEYS.late, READERS),
    row("reads documentation", read, KEYS.documentation, [...READERS, "vault_gate"]),
    row("reads a time stamp", read, KEYS.stamp, READERS),
    row("reads a checkpoint", read, KEYS.checkpoint, READERS),
    row("restores from a colder class", "s3:RestoreObject", KEYS.archive, ["vault_exporter"]),
    row("restores late entries from one", "s3:RestoreObject", KEYS.late, ["vault_exporter"]),
    row("rehydrates", "s3:GetObject", KEYS.archive, ["datadog_archive", ...READERS]),
    row("lists", "s3:ListBucket", "", [
      ...RECORD_WRITERS,
      "vault_auditor",
      "datadog_archive",
      "evidence_replica",
    ]),
    row("lists all versions", "s3:ListBucketVersions", "", [...RECORD_WRITERS, "vault_auditor"]),
    row("asks for a hold", "s3:GetObjectLegalHold", KEYS.archive, [
      ...READERS,
      "vault_approver",
      "vault_security_officer",
      "evidence_replica",
    ]),
    row("copies to the replica", "s3:GetObjectVersionForReplication", KEYS.archive, ["evidence_replica"]),
    row("asks what is to be copied", "s3:GetReplicationConfiguration", "", ["evidence_replica"]),
  ];
}

/** Who looks for calls that no deployment explains: the detector alone reads the record of accesses, with all versions. */
export function trailRows(environment: Environment): readonly Row[] {
  const { trailBucket } = names(environment);
  const arn = `arn:aws:s3:::${trailBucket}`;
  const row = (what: string, right: string, on: string, allowed: readonly string[]): Row => ({
    what,
    rights: [right],
    on,
    policies: ["trail"],
    allowed: [...allowed, ...ALL_POWERFUL],
    otherwise: "not granted",
  });
  const logs = `${arn}/AWSLogs/${environment.aws.accountId}`;
  const day = "eu-central-1/2026/11/24/x.json.gz";
  return [
    row("lists all versions", "s3:ListBucketVersions", arn, ["vault_detector"]),
    row("reads a log file", "s3:GetObjectVersion", `${logs}/CloudTrail/${day}`, ["vault_detector"]),
    row("reads a digest file", "s3:GetObjectVersion", `${logs}/CloudTrail-Digest/${day}`, ["vault_detector"]),
    row(
      "reads another account's",
      "s3:GetObjectVersion",
      `${arn}/AWSLogs/999999999999/CloudTrail/${day}`,
      [],
    ),
    row("writes a log file", "s3:PutObject", `${logs}/CloudTrail/${day}`, []),
  ];
}

/** What keys are used for, and who may: each role signs with its own key only. */
export function keyUseRows(environment: Environment): readonly Row[] {
  const { vaultKeyAlias, trailKeyAlias, signingKeyAlias } = names(environment);
  const { region, accountId } = environment.aws;
  const row = (
    what: string,
    right: string,
    alias: string,
    policy: string,
    allowed: readonly string[],
  ): Row => ({
    what,
    rights: [right],
    on: `arn:aws:kms:${region}:${accountId}:key/made-later`,
    policies: [policy],
    request: { ResourceAliases: [alias] },
    allowed: [...allowed, ...ALL_POWERFUL],
    otherwise: "not granted",
  });
  const signer = (role: string) => role.replace("vault_", "").replaceAll("_", "-");
  const writers = [...RECORD_WRITERS, "datadog_archive"];
  return [
    ...RECORD_WRITERS.map((role) =>
      row(`signs with the key of ${signer(role)}`, "kms:Sign", signingKeyAlias(signer(role)), "signing-key", [
        role,
      ]),
    ),
    row("checks a signature", "kms:Verify", signingKeyAlias("gate"), "signing-key", ["vault_auditor"]),
    row("encrypts for the vault", "kms:GenerateDataKey", vaultKeyAlias, "vault-key", [
      ...writers,
      "vault_checkpoint_writer",
    ]),
    row("reads what the vault's key encrypted", "kms:Decrypt", vaultKeyAlias, "vault-key", [
      ...writers,
      "vault_auditor",
    ]),
    row("reads what the trail's key encrypted", "kms:Decrypt", trailKeyAlias, "trail-key", [
      "vault_detector",
    ]),
  ];
}

/** What the replication of S3 does, in an account that in production is another than the vault's. */
export function replicationRows(environment: Environment): readonly Row[] {
  const { replicaBucket } = names(environment);
  const row = (what: string, right: string, on: string, policy: string, allowed: readonly string[]): Row => ({
    what,
    rights: [right],
    on,
    policies: [policy],
    allowed,
    otherwise: "not granted",
  });
  const there = ["evidence_replica", ...ALL_POWERFUL_THERE];
  const copy = `arn:aws:s3:::${replicaBucket}/${KEYS.archive}`;
  return [
    row("writes a copy", "s3:ReplicateObject", copy, "replica", there),
    row("puts an object by hand", "s3:PutObject", copy, "replica", ALL_POWERFUL_THERE),
    row("encrypts a copy", "kms:GenerateDataKey", "evidence_replica", "replica-key", there),
    row("reads a copy", "kms:Decrypt", "evidence_replica", "replica-key", ALL_POWERFUL_THERE),
    row("reads what is to be copied", "kms:Decrypt", "evidence_vault", "vault-key", ["evidence_replica"]),
  ];
}
