import { findKey } from "../facts/keys";
import { grants, holdsFor, statements } from "../policy";
import { text } from "../reading";
import { holds, judging, notApplicable, unmet } from "../rule";
import { CannotTell } from "../values";

/** Calls by which CloudWatch Logs writes and reads an encrypted group. */
const CALLS = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:GenerateDataKey", "kms:DescribeKey"];

export const logsMayEncrypt = judging({
  id: "logs-may-encrypt",
  duties: ["Art12", "Art17(1)"],
  title: "CloudWatch Logs may use the key of every log group",
  why: "A group whose key refuses the service takes no entries: what the programs say is lost.",
  fix: "Let logs.<region>.amazonaws.com use the key in its policy, for kms:EncryptionContext:aws:logs:arn of the group.",
  measure: { name: "names of groups that may use the key", unit: "names", better: "lower" },
  subjects: (set) => set.ofType("aws_cloudwatch_log_group"),
  judge(group, set) {
    const key = findKey(set, group, "kms_key_id");
    if (!key) return notApplicable("it has no key of ours, as another rule says");
    const [region, account, name] = [set.region(group), set.account(group), text(group, "name")];
    if (region === undefined || account === undefined) throw new CannotTell("region or account is not known");
    if (name === undefined) return unmet("its name is made up, and no policy names it");
    const request = {
      "kms:encryptioncontext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:${name}`,
    };
    const rights = statements(key, "policy");
    const given = CALLS.map((action) => {
      const all = grants(rights, { principal: `logs.${region}.amazonaws.com`, action, resource: "*" });
      return { action, right: all.find((right) => holdsFor(right, request)) };
    });
    const missing = given.flatMap(({ action, right }) => (right ? [] : [action]));
    if (missing.length > 0) return unmet(`it may not ${missing.join(", ")}`);
    const names = given.flatMap(({ right }) => right?.conditions.map(({ values }) => values.length) ?? []);
    return holds(
      names.length > 0,
      "the service may use it",
      "the service may use it for every group there is",
      Math.max(0, ...names),
    );
  },
});
