import { listenerRules } from "../facts/load-balancers";
import { all, any, text, texts } from "../reading";
import { holds, judging, unmet } from "../rule";

export const listenerForwards = judging({
  id: "listener-forwards",
  duties: ["Art17(1)", "Art78"],
  title: "What the load balancer takes goes to the gate, and nowhere else",
  why: "A listener that sends requests elsewhere hands tokens to somebody else, or lets them pass by the gate.",
  fix: "Forward by default to the target group of the service, and add no other rule.",
  subjects: (set) => set.ofType("aws_lb_listener"),
  judge(listener, set) {
    const actions = texts(listener, "default_action.type");
    if (actions.some((type) => type !== "forward") || actions.length !== 1)
      return unmet(`its default action is ${actions.join(", ") || "missing"}`);
    if (any(listener, "default_action.forward") !== undefined)
      return unmet("it spreads requests over several targets");
    const target = set.find(
      "aws_lb_target_group",
      any(listener, "default_action.target_group_arn"),
      listener,
    );
    if (!target) return unmet("it forwards to no target group of ours");
    const rules = listenerRules(set, listener);
    if (rules.length > 0)
      return unmet(`${rules.map(({ address }) => address).join(", ")} sends some elsewhere`);
    const services = set.ofType("aws_ecs_service").filter(({ stack }) => stack === listener.stack);
    const served = services.some((service) =>
      all(service, "load_balancer.target_group_arn").some(
        (value) => set.find("aws_lb_target_group", value, service) === target,
      ),
    );
    // Before the first images are there, nothing stands behind it yet.
    return holds(
      served || services.length === 0,
      `it forwards to ${text(target, "name") ?? target.terraformAddress}`,
      "no service stands behind its target group",
    );
  },
});
