import { alarmedFor } from "../families/metric-alarm";
import { text } from "../reading";

const METRICS = [
  { metric: "CPUUtilization", statistic: "Average", fires: "above" },
  { metric: "FreeStorageSpace", statistic: "Minimum", fires: "below" },
  { metric: "DatabaseConnections", statistic: "Maximum", fires: "above" },
] as const;

export const databaseAlarmed = alarmedFor({
  id: "database-alarmed",
  duties: ["Art12", "Art17(1)"],
  title: "People are told before a database is full, busy or out of connections",
  why: "A database that is full takes no decision and no run; and more connections than the service opens are somebody else's.",
  fix: "Alarm on CPUUtilization, FreeStorageSpace and DatabaseConnections, with an action that reaches people.",
  subjects: (set) => set.ofType("aws_db_instance"),
  alarms: (database) =>
    METRICS.map((each) => ({
      ...each,
      namespace: "AWS/RDS",
      firesInSilence: true,
      dimensions: { DBInstanceIdentifier: text(database, "identifier") ?? "" },
    })),
});
