import { art12Archives } from "../facts/buckets";
import { findKey, keyOf } from "../facts/keys";
import { text } from "../reading";
import { holds, judging, met } from "../rule";

export const archiveEncryption = judging({
  id: "archive-encryption",
  duties: ["Art78"],
  title: "The archive does not override the vault's encryption",
  why: "With SSE_S3, or a key of its own, Datadog would write entries past the key of the vault.",
  fix: "Set s3_archive.encryption_type to NO_OVERRIDE.",
  subjects: art12Archives,
  judge(archive, set) {
    const type = text(archive, "s3_archive.encryption_type") ?? "NO_OVERRIDE";
    if (type === "NO_OVERRIDE") return met(`encryption type ${type}`);
    const bucket = set.find("aws_s3_bucket", text(archive, "s3_archive.bucket"), archive);
    const key = type === "SSE_KMS" ? findKey(set, archive, "s3_archive.encryption_key") : undefined;
    return holds(
      key !== undefined && bucket !== undefined && key === keyOf(set, bucket),
      "with the vault's own key",
      `entries are written under ${type === "SSE_KMS" ? "another key" : "a key of AWS"}`,
    );
  },
});
