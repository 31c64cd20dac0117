import { alarmed } from "../families/alarm";

export const replicationFailuresAlarmed = alarmed(
  {
    id: "replication-failures-alarmed",
    duties: ["Art12", "Art19(1)"],
    title: "People are told when an entry could not be copied",
    why: "S3 does not try again for ever: an entry that failed has one copy only.",
    fix: "Alarm on OperationsFailedReplication of the vault, with an action that reaches people.",
  },
  { name: "OperationsFailedReplication", unit: "failures", statistics: ["Sum", "Maximum"] },
);
