/**
 * The Datadog stand-in as a process. `DD_API_KEY` is the key it takes, `DD_APP_KEY` the application key of its one login.
 * `TF_VAR_<name>` are values of the stacks' variables. AWS is found as the AWS SDK finds it (`AWS_ENDPOINT_URL`). SIGTERM or SIGINT: writes what is pending, then ends.
 */
import { Command } from "commander";
import { DATADOG_API_KEY, DATADOG_APPLICATION_KEY } from "../world/environment";
import { startDatadogStandIn } from "./server";
import { s3Sink } from "./sink";

const LOGIN = "platform@sandbox.example";

interface Arguments {
  readonly stacks: string;
  readonly stack?: readonly string[];
  readonly port: string;
  readonly flushIntervalMs: string;
}

async function main({ stacks, stack, port, flushIntervalMs }: Arguments): Promise<void> {
  const sink = s3Sink();
  const standIn = await startDatadogStandIn({
    stacksDir: stacks,
    ...(stack && { stacks: stack }),
    variables: terraformVariables(process.env),
    apiKey: process.env["DD_API_KEY"] ?? DATADOG_API_KEY,
    applicationKeys: { [process.env["DD_APP_KEY"] ?? DATADOG_APPLICATION_KEY]: LOGIN },
    sink,
    port: Number(port),
    flushIntervalMs: Number(flushIntervalMs),
  });
  console.log(`listening on ${standIn.url}`, JSON.stringify(standIn.status()));
  const stop = async (): Promise<void> => {
    const { failed } = await standIn.stop();
    console.log("stopped", JSON.stringify(standIn.status()));
    for (const { archive, pending, error } of failed)
      if (pending > 0) console.error(`${pending} log(s) of archive ${archive} are lost: ${error}`);
    sink.close();
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => void stop());
}

/** As Terraform takes them from its environment. */
function terraformVariables(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      name.startsWith("TF_VAR_") && value !== undefined ? [[name.slice("TF_VAR_".length), value]] : [],
    ),
  );
}

new Command("datadog")
  .description("plays Datadog: log intake, API for configuration, and what synthesized stacks make of a log")
  .requiredOption("--stacks <dir>", "folder of the synthesized stacks")
  .option("--stack <name...>", "only these stacks, those of one organisation; * at the end for any rest")
  .option("--port <port>", "port on 127.0.0.1; 0 for a free one", "0")
  .option("--flush-interval-ms <ms>", "how long logs wait to be written together", "2000")
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 3;
  });
