import { loadBalancers } from "../facts/load-balancers";
import { flag } from "../reading";
import { judging, met } from "../rule";

export const loadBalancerExposure = judging({
  id: "load-balancer-exposure",
  duties: ["Art15", "Art78"],
  title: "A load balancer faces the internet by decision, not by the way",
  why: "With an address of the internet, everybody may try, and the ranges of its security group are all that keeps them off.",
  fix: "Say `exposure: internal` for mlflow.service, or have the change agreed to.",
  measure: { name: "load balancers that face the internet", unit: "load balancers", better: "lower" },
  subjects: loadBalancers,
  judge(balancer) {
    const faces = !flag(balancer, "internal", false);
    return met(faces ? "it faces the internet" : "it is internal", faces ? 1 : 0);
  },
});
