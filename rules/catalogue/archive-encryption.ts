import { art12Archives } from "../facts/buckets";
import { text } from "../reading";
import { holds, judging } from "../rule";

export const archiveEncryption = judging({
  id: "archive-encryption",
  duties: ["Art78"],
  title: "The archive does not override the vault's encryption",
  why: "With SSE_S3 Datadog would write entries under a key of AWS, past the key of the vault.",
  fix: "Set s3_archive.encryption_type to NO_OVERRIDE.",
  subjects: art12Archives,
  judge(archive) {
    const type = text(archive, "s3_archive.encryption_type") ?? "NO_OVERRIDE";
    return holds(type !== "SSE_S3", `encryption type ${type}`, "entries are written under a key of AWS");
  },
});
