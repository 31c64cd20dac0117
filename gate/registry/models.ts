import { z } from "zod";
import type { Answer, Call, Handler } from "../call";
import { productionOf, versionsOf } from "../decisions";
import { get } from "../facts";
import { sameName } from "../names";
import { Refusal } from "../refusal";
import type { Contributor, Target } from "../state/gate-state";
import type { Principal } from "../principal";
import { entriesOf, isUserTag, keyOf, refuseReserved } from "../work/tags";
import { send, write } from "../work/write";
import { bounded, mustBe, text } from "./fields";
import type { RegistryParts } from "./parts";
import { refusePromptTag, saysPrompt } from "./prompts";

const MOST_DESCRIPTION = 5_000;

const FoundModels = z.object({
  registered_models: z.array(z.object({ name: z.string() })).default([]),
});

/** Routes that make, change and delete registered models. */
export function modelHandlers(parts: RegistryParts): Readonly<Record<string, Handler>> {
  return {
    "POST registered-models/create": (call) => create(parts, call),
    "PATCH registered-models/update": (call) => update(parts, call),
    "POST registered-models/set-tag": (call) => tag(parts, call),
    "DELETE registered-models/delete-tag": (call) => tag(parts, call),
    "POST registered-models/rename": (call) => rename(parts, call),
    "DELETE registered-models/delete": (call) => remove(parts, call),
  };
}

async function create(parts: RegistryParts, call: Call): Promise<Answer> {
  mustBe(call);
  const name = text(call, "name");
  bounded(call, "description", MOST_DESCRIPTION);
  refuseJob(call);
  const tags = entriesOf(call.body["tags"]).filter((one) => !isUserTag(keyOf(one)));
  for (const one of tags) refuseReserved(keyOf(one));
  if (saysPrompt(tags) && parts.rules.declared.includes(name))
    throw new Refusal(
      "INVALID_PARAMETER_VALUE",
      `'${name}' is the model of an AI system and cannot be a prompt`,
    );
  await refuseTwins(parts, name);
  return send(parts, call, { ...call.body, ...(tags.length > 0 && { tags }) });
}

function update(parts: RegistryParts, call: Call): Promise<Answer> {
  mustBe(call);
  bounded(call, "description", MOST_DESCRIPTION);
  refuseJob(call);
  return send(parts, call, call.body);
}

function tag(parts: RegistryParts, call: Call): Promise<Answer> {
  mustBe(call);
  const key = text(call, "key");
  refuseReserved(key);
  refusePromptTag(key);
  return send(parts, call, call.body);
}

/**
 * A new name moves versions and aliases at once, and records name the old one: so that nothing with an approval or in
 * production is renamed, and nothing takes or leaves the name that a system declares.
 */
async function rename(parts: RegistryParts, call: Call): Promise<Answer> {
  mustBe(call);
  const [name, newName] = [text(call, "name"), text(call, "new_name")];
  const declared = parts.rules.declared.find((one) => sameName(one, name) || sameName(one, newName));
  if (declared !== undefined)
    throw new Refusal(
      "PERMISSION_DENIED",
      `EU AI Act gate: '${declared}' is the registered model of an AI system in configs/systems, and keeps its name. Register the version under the name you want instead.`,
    );
  await refuseInProduction(parts, name, "renamed");
  await refuseTwins(parts, newName, name);
  const versions = await versionsOf(parts.upstream, name);
  const targets = versions.map(({ version }): Target => `version:${name}/${version}`);
  const contributors = targets.length === 0 ? [] : await parts.state.contributors(targets);
  // Before the change: who made a version is known under either name, whatever happens in between.
  for (const { target, ...who } of contributors)
    await parts.state.contributed(
      [target.replace(`version:${name}/`, `version:${newName}/`) as Target],
      asPrincipal(who),
    );
  return write(parts, call, [`registered-model:${name}`, ...targets]);
}

async function remove(parts: RegistryParts, call: Call): Promise<Answer> {
  mustBe(call);
  const name = text(call, "name");
  await refuseInProduction(parts, name, "deleted");
  return write(parts, call, [`registered-model:${name}`]);
}

async function refuseInProduction(
  { upstream, rules }: RegistryParts,
  name: string,
  what: string,
): Promise<void> {
  const { stage, aliases } = await productionOf(upstream, name, rules.protectedAliases(name));
  const versions = [...new Set([...stage, ...aliases.map(({ version }) => version)])];
  if (versions.length === 0) return;
  throw new Refusal(
    "RESOURCE_CONFLICT",
    `EU AI Act gate: '${name}' is not ${what}: version ${versions.join(", ")} of it is in production.`,
  );
}

/** Names that people take for each other do not stand side by side; the very same name is MLflow's to refuse. */
async function refuseTwins({ upstream, rules }: RegistryParts, name: string, except?: string): Promise<void> {
  // ILIKE takes `_` for any character: what it finds is compared again.
  const found = await get(
    upstream,
    "/api/2.0/mlflow/registered-models/search",
    { filter: `name ILIKE '${name}'`, max_results: "1000" },
    FoundModels,
  );
  const others = [...rules.declared, ...found.registered_models.map((model) => model.name)];
  const twin = others.find((other) => other !== name && other !== except && sameName(other, name));
  if (twin === undefined) return;
  throw new Refusal(
    "INVALID_PARAMETER_VALUE",
    `field 'name': '${name}' would be taken for the registered model '${twin}'; write '${twin}' or choose another name`,
  );
}

/** Deployment jobs are run by Databricks only; here nobody would look at what they deploy. */
function refuseJob({ body }: Call): void {
  const job = body["deployment_job_id"];
  if (job === undefined || job === "") return;
  throw new Refusal(
    "INVALID_PARAMETER_VALUE",
    "field 'deployment_job_id': the gate takes no deployment jobs",
  );
}

function asPrincipal({ principal, name, kind }: Omit<Contributor, "target">): Principal {
  const cut = principal.indexOf("#");
  return {
    issuer: principal.slice(0, cut),
    subject: principal.slice(cut + 1),
    name,
    kind,
    roles: new Set(),
    groups: new Set(),
    via: "bearer",
  };
}
