import { JOB_WATCHES, jobOf, jobQuery } from "../facts/job-watch";
import { organisationStacks } from "../facts/log-path";
import { organisationMonitors } from "../facts/monitors";
import { flag, number, text } from "../reading";
import type { Resource } from "../resource";
import { holds, judging } from "../rule";

export const jobsWatched = judging({
  id: "jobs-watched",
  duties: ["Art17(1)", "Art12", "Art72"],
  title: "Every scheduled job of every environment is missed when it does not run",
  why: "The jobs that seal, check and copy evidence fail silently: nobody looks at what is not there until it is asked for, and Datadog has forgotten it by then.",
  fix: "Deploy the monitors of the jobs as the product makes them, for each environment of the organisation.",
  measure: { name: "jobs that are missed when they do not run", unit: "monitors", better: "higher" },
  subjects: organisationStacks,
  judge({ name }, set) {
    const monitors = organisationMonitors(set).filter(({ stack }) => stack === name);
    const about = monitors.flatMap((monitor) => {
      const job = jobOf(text(monitor, "query") ?? "");
      return job ? [{ ...job, speaks: speaks(monitor, job) }] : [];
    });
    const watched = new Set(about.filter(({ speaks }) => speaks).map(nameOf));
    const environments = [...new Set(about.map(({ environment }) => environment))];
    const missing = Object.entries(JOB_WATCHES).flatMap(([job, { everywhere }]) => {
      const lacking = environments.filter((environment) => !watched.has(nameOf({ environment, job })));
      if (everywhere && lacking.length > 0) return lacking.map((environment) => nameOf({ environment, job }));
      return lacking.length === environments.length ? [job] : [];
    });
    return holds(
      missing.length === 0,
      `${watched.size} jobs in ${environments.join(", ")}`,
      `nobody is told when these do not run: ${missing.join(", ")}`,
      watched.size,
    );
  },
});

const nameOf = ({ environment, job }: { readonly environment: string; readonly job: string }): string =>
  `${job} of ${environment}`;

/** Whether a monitor counts the runs as it should, and can alert: also where a run was never counted. */
function speaks(monitor: Resource, { environment, job }: { environment: string; job: string }): boolean {
  const { hours } = JOB_WATCHES[job] ?? { hours: 0 };
  const silentFor = number(monitor, "no_data_timeframe") ?? Infinity;
  return (
    text(monitor, "query") === jobQuery(environment, job, hours) &&
    ["query alert", "metric alert"].includes(text(monitor, "type") ?? "") &&
    (text(monitor, "draft_status") ?? "published") === "published" &&
    number(monitor, "monitor_thresholds.critical") === 1 &&
    !flag(monitor, "require_full_window", true) &&
    flag(monitor, "notify_no_data", false) &&
    silentFor > 0 &&
    silentFor <= hours * 60
  );
}
