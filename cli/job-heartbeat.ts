import { JOB_METRIC, type Environment } from "../configs";
import { datadogTags } from "../evidence/datadog/event";
import { sendMetrics } from "../evidence/datadog/send";
import { datadogApi } from "./datadog-access";

/**
 * Tells Datadog that a job ran to its end.
 * @returns whether it was told, or nobody is to be told
 */
export async function sendHeartbeat(
  environment: Environment,
  job: string,
  outcome: "clean" | "finding",
): Promise<boolean> {
  const apiKey = process.env["DD_API_KEY"];
  if (!apiKey) {
    console.error("no heartbeat was sent, and nobody is told when this job stops: there is no DD_API_KEY");
    return true;
  }
  const tags = datadogTags({ env: environment.id, job, outcome });
  const beat = { metric: JOB_METRIC, type: "count", value: 1, at: new Date(), tags } as const;
  const sent = await sendMetrics([beat], { api: datadogApi(environment), apiKey });
  if (!sent.sent) console.error(`the heartbeat of ${job} was not sent: ${sent.because}`);
  return sent.sent;
}
