import { reachedBy } from "../families/reach";
import { number } from "../reading";

const POSTGRES = 5432;

export const databaseBehindTasks = reachedBy({
  id: "database-behind-tasks",
  duties: ["Art17(1)", "Art18(1)", "Art78"],
  title: "Tasks alone reach the database",
  why: "Who reaches the database with a stolen login rewrites the registry, and no gate sees it.",
  fix: "Let the database's security group take connections from the groups of service and jobs, on the database's port, and nothing else.",
  part: "database",
  from: ["service", "job"],
  port: (database) => number(database, "port") ?? POSTGRES,
});
