import { reachedBy } from "../families/reach";
import { CannotTell } from "../values";
import { number } from "../reading";

export const gateBehindLoadBalancer = reachedBy({
  id: "gate-behind-load-balancer",
  duties: ["Art17(1)", "Art15"],
  title: "The load balancer alone reaches the gate, and nobody MLflow",
  why: "Whoever reaches MLflow past the gate changes the registry without a decision and without a record.",
  fix: "Let the service's security group take connections from the load balancer's group, on the gate's port, and nothing else.",
  part: "service",
  from: ["load balancer"],
  port(service) {
    const port = number(service, "load_balancer.container_port");
    if (port === undefined) throw new CannotTell("the service names no port for a load balancer");
    return port;
  },
});
