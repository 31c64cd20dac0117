import { optionsOf, theProgram, wordsOf } from "../facts/containers";
import { isOwnEnvironment, isVaultRole } from "../facts/environments";
import { jobTasks, KNOWN_JOBS } from "../facts/jobs";
import { holds, judging, notApplicable, unmet } from "../rule";

export const jobSettings = judging({
  id: "job-settings",
  duties: ["Art12", "Art17(1)", "Art72"],
  title: "Every job does its work, in its own environment, as the vault's role for it",
  why: "A job with other arguments checks less, or elsewhere, and its heartbeat still says that it ran.",
  fix: "Give the job the command that the product synthesizes.",
  subjects: jobTasks,
  judge(task, set) {
    const job = theProgram(task, "job");
    if (!job) return notApplicable("no job runs in it");
    const [word, id = "", ...more] = wordsOf(job);
    const known = KNOWN_JOBS[id];
    if (word !== "job" || !known) return unmet(`it is none of the jobs: ${[word, id].join(" ")}`);
    const given = optionsOf(job);
    const mlflow = theProgram(task, "mlflow");
    const address = mlflow && `http://127.0.0.1:${String(optionsOf(mlflow).get("--port"))}`;
    const wrong = [
      ...(isOwnEnvironment(set, task, given.get("--environment")) ? [] : ["another environment"]),
      ...(isVaultRole(set, task, given.get("--vault-role"), known.role) ? [] : ["another role"]),
      ...(given.get("--mlflow") === (known.readsMlflow ? (address ?? "") : undefined)
        ? []
        : ["another MLflow"]),
      ...more.map((argument) => `with ${argument}`),
      ...[...given.keys()]
        .filter((option) => !["--environment", "--vault-role", "--mlflow"].includes(option))
        .map((option) => `with ${option}`),
      ...(job.entryPoint === undefined ? [] : ["another program"]),
    ];
    return holds(wrong.length === 0, `runs ${id}`, wrong.join("; "));
  },
});
