import { bucketArn, bucketPolicy } from "../facts/buckets";
import { artifactBuckets } from "../facts/stores";
import { concerns, like, type Condition, type Statement } from "../policy";
import { holds, judging } from "../rule";

export const artifactsNotShutOut = judging({
  id: "artifacts-not-shut-out",
  duties: ["Art17(1)", "Art18(1)"],
  title: "No denial keeps artifacts from being put and read",
  why: "A denial that goes too far stops training, promotion and the comparison of artifacts, and nobody sees what was replaced.",
  fix: "Deny to everyone only what nobody needs: bind denials to requests without TLS, or to all but named roles.",
  subjects: artifactBuckets,
  judge(bucket, set) {
    const arn = bucketArn(bucket);
    const denied = bucketPolicy(set, bucket).filter(({ effect }) => effect === "Deny");
    const needed = [
      { action: "s3:ListBucket", resource: arn, byWriter: false },
      { action: "s3:ListBucketVersions", resource: arn, byWriter: false },
      { action: "s3:GetObject", resource: `${arn}/any`, byWriter: false },
      { action: "s3:GetObjectVersion", resource: `${arn}/any`, byWriter: false },
      { action: "s3:PutObject", resource: `${arn}/any`, byWriter: true },
    ];
    const shut = needed.filter(({ action, resource, byWriter }) =>
      denied.some(
        (denial) =>
          concerns(denial, action) &&
          denial.resources.some((pattern) => like(pattern, resource)) &&
          !isHarmless(denial, byWriter),
      ),
    );
    return holds(
      shut.length === 0,
      "putting and reading are not denied",
      `denied: ${shut.map(({ action }) => action).join(", ")}`,
    );
  },
});

/** Whether no proper request meets it: one by TLS, and for what one role does, by that role. */
const isHarmless = ({ conditions }: Statement, byWriter: boolean): boolean =>
  conditions.some(
    (condition) => isAboutTls(condition) || (byWriter && condition.key.toLowerCase() === "aws:principalarn"),
  );

const isAboutTls = ({ operator, key, values }: Condition): boolean =>
  (operator === "Bool" && key === "aws:SecureTransport" && values.every((value) => value === "false")) ||
  (operator === "NumericLessThan" && key === "s3:TlsVersion");
