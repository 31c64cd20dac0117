import { JOBS } from "../../../configs/jobs";
import { schedulerCron } from "../../../constructs/mlflow/schedules/cron";
import { KNOWN_JOBS } from "../../../rules/facts/jobs";
import { containersIn, mlflowStack } from "./with-service";

const ANYWHERE = JOBS.filter(({ runsIn }) => runsIn === "anywhere");
const underscored = (id: string) => `mlflow_job_${id.replaceAll("-", "_")}`;

describe("Jobs that EventBridge starts", () => {
  const stack = mlflowStack();
  const schedules = stack.resource?.["aws_scheduler_schedule"] ?? {};

  it("are all that are declared, and no other", () => {
    expect(Object.keys(schedules).sort()).toEqual(ANYWHERE.map(({ id }) => underscored(id)).sort());
  });

  it.each(ANYWHERE)("$id starts when it is declared to, and does its own work", (job) => {
    expect(schedules[underscored(job.id)]).toMatchObject({
      state: "ENABLED",
      schedule_expression: schedulerCron(job.cron),
      schedule_expression_timezone: "UTC",
    });
    expect(containersIn(stack, underscored(job.id))["job"]?.command?.slice(0, 4)).toEqual([
      "job",
      job.id,
      "--environment",
      "production",
    ]);
  });

  it("have an MLflow beside them only where they read it, with a login that may read and no more", () => {
    for (const { id, readsMlflow } of ANYWHERE) {
      const { mlflow } = containersIn(stack, underscored(id));
      const secrets = mlflow?.secrets.map(({ valueFrom }) => valueFrom);
      expect([id, secrets]).toEqual([
        id,
        readsMlflow ? ["${aws_secretsmanager_secret.mlflow_reader_login.arn}:uri::"] : undefined,
      ]);
    }
  });

  it("are known to the rules as they are declared: of others no rule could say that they are missing", () => {
    expect(Object.keys(KNOWN_JOBS).sort()).toEqual(ANYWHERE.map(({ id }) => id).sort());
    for (const { id, role, readsMlflow, readsDatadog, silentHours } of ANYWHERE) {
      expect(KNOWN_JOBS[id]).toMatchObject({ role, readsMlflow, readsDatadog });
      expect(KNOWN_JOBS[id]?.mostHours).toBeLessThan(silentHours);
    }
  });
});

describe("Cron as EventBridge writes it", () => {
  it.each([
    ["23 * * * *", "cron(23 * * * ? *)"],
    ["40 1 * * *", "cron(40 1 * * ? *)"],
    ["0 6 1 * *", "cron(0 6 1 * ? *)"],
    ["0 6 * * 0", "cron(0 6 ? * 1 *)"],
    ["0 6 * * 1-5", "cron(0 6 ? * 2-6 *)"],
    ["0 6 * * 7", "cron(0 6 ? * 1 *)"],
  ])("%s is %s", (cron, expression) => {
    expect(schedulerCron(cron)).toBe(expression);
  });

  it.each([["0 6 1 * 1"], ["0 6 * *"], ["0 6 * * * *"]])(
    "%s cannot be said there, and is refused",
    (cron) => {
      expect(() => schedulerCron(cron)).toThrow(cron);
    },
  );
});
