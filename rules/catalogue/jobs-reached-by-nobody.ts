import { reachedBy } from "../families/reach";

export const jobsReachedByNobody = reachedBy({
  id: "jobs-reached-by-nobody",
  duties: ["Art17(1)", "Art15"],
  title: "Nobody reaches scheduled jobs",
  why: "A job has an MLflow beside it that reads the whole database, and asks nobody who they are.",
  fix: "Take every way into the jobs' security group out.",
  part: "job",
  from: [],
  port: () => 0,
});
