import { EXIT, storyUnexpected } from "../../errors";
import type { Approved, Status } from "../../gate/decisions";
import { FIRST_RELEASE, RETRAINING, trainingFor } from "../credit/change";
import { setAlias } from "../credit/promotion";
import { trainCreditModel, type TrainedModel } from "../credit/training";
import { tokenOf } from "../issuer/token-of";
import { childEnvironment, type World } from "../world";
import { evidence, expectStatus, type CommandResult } from "./evidence-cli";
import type { Office } from "./office";
import type { Result } from "./story";

/** By which the application finds the version it runs. */
export const ALIAS = "champion";

/** Of sandbox/issuer/people.ts: who trains, and who releases. */
const ENGINEER = "anna";
const APPROVER = "ben";

/**
 * A version on its way into production: refused as it is usually trained, made whole, approved by somebody else, and then
 * let in. Who does what is told by tokens of the world's identity provider.
 */
export class Release {
  constructor(private readonly office: Office) {}

  /** As engineers train everywhere: data, metrics and model logged, and no word of why. */
  async trainAsUsual(): Promise<TrainedModel> {
    const { system } = this.office;
    const options = { model: system.registeredModel, experiment: system.id };
    return trainCreditModel(await this.#as(ENGINEER), options);
  }

  /** The stock client asks for the alias; its words are all the engineer gets. */
  async refuse({ model_version: version }: TrainedModel): Promise<Result> {
    const before = await this.#champion();
    const attempt = await this.#setAlias(version);
    if (attempt.accepted)
      throw storyUnexpected("the gate", "to refuse a version without evidence", "accepted");
    const { error_code: code, message } = attempt;
    const [, unmet, all] = /(\d+) of (\d+) requirements are not met/.exec(message) ?? [];
    if (unmet === undefined)
      throw storyUnexpected("the gate's refusal", "what is missing", `${code}: ${message}`);
    const after = await this.#champion();
    if (after !== before)
      throw storyUnexpected(`the alias ${ALIAS}`, `version ${before ?? "none"}`, after ?? "none");
    return `version ${version} may not have the alias ${ALIAS} (${code}): ${unmet} of ${all} requirements are not met: ${requirementsIn(message).join(", ")}; ${ALIAS} stays ${after === undefined ? "nobody's" : `version ${after}`}`;
  }

  /** The same model with what production requires, in the run itself. */
  async trainWhole(): Promise<TrainedModel> {
    const { world, system } = this.office;
    const change = (await this.#champion()) === undefined ? FIRST_RELEASE : RETRAINING;
    return trainCreditModel(await this.#as(ENGINEER), trainingFor(system, change, world.repository.commit));
  }

  /** Four eyes: the engineer may not, somebody else does, on what `evidence status` shows. */
  async approve({ model_name: name, model_version: version }: TrainedModel): Promise<Result> {
    const status = await this.#evidence(APPROVER, "status", name, version, "--json");
    expectStatus("evidence status", status, EXIT.finding);
    const { key, lacks, run } = JSON.parse(status.stdout) as Status;
    if (key === undefined || lacks.approval.length > 0)
      throw storyUnexpected(
        "the version trained with everything",
        "nothing but an approval to be missing",
        lacks.approval.map(({ requirement, what }) => `${requirement}: ${what}`).join("; "),
      );
    const { evidenceSha256, artifactSha256 } = key;
    const change = run?.tags["ai_act.change_class"] === FIRST_RELEASE.class ? FIRST_RELEASE : RETRAINING;
    const approve = [
      ...["approve", name, version, "--evidence", evidenceSha256, "--artifacts", artifactSha256],
      ...["--modification", change.class, "--why", change.reason],
      ...(change === FIRST_RELEASE ? ["--conformity-assessment", "CA-2026-1, internal control"] : []),
      ...["--yes", "--json"],
    ];
    const own = await this.#evidence(ENGINEER, ...approve);
    expectStatus(`evidence approve by ${ENGINEER}, who trained it`, own, EXIT.finding);
    const approved = await this.#evidence(APPROVER, ...approve);
    expectStatus("evidence approve", approved, EXIT.ok);
    const { approval } = JSON.parse(approved.stdout) as Approved;
    return `${ENGINEER}, who trained version ${version}, may not; ${APPROVER} approves evidence ${evidenceSha256.slice(0, 8)} and artifacts ${artifactSha256.slice(0, 8)}: ${approval?.record}`;
  }

  /** The same call of the stock client as before. */
  async promote({ model_version: version }: TrainedModel): Promise<Result> {
    const before = await this.#champion();
    const attempt = await this.#setAlias(version);
    if (!attempt.accepted)
      throw storyUnexpected("the gate", "to let the approved version in", attempt.message);
    const after = await this.#champion();
    if (after !== version) throw storyUnexpected(`the alias ${ALIAS}`, `version ${version}`, after ?? "none");
    return `version ${version} is ${ALIAS}${before === undefined ? "" : `, in place of version ${before}`}; record and snapshot were in the vault before MLflow was told`;
  }

  async #setAlias(version: string) {
    const world = await this.#as(ENGINEER);
    return setAlias(world, { model: this.office.system.registeredModel, version, alias: ALIAS });
  }

  /** The version that has the alias now, as anybody reads it. */
  async #champion(): Promise<string | undefined> {
    const { world, system } = this.office;
    const query = new URLSearchParams({ name: system.registeredModel, alias: ALIAS });
    const token = await tokenOf(world.urls.issuer, ENGINEER);
    const answer = await fetch(`${world.urls.gate}/api/2.0/mlflow/registered-models/alias?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!answer.ok) return undefined;
    const { model_version } = (await answer.json()) as { model_version: { version: string } };
    return model_version.version;
  }

  async #as(login: string): Promise<World> {
    const { world } = this.office;
    const token = await tokenOf(world.urls.issuer, login);
    return { ...world, variables: { ...world.variables, MLFLOW_TRACKING_TOKEN: token } };
  }

  async #evidence(login: string, ...args: string[]): Promise<CommandResult> {
    return evidence(args, childEnvironment((await this.#as(login)).variables));
  }
}

/** Ids as the message names them, in brackets or as what waits for something else. */
function requirementsIn(message: string): string[] {
  const named = [...message.matchAll(/\[([a-z][a-z-]*): /g)].map(([, id]) => id ?? "");
  const waiting = [...message.matchAll(/This holds up: ([a-z, -]+)\./g)].flatMap(([, ids = ""]) =>
    ids.split(", "),
  );
  return [...new Set([...named, ...waiting])];
}
