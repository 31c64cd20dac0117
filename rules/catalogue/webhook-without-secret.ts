import { webhooks } from "../facts/risk-register";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";

/** A variable of Datadog's own, and nothing that could be a secret. */
const BY_NAME = /^Bearer \$[A-Z][A-Z0-9_]*$/;
const SECRET_IN_ADDRESS = /[?&](?:token|key|secret|password)=|\/\/[^/]*:[^/]*@/i;

export const webhookWithoutSecret = judging({
  id: "webhook-without-secret",
  duties: ["Art9", "Art78"],
  title: "A webhook names the register's token and does not hold it",
  why: "What stands in a webhook lies in Terraform's state and in plans; without any token the register takes alerts from everybody, or from nobody.",
  fix: 'Let the header be {"Authorization":"Bearer $NAME_OF_A_CUSTOM_VARIABLE"} and set the variable by hand, once: docs/risk-register.md.',
  subjects: webhooks,
  judge(webhook) {
    const url = text(webhook, "url") ?? "";
    if (!url.startsWith("https://")) return unmet("it is not sent over TLS");
    if (SECRET_IN_ADDRESS.test(url)) return unmet("the address holds a secret");
    const headers = headersOf(text(webhook, "custom_headers") ?? "");
    return holds(
      headers.length === 1 && BY_NAME.test(headers[0] ?? ""),
      "it names a variable",
      headers.length === 0 ? "it has no token" : "a header holds more than the name of a variable",
    );
  },
});

/** Values of all headers, the authorization's alone where all is as it should be. */
function headersOf(text: string): readonly string[] {
  try {
    const { Authorization, ...others } = JSON.parse(text) as Record<string, unknown>;
    const rest = Object.values(others).map(() => "(another header)");
    return typeof Authorization === "string" ? [Authorization, ...rest] : rest;
  } catch {
    return [];
  }
}
