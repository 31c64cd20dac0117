import { isDeepStrictEqual } from "node:util";
import { systemMonitors, tagOf } from "../facts/monitors";
import { ALERT_PAYLOAD, webhooks } from "../facts/risk-register";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";

export const registerUnderstands = judging({
  id: "register-understands",
  duties: ["Art9", "Art72"],
  title: "What a webhook sends is what the risk register takes",
  why: "A register refuses an alert of another form, or files it under the wrong system: Datadog tries no second time.",
  fix: "Leave payload and encoding to the product; evidence/risk-register/alert.v1.schema.json says what a register takes.",
  subjects: webhooks,
  judge(webhook, set) {
    if ((text(webhook, "encode_as") ?? "json") !== "json") return unmet("it is not sent as JSON");
    const beside = systemMonitors(set).find(({ stack }) => stack === webhook.stack);
    const whose = beside && { ai_system: tagOf(beside, "ai_system"), environment: tagOf(beside, "env") };
    const wanted: Record<string, unknown> = { ...ALERT_PAYLOAD, ...whose };
    const sent = objectIn(text(webhook, "payload") ?? "");
    if (!sent) return unmet("the payload is no JSON object");
    const wrong = [...new Set([...Object.keys(wanted), ...Object.keys(sent)])].filter(
      (key) => !isDeepStrictEqual(sent[key], wanted[key]),
    );
    return holds(wrong.length === 0, "the register takes it", `another than it takes: ${wrong.join(", ")}`);
  },
});

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
