import { jobMonitors } from "../../constructs/datadog-organisation/job-monitors";
import { JOBS, loadConfigs } from "../../configs";
import { JOB_WATCHES, jobOf, jobQuery } from "../../rules/facts/job-watch";

const { environments } = loadConfigs("configs");

describe("The rule about scheduled jobs knows the jobs that are declared", () => {
  it("each with its hours, and whether it is in every environment", () => {
    expect(JOB_WATCHES).toEqual(
      Object.fromEntries(
        JOBS.map(({ id, silentHours, readsMlflow }) => [
          id,
          { hours: silentHours, everywhere: !readsMlflow },
        ]),
      ),
    );
  });

  it.each(environments)("and asks for the very queries that its monitors have, in $id", (environment) => {
    for (const { query } of jobMonitors(environment)) {
      const job = jobOf(query);
      expect(query).toBe(jobQuery(environment.id, job?.job ?? "", JOB_WATCHES[job?.job ?? ""]?.hours ?? 0));
    }
  });

  it("an environment without MLflow has no check of a registry, and no monitor that waits for it", () => {
    const [environment] = environments;
    if (!environment) throw new Error("no environment");
    expect(jobMonitors({ ...environment, mlflow: undefined }).map(({ key }) => key)).toEqual([
      "job_silent_seal",
      "job_silent_monitoring_snapshot",
      "job_silent_chain_check",
      "job_silent_drift",
    ]);
  });
});
