import { databases, parametersOf } from "../facts/stores";
import { holds, judging } from "../rule";

export const databaseTlsForced = judging({
  id: "database-tls-forced",
  duties: ["Art78"],
  title: "A database refuses connections without TLS",
  why: "On a plain connection passwords and records can be read and changed on their way.",
  fix: "Set rds.force_ssl to 1 in the database's parameter group.",
  subjects: databases,
  judge(database, set) {
    const forced = parametersOf(set, database)["rds.force_ssl"];
    return holds(forced === "1", "TLS is forced", `rds.force_ssl is ${forced || "not set"}`);
  },
});
