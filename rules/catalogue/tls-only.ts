import { guardedBuckets } from "../facts/buckets";
import { deniedWhile } from "../families/denial";

export const tlsOnly = deniedWhile(
  {
    id: "tls-only",
    duties: ["Art12", "Art78"],
    title: "Every bucket refuses requests without TLS",
    why: "On a plain connection entries can be read and changed on their way.",
    fix: "Deny s3:* to everyone while aws:SecureTransport is false, on the bucket and its objects.",
    subjects: guardedBuckets,
  },
  ({ operator, key, values }) =>
    operator === "Bool" && key === "aws:SecureTransport" && values.every((value) => value === "false"),
);
