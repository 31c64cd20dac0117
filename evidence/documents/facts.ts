import { historyOf, type History } from "./facts/history";
import { Deployed } from "./facts/deployed";
import { monitorsOf, organisationMonitorsOf, type DeployedMonitor } from "./facts/monitors";
import { archiveOf, bucketsOf, type DeployedArchive, type DeployedBucket } from "./facts/vault";
import {
  dashboardOf,
  jobsOf,
  objectivesOf,
  riskRegisterOf,
  savedQueriesOf,
  type DeployedJob,
  type DeployedObjective,
  type DeployedRegister,
} from "./facts/watching";
import type { DocumentsInput } from "./input";

/** Everything that the documents of a system say, read once. */
export interface Facts {
  readonly input: DocumentsInput;
  readonly deployed: Deployed;
  readonly monitors: readonly DeployedMonitor[];
  /** Of the Datadog organisation: whether the log arrives, whether anybody changed its way. */
  readonly organisationMonitors: readonly DeployedMonitor[];
  readonly objectives: readonly DeployedObjective[];
  readonly dashboard: string | undefined;
  readonly riskRegister: DeployedRegister | undefined;
  readonly archive: DeployedArchive | undefined;
  readonly vault: DeployedBucket | undefined;
  readonly replica: DeployedBucket | undefined;
  readonly jobs: readonly DeployedJob[];
  readonly savedQueries: readonly string[];
  /** Nothing where no records were given. */
  readonly history: History | undefined;
}

/** @throws UserError when a vault was given and cannot be read */
export async function factsOf(input: DocumentsInput): Promise<Facts> {
  const { environment, system, vault } = input;
  const deployed = new Deployed(input.stacks);
  return {
    input,
    deployed,
    monitors: monitorsOf(deployed, environment, system),
    organisationMonitors: organisationMonitorsOf(deployed, environment),
    objectives: objectivesOf(deployed, environment, system),
    dashboard: dashboardOf(deployed, environment, system),
    riskRegister: riskRegisterOf(deployed, environment, system),
    archive: archiveOf(deployed, environment),
    ...bucketsOf(deployed, environment),
    jobs: jobsOf(deployed, environment),
    savedQueries: savedQueriesOf(deployed, environment),
    history: vault && (await historyOf(vault, environment, system)),
  };
}
