import { evidenceBuckets } from "../facts/buckets";
import { stateBuckets } from "../facts/stacks";
import { artifactBuckets } from "../facts/stores";
import { deniedWhile } from "../families/denial";

const OLDEST_TLS = 1.2;

export const modernTlsOnly = deniedWhile(
  {
    id: "modern-tls-only",
    duties: ["Art12", "Art17(1)", "Art78"],
    title: `Every bucket that holds the log, states or artifacts refuses TLS before ${OLDEST_TLS}`,
    why: "Older versions of TLS are broken: entries can be read and changed on their way.",
    fix: `Deny s3:* to everyone while s3:TlsVersion is less than ${OLDEST_TLS}.`,
    subjects: (set) => [...new Set([...evidenceBuckets(set), ...stateBuckets(set), ...artifactBuckets(set)])],
  },
  ({ operator, key, values }) =>
    operator === "NumericLessThan" &&
    key === "s3:TlsVersion" &&
    values.every((value) => Number(value) >= OLDEST_TLS),
);
