import { bucketArn, bucketPolicy, evidenceBuckets } from "../facts/buckets";
import { ARCHIVE_PREFIX, WRITTEN_ONCE } from "../facts/layout";
import { concerns, like, type Condition, type Statement } from "../policy";
import { holds, judging } from "../rule";

export const evidenceNotShutOut = judging({
  id: "evidence-not-shut-out",
  duties: ["Art12", "Art12(1)", "Art19(1)", "Art21"],
  title: "No denial keeps evidence from being written or read",
  why: "A denial that goes too far stops the log as surely as a deletion, and nobody who is denied can say so.",
  fix: "Deny to everyone only what nobody needs: bind denials of reading and writing to requests without TLS, or to places already taken.",
  subjects: evidenceBuckets,
  judge(bucket, set) {
    const arn = bucketArn(bucket);
    const denials = bucketPolicy(set, bucket).filter(({ effect }) => effect === "Deny");
    const needed = [
      { action: "s3:ListBucket", resource: arn, taken: false },
      { action: "s3:ListBucketVersions", resource: arn, taken: false },
      { action: "s3:GetObject", resource: `${arn}/any`, taken: false },
      { action: "s3:GetObjectVersion", resource: `${arn}/any`, taken: false },
      { action: "s3:PutObject", resource: `${arn}/${ARCHIVE_PREFIX}/any`, taken: false },
      { action: "s3:PutObject", resource: `${arn}/AWSLogs/any`, taken: false },
      ...WRITTEN_ONCE.flatMap((prefix) => [
        { action: "s3:PutObject", resource: `${arn}/${prefix}/any`, taken: true },
        { action: "s3:GetObject", resource: `${arn}/${prefix}/any`, taken: false },
        { action: "s3:GetObjectVersion", resource: `${arn}/${prefix}/any`, taken: false },
      ]),
    ];
    const shut = needed.filter(({ action, resource, taken }) =>
      denials.some(
        (denial) => denies(denial, action, resource) && !denial.conditions.some(isHarmless(taken)),
      ),
    );
    return holds(
      shut.length === 0,
      "reading and writing are not denied",
      `denied: ${[...new Set(shut.map(({ action }) => action))].join(", ")}`,
    );
  },
});

const denies = (denial: Statement, action: string, resource: string): boolean =>
  concerns(denial, action) &&
  (denial.resources.length === 0 || denial.resources.some((pattern) => like(pattern, resource)));

/** Conditions that no proper request meets. */
function isHarmless(placeIsTakenOnce: boolean): (condition: Condition) => boolean {
  return ({ operator, key, values }) =>
    (operator === "Bool" && key === "aws:SecureTransport" && values.every((value) => value === "false")) ||
    (operator === "NumericLessThan" && key === "s3:TlsVersion") ||
    (placeIsTakenOnce &&
      operator === "Null" &&
      key === "s3:if-none-match" &&
      values.every((value) => value === "true"));
}
