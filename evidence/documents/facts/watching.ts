import { stackName, type Environment, type System } from "../../../configs";
import { listAt, textAt, type Deployed } from "./deployed";

/** A service level objective as it is deployed. */
export interface DeployedObjective {
  readonly address: string;
  readonly title: string;
  readonly description: string;
  /** Such as `99 % in 30d`. */
  readonly targets: readonly string[];
}

export function objectivesOf(
  deployed: Deployed,
  environment: Environment,
  system: System,
): readonly DeployedObjective[] {
  const stack = stackName.art72Monitoring(environment.id, system.id);
  return deployed.in(stack, "datadog_service_level_objective").map(({ address, values }) => ({
    address,
    title: (textAt(values, "name") ?? "").replace(/^(?:\[[^\]]*\])+ */, ""),
    description: textAt(values, "description") ?? "",
    targets: listAt(values, "thresholds").map(
      (each) => `${textAt(each, "target")} % in ${textAt(each, "timeframe")?.replace("d", " days")}`,
    ),
  }));
}

/** Title of the system's dashboard, where it has one. */
export function dashboardOf(
  deployed: Deployed,
  environment: Environment,
  system: System,
): string | undefined {
  const stack = stackName.art72Monitoring(environment.id, system.id);
  const [dashboard] = deployed.in(stack, "datadog_dashboard_json");
  try {
    return textAt(JSON.parse(textAt(dashboard?.values, "dashboard") ?? "null"), "title");
  } catch {
    // A text that refers to what is known after an apply alone is no JSON here.
    return undefined;
  }
}

/** Where alerts go beside people: the webhook of the risk register. */
export interface DeployedRegister {
  readonly url: string;
  /** What a monitor's message says to tell it. */
  readonly handle: string;
}

/** The way of a system's alerts to the risk register. */
export function riskRegisterOf(
  deployed: Deployed,
  environment: Environment,
  system: System,
): DeployedRegister | undefined {
  const stack = stackName.art72Monitoring(environment.id, system.id);
  const values = deployed.in(stack, "datadog_webhook")[0]?.values;
  const [name, url] = [textAt(values, "name"), textAt(values, "url")];
  return name === undefined || url === undefined ? undefined : { url, handle: `@webhook-${name}` };
}

/** A job that runs by itself. */
export interface DeployedJob {
  readonly address: string;
  readonly does: string;
  readonly schedule: string;
  readonly enabled: boolean;
}

export function jobsOf(deployed: Deployed, environment: Environment): readonly DeployedJob[] {
  return deployed
    .in(stackName.mlflow(environment.id), "aws_scheduler_schedule")
    .map(({ address, values }) => ({
      address,
      does: textAt(values, "description") ?? "",
      schedule: `${textAt(values, "schedule_expression")} ${textAt(values, "schedule_expression_timezone")}`,
      enabled: textAt(values, "state") === "ENABLED",
    }));
}

/** Saved queries of the vault that are registered in Athena, by name. */
export function savedQueriesOf(deployed: Deployed, environment: Environment): readonly string[] {
  return deployed
    .in(stackName.evidenceVault(environment.id), "aws_athena_named_query")
    .map(({ values }) => textAt(values, "name") ?? "");
}
