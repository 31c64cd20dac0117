import { findKey } from "../facts/keys";
import { grants, holdsFor, statements } from "../policy";
import { text } from "../reading";
import { holds, judging, notApplicable } from "../rule";
import { CannotTell } from "../values";

/** Calls by which CloudWatch Logs writes and reads an encrypted group. */
const CALLS = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:GenerateDataKey", "kms:DescribeKey"];

export const logsMayEncrypt = judging({
  id: "logs-may-encrypt",
  duties: ["Art12", "Art17(1)"],
  title: "CloudWatch Logs may use the key of every log group",
  why: "A group whose key refuses the service takes no entries: what the programs say is lost.",
  fix: "Let logs.<region>.amazonaws.com use the key in its policy, for kms:EncryptionContext:aws:logs:arn of the group.",
  subjects: (set) => set.ofType("aws_cloudwatch_log_group"),
  judge(group, set) {
    const key = findKey(set, group, "kms_key_id");
    if (!key) return notApplicable("it has no key of ours, as another rule says");
    const [region, account, name] = [set.region(group), set.account(group), text(group, "name")];
    if (region === undefined || account === undefined) throw new CannotTell("region or account is not known");
    if (name === undefined) return holds(false, "", "its name is made up, and no policy names it");
    const request = {
      "kms:encryptioncontext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:${name}`,
    };
    const missing = CALLS.filter(
      (action) =>
        !grants(statements(key, "policy"), {
          principal: `logs.${region}.amazonaws.com`,
          action,
          resource: "*",
        }).some((right) => holdsFor(right, request)),
    );
    return holds(missing.length === 0, "the service may use it", `it may not ${missing.join(", ")}`);
  },
});
