import { HANDLE_KINDS } from "../facts/handles";
import { complianceMonitors } from "../facts/monitors";
import { any, text } from "../reading";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

const HANDLE = /(?:^|\s)@([\w.+@-]+)/g;
const WEBHOOK = "webhook-";
const E_MAIL = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/;
/** @see https://docs.datadoghq.com/monitors/notify/#notification-channels */
const KINDS = new RegExp(`^(?:${HANDLE_KINDS.join("|")})-[\\w.+-]+$`);

export const monitorHandlesKnown = judging({
  id: "monitor-handles-known",
  duties: ["Art72", "Art26(5)", "Art9"],
  title: "Whom a monitor names can be told",
  why: "Datadog takes a name behind @ that it does not know for a word: the alert goes to nobody, and nothing says so.",
  fix: "Name an e-mail address, or @ with a kind Datadog knows and a name, such as @slack-team; a webhook must be declared in these stacks.",
  subjects: complianceMonitors,
  judge(monitor, set) {
    const handles = [...(text(monitor, "message") ?? "").matchAll(HANDLE)].map(([, handle = ""]) => handle);
    const webhooks = set.ofType("datadog_webhook").map((webhook) => any(webhook, "name"));
    const unknown = handles.filter((handle) => {
      if (!handle.startsWith(WEBHOOK)) return !E_MAIL.test(handle) && !KINDS.test(handle);
      return !webhooks.includes(handle.slice(WEBHOOK.length));
    });
    const elsewhere = unknown.length > 0 && unknown.every((handle) => handle.startsWith(WEBHOOK));
    if (elsewhere && (!set.whole || webhooks.some((name) => typeof name !== "string")))
      throw new CannotTell(`the webhook of @${unknown.join(", @")} is not among these resources`);
    return holds(
      unknown.length === 0,
      "they can",
      `Datadog does not know ${unknown.map((handle) => `@${handle}`).join(", ")}`,
    );
  },
});
