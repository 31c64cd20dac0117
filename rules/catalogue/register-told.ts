import { systemMonitors } from "../facts/monitors";
import { handleOf, webhooks } from "../facts/risk-register";
import { text } from "../reading";
import { holds, judging, notApplicable } from "../rule";
import { CannotTell } from "../values";

export const registerTold = judging({
  id: "register-told",
  duties: ["Art9", "Art72"],
  title: "Alerts of a system reach the risk register",
  why: "What monitoring finds feeds risk management (Art 9(2)(c)): an alert that only a channel saw is weighed by nobody.",
  fix: "Name the webhook of the system's stack in the monitor's message.",
  subjects: systemMonitors,
  judge(monitor, set) {
    const own = webhooks(set).filter(({ stack }) => stack === monitor.stack);
    if (own.length === 0) return notApplicable("the environment names no risk register");
    const handles = own.map(handleOf);
    if (handles.some((handle) => handle === undefined))
      throw new CannotTell("the webhook's name is not known");
    const words = (text(monitor, "message") ?? "").split(/\s+/);
    return holds(
      handles.some((handle) => handle !== undefined && words.includes(handle)),
      `calls ${handles.join(", ")}`,
      `does not name ${handles.join(", ")}`,
    );
  },
});
