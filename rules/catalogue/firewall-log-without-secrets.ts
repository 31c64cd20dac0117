import { firewalls } from "../facts/firewalls";
import { blocks, flag, texts } from "../reading";
import { holds, judging } from "../rule";

/** By these headers somebody is known to the gate. */
const SECRET = ["authorization", "cookie"];

export const firewallLogWithoutSecrets = judging({
  id: "firewall-log-without-secrets",
  duties: ["Art78", "Art17(1)"],
  title: "Neither log nor samples of the firewall hold what people sign in with",
  why: "Who reads a token in a log approves in the name of another.",
  fix: "Redact the headers authorization and cookie, and keep sampled_requests_enabled off everywhere.",
  subjects: firewalls,
  judge(acl, set) {
    const logs =
      set
        .pointing("aws_wafv2_web_acl_logging_configuration", "resource_arn", "aws_wafv2_web_acl")
        .by.get(acl.address) ?? [];
    const shown = logs.flatMap((log) => {
      const redacted = texts(log, "redacted_fields.single_header.name").map((name) => name.toLowerCase());
      return SECRET.filter((header) => !redacted.includes(header));
    });
    const sampled = [acl, ...blocks(acl, "rule")].some((each) =>
      flag(each, "visibility_config.sampled_requests_enabled", true),
    );
    return holds(
      shown.length === 0 && !sampled,
      "they do not",
      sampled ? "samples hold whole requests" : `its log holds ${shown.join(", ")}`,
    );
  },
});
