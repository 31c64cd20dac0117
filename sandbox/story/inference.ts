import { join } from "node:path";
import { datadogIntake } from "../../clients/node";
import { names, type Environment, type System } from "../../configs";
import { storyUnexpected } from "../../errors";
import { embeddedS3 } from "../aws/client";
import { runCreditApplication } from "../credit/application";
import { applicationDir } from "../credit/application-dir";
import { applicationCheckpoints, type ApplicationCheckpoints } from "../credit/checkpoints";
import type { TrainedModel } from "../credit/training";
import type { World } from "../world";
import { ALIAS } from "./release";
import type { Result } from "./story";

const APPLICANTS = 200;

export function describeModel({ model_name, model_version, run_id, metrics }: TrainedModel): string {
  const tested = Object.entries(metrics).filter(([name]) => /^test[a-z_]*$/.test(name));
  const measured = tested.map(([name, value]) => `${name} ${value.toFixed(3)}`).join(", ");
  return `${model_name} version ${model_version} registered, run ${run_id.slice(0, 8)}; ${measured}`;
}

/** How the application signs checkpoints and puts them straight into the vault. */
export const checkpointsOf = (
  world: World,
  environment: Environment,
  system: System,
): Promise<ApplicationCheckpoints> =>
  applicationCheckpoints(world.dir, system.id, embeddedS3(world.urls.aws), names(environment).vaultBucket);

/**
 * Real decisions on the test set by the version in production, as the registry names it; each is an Art 12 event, sent to the
 * intake and archived into the vault.
 */
export async function logInferences(
  world: World,
  environment: Environment,
  system: System,
  model: TrainedModel,
  checkpoints: ApplicationCheckpoints,
): Promise<Result> {
  const counts = await runCreditApplication({
    world,
    system: { id: system.id, version: system.version },
    environment: environment.id,
    role: system.regulatory.role,
    model: { name: model.model_name, alias: ALIAS },
    sink: datadogIntake({ apiKey: world.variables["DD_API_KEY"] ?? "", url: world.urls.datadog }),
    checkpoints,
    spool: {
      folder: join(applicationDir(world.dir), "spool", system.id),
      whenLogCannotBeWritten: system.delivery?.whenLogCannotBeWritten ?? "fail-closed",
      late: checkpoints.put,
    },
    applicants: APPLICANTS,
    vocabulary: system.vocabulary,
    inputScope: system.inputReference.scope,
  });
  if (counts.model.version !== model.model_version)
    throw storyUnexpected(`models:/${model.model_name}@${ALIAS}`, `version ${model.model_version}`, counts.model.version); // prettier-ignore
  return `models:/${model.model_name}@${ALIAS} is version ${counts.model.version}: ${counts.inferences} decisions logged, ${counts.reviewed} reviewed by a person, ${counts.overridden} overridden, ${counts.errors} errors`;
}

interface StandInStatus {
  readonly received: number;
  readonly unarchived: number;
  readonly archives: readonly { readonly archived: number; readonly error?: string }[];
}

/** Makes the stand-in write what it holds, and looks whether anything was lost on the way. */
export async function archive(world: World): Promise<Result> {
  const ask = async (route: string, method: "GET" | "POST") => {
    const answer = await fetch(`${world.urls.datadog}/__sandbox/${route}`, { method });
    if (!answer.ok)
      throw storyUnexpected(`the stand-in's /__sandbox/${route}`, "status 200", `status ${answer.status}`);
    return (await answer.json()) as unknown;
  };
  await ask("flush", "POST");
  const status = (await ask("status", "GET")) as StandInStatus;
  const error = status.archives.find((each) => each.error !== undefined)?.error;
  if (error !== undefined) throw storyUnexpected("the archive", "to write into the vault", error);
  if (status.unarchived > 0)
    throw storyUnexpected(
      "the archive",
      "to take every Art 12 entry",
      `${status.unarchived} entries taken by no archive`,
    );
  return `${status.archives.reduce((sum, each) => sum + each.archived, 0)} entries in the vault, none lost`;
}
