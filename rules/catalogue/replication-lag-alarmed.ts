import { alarmed } from "../families/alarm";

export const replicationLagAlarmed = alarmed(
  {
    id: "replication-lag-alarmed",
    duties: ["Art12", "Art19(1)"],
    title: "People are told when copies lag behind",
    why: "A copy that stopped a year ago is found out on the day it is needed.",
    fix: "Alarm on ReplicationLatency of the vault, with an action that reaches people.",
  },
  { name: "ReplicationLatency", unit: "seconds", statistics: ["Maximum"] },
);
