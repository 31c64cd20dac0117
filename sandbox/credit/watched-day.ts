/**
 * A day of the credit system under the monitors that its stacks declare: real decisions on a population, counted by the log
 * metrics' own definitions, judged by the monitors' own queries, and told to a risk register by their own webhook.
 */
import { randomBytes } from "node:crypto";
import { datadogIntake } from "../../clients/node";
import { stackName, type Environment, type System } from "../../configs";
import { monitorsOf } from "../../constructs/art72-monitoring/catalogue";
import type { EvaluationReport } from "../datadog/log-path";
import { startDatadogStandIn } from "../datadog/server";
import { startRiskRegister, type RegisterEntry, type RiskRegister } from "../risk-register/register";
import { runCreditApplication } from "./application";
import type { Applicant, DecisionCounts } from "./decisions";
import type { ProgramWorld } from "./python-program";

export interface WatchedDayOptions {
  readonly world: ProgramWorld;
  readonly environment: Environment;
  readonly system: System;
  /** Folder of the synthesized stacks. */
  readonly stacksDir: string;
  readonly model: { readonly name: string; readonly version: string };
  readonly population: readonly Applicant[];
}

export interface Evaluated {
  /** What the monitor with this key of the catalogue came to; nothing where it had no data. */
  readonly monitor: (key: string) => Judged | undefined;
  readonly report: EvaluationReport;
}

export interface WatchedDay extends Evaluated {
  readonly counts: DecisionCounts;
  /** What the register made of that monitor's alerts. */
  readonly entries: (key: string) => readonly RegisterEntry[];
}

export interface Judged {
  readonly state: string;
  readonly value?: number;
  readonly threshold: number;
}

/** Longer than any monitor waits for logs that come late. */
const EVALUATED_AFTER_MS = 10 * 60_000;

/** Plays the day in an organisation of its own, so that nothing of it reaches the archive of a world. */
export async function watchedDay(options: WatchedDayOptions): Promise<WatchedDay> {
  const { environment, system, world, stacksDir } = options;
  const token = randomBytes(16).toString("hex");
  const register = await startRiskRegister(new URL(registerOf(environment).url).pathname, token);
  const keys = { apiKey: randomBytes(16).toString("hex"), applicationKey: randomBytes(16).toString("hex") };
  const standIn = await startDatadogStandIn({
    ...{ stacksDir, stacks: stacksOf(environment, system) },
    ...{ apiKey: keys.apiKey, applicationKeys: { [keys.applicationKey]: "platform@sandbox.example" } },
    sink: { put: () => Promise.resolve() },
  });
  try {
    await connect(standIn.url, register, environment, { ...keys, token });
    const counts = await runCreditApplication({
      ...{ world, model: options.model, applicants: options.population },
      system: { id: system.id, version: system.version },
      environment: environment.id,
      role: system.regulatory.role,
      sink: datadogIntake({ apiKey: keys.apiKey, url: standIn.url }),
      vocabulary: system.vocabulary,
      inputScope: system.inputReference.scope,
    });
    const entries: WatchedDay["entries"] = (key) =>
      register.entries().filter(({ title }) => title.endsWith(titled(environment, system, key)));
    return { ...(await evaluated(standIn.url, environment, system)), counts, entries };
  } finally {
    await standIn.stop();
    await register.stop();
  }
}

const stacksOf = ({ id, datadog }: Environment, system: System): readonly string[] => [
  stackName.datadogOrganisation(datadog.org),
  stackName.art72Monitoring(id, system.id),
];

/** Evaluates the monitors of the organisation at this address, when all that was sent by now has to be in. */
export async function evaluated(url: string, environment: Environment, system: System): Promise<Evaluated> {
  const at = new Date(Date.now() + EVALUATED_AFTER_MS).toISOString();
  const report = (await ask(url, "POST", "/__sandbox/evaluate", { at })) as EvaluationReport;
  return {
    report,
    monitor: (key) => {
      const name = `[${system.id}] ${titled(environment, system, key)}`;
      return report.evaluations.find(({ monitor }) => monitor.endsWith(name));
    },
  };
}

/** What nobody declares: where the register is on this machine, and the token that is set by hand, once. */
async function connect(
  standIn: string,
  register: RiskRegister,
  environment: Environment,
  { apiKey, applicationKey, token }: { apiKey: string; applicationKey: string; token: string },
): Promise<void> {
  const { url, tokenVariable } = registerOf(environment);
  await ask(standIn, "PUT", "/__sandbox/hosts", { [new URL(url).origin]: register.url });
  const variable = { name: tokenVariable, value: token, is_secret: true };
  const path = "/api/v1/integration/webhooks/configuration/custom-variables";
  await ask(standIn, "POST", path, variable, { "dd-api-key": apiKey, "dd-application-key": applicationKey });
}

async function ask(
  url: string,
  method: string,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const response = await fetch(url + path, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

function registerOf({ id, riskRegister }: Environment): NonNullable<Environment["riskRegister"]> {
  if (!riskRegister) throw new Error(`environment ${id} has no risk register`);
  return riskRegister;
}

function titled(environment: Environment, system: System, key: string): string {
  const spec = monitorsOf(environment, system).find((each) => each.key === key);
  if (!spec) throw new Error(`the catalogue has no monitor ${key} for ${system.id}`);
  return spec.title;
}
