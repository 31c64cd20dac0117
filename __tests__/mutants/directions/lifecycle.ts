import { benign, refused, weakens, type Directions } from "../direction";

const KEPT = { name: "evidence_vault|evidence_replica" };
const LOCKED = { name: "evidence_vault|evidence_replica|evidence_access" };
const WORKING = { name: "evidence_queries" };
const LONGER =
  "it is kept longer: nothing is lost. That personal data has to go in the end is for data protection law";

/** When objects move to a colder class, and when they go. */
export const LIFECYCLE: Directions = {
  type: "aws_s3_bucket_lifecycle_configuration",
  rows: [
    weakens(
      "",
      "removed",
      ["Art12", "Art18(1)", "Art78"],
      "told as destroyed: without it nothing ends, and cost has no bound",
    ),
    refused("bucket", "removed", "a required argument"),
    benign("bucket", "elsewhere", "the log of accesses never expires; its rules end query results later", {
      name: "evidence_access",
    }),
    weakens(
      "bucket",
      "elsewhere",
      ["Art19(1)", "Art26(6)", "Art18(1)"],
      "two lifecycles of one bucket: the last applied counts",
    ),
    benign("rule", "removed, emptied", LONGER),
    weakens(
      "rule",
      "all expires after a day",
      ["Art19(1)", "Art26(6)"],
      "entries go as soon as the lock allows",
      LOCKED,
    ),
    benign("rule", "all expires after a day", "working copies, made again by the next query", WORKING),
    weakens(
      "rule",
      "earlier versions expire after a day",
      ["Art18(1)", "Art19(1)", "Art26(6)"],
      "the first version, which is the evidence, goes first",
      { name: "evidence_vault|evidence_replica|evidence_access|terraform_state" },
    ),
    weakens("rule", "all moves to DEEP_ARCHIVE", ["Art21"], "it takes days to read it back", LOCKED),
    benign(
      "rule",
      "*",
      "what keeps no log may expire or move: states are kept by their versions, results are copies",
    ),
    // The end of retention.
    refused(
      "rule[end-of-retention|end-of-retention-late].expiration[0].days",
      "removed",
      "an expiration without a time",
    ),
    weakens(
      "rule[end-of-retention|end-of-retention-late].expiration[0].days",
      "lowered, zero",
      ["Art19(1)", "Art26(6)"],
      "entries expire before their lock ends",
    ),
    benign("rule[end-of-retention|end-of-retention-late].expiration[0].days", "raised, extreme", LONGER),
    weakens(
      "rule[end-of-retention|end-of-retention-late].filter",
      "removed",
      ["Art18(1)"],
      "records expire with the log",
      KEPT,
    ),
    weakens(
      "rule[end-of-retention|end-of-retention-late].filter[0].prefix",
      "removed, emptied",
      ["Art18(1)"],
      "records expire with the log",
      KEPT,
    ),
    benign("rule[end-of-retention|end-of-retention-late].filter.**", "*", LONGER),
    refused(
      "rule[end-of-retention|end-of-retention-late].noncurrent_version_expiration[0].noncurrent_days",
      "removed",
      "a required argument",
    ),
    weakens(
      "rule[end-of-retention|end-of-retention-late].noncurrent_version_expiration[0].noncurrent_days",
      "lowered, zero",
      ["Art19(1)", "Art26(6)"],
      "the first version, which is the evidence, goes first",
    ),
    benign("rule[end-of-retention|end-of-retention-late].**", "*", LONGER),
    // Colder classes.
    weakens(
      "rule[to-glacier-*].**",
      "to GLACIER, to DEEP_ARCHIVE",
      ["Art21"],
      "it takes hours to days to read it back",
    ),
    benign("rule[to-glacier-*].**", "*", "what it costs: both classes are read at once"),
    // What is not evidence.
    benign("rule[abort-incomplete-uploads].**", "*", "parts of uploads that never became an object"),
    benign(
      "rule[remove-markers-without-versions|remove-markers-without-versions-late].**",
      "*",
      "markers that hide nothing any more",
    ),
    benign(
      "rule[end-of-results|end-of-inventory].**",
      "*",
      "results and lists are copies, made again when needed",
    ),
    // States.
    weakens(
      "rule[earlier-states].noncurrent_version_expiration[0].noncurrent_days",
      "lowered, zero",
      ["Art18(1)"],
      "earlier states show what was deployed when",
    ),
    benign("rule[earlier-states].**", "*", "earlier states are kept longer"),
  ],
};
