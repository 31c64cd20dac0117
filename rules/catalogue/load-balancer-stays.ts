import { loadBalancers } from "../facts/load-balancers";
import { switched } from "../families/switch";

export const loadBalancerStays = switched(
  {
    id: "load-balancer-stays",
    duties: ["Art17(1)"],
    title: "Nobody deletes the load balancer by mistake",
    why: "Without it nobody reaches the gate, and its name, which clients and identity provider know, is gone.",
    fix: "Set enable_deletion_protection; take it out in a change of its own.",
    subjects: loadBalancers,
  },
  { path: "enable_deletion_protection", wanted: true, otherwise: false },
);
