import { z } from "zod";
import type { Answer, Call, Handler, JsonObject } from "../call";
import { doorsOf, versionNow } from "../decisions";
import { Refusal } from "../refusal";
import { stampsOf } from "../stamps";
import { made } from "../work/made";
import { entriesOf, isUserTag, keyOf, refuseReserved, refuseUserTag, stampedTags } from "../work/tags";
import { write } from "../work/write";
import { bounded, mustBe, text, versionTarget } from "./fields";
import { lineageOf, type Lineage } from "./lineage";
import type { RegistryParts } from "./parts";
import { isPromptTag, mustBePrompt, saysPrompt } from "./prompts";

const created = z.object({
  model_version: z.object({ name: z.string(), version: z.union([z.string(), z.int().transform(String)]) }),
});

/** MLflow's own limits. */
const MOST = { description: 5_000, runLink: 500 } as const;

/** Routes that make, change and delete versions. */
export function versionHandlers(parts: RegistryParts): Readonly<Record<string, Handler>> {
  return {
    "POST model-versions/create": (call) => create(parts, call),
    "PATCH model-versions/update": (call) => {
      bounded(call, "description", MOST.description);
      return toVersion(parts, call);
    },
    "POST model-versions/set-tag": (call) => tag(parts, call),
    "DELETE model-versions/delete-tag": (call) => tag(parts, call),
    "DELETE model-versions/delete": (call) => remove(parts, call),
  };
}

async function create(parts: RegistryParts, call: Call): Promise<Answer> {
  mustBe(call);
  const name = text(call, "name");
  const description = bounded(call, "description", MOST.description);
  const link = runLink(call);
  const tags = entriesOf(call.body["tags"]);
  const isPrompt = saysPrompt(tags);
  if (isPrompt) await mustBePrompt(parts, call, name);
  const lineage = isPrompt ? undefined : await lineageOf(parts.upstream, givenSource(call));
  const own = lineage === undefined ? tags : withoutCopied(tags, lineage);
  const stamped = stampedTags(own as never, stampsOf(call, parts.now?.() ?? new Date()), call.principal.name);
  const body: JsonObject = {
    name,
    ...(lineage === undefined ? { source: text(call, "source") } : forwarded(lineage)),
    tags: stamped as unknown as readonly JsonObject[],
    ...(description !== undefined && { description }),
    ...(link !== undefined && { run_link: link }),
  };
  const answer = await parts.upstream.send({
    method: "POST",
    path: "/api/2.0/mlflow/model-versions/create",
    body,
  });
  return made(
    parts,
    call,
    answer,
    created,
    ({ model_version: version }) => `version:${version.name}/${version.version}`,
  );
}

function givenSource(call: Call): Parameters<typeof lineageOf>[1] {
  const { run_id: runId, model_id: modelId } = call.body;
  return {
    source: text(call, "source"),
    ...(typeof runId === "string" && runId !== "" && { runId }),
    ...(typeof modelId === "string" && modelId !== "" && { modelId }),
  };
}

function forwarded({ source, runId, modelId }: Lineage): JsonObject {
  return { source, run_id: runId, ...(modelId !== undefined && { model_id: modelId }) };
}

/** A link that people click on in the UI. */
function runLink(call: Call): string | undefined {
  const link = bounded(call, "run_link", MOST.runLink);
  if (link === undefined || link === "" || /^https?:\/\/[!-~]+$/.test(link)) return link;
  throw new Refusal(
    "INVALID_PARAMETER_VALUE",
    "field 'run_link': an address that begins with http:// or https://",
  );
}

/** `copy_model_version` sends the tags of the version along, the gate's own among them: the copy gets its own. */
function withoutCopied(tags: readonly JsonObject[], { copiedTags }: Lineage): readonly JsonObject[] {
  return tags.filter((one) => {
    const key = keyOf(one);
    const gates = key.startsWith("evidence.") || isUserTag(key);
    return !(gates && copiedTags[key] === one["value"]);
  });
}

function tag(parts: RegistryParts, call: Call): Promise<Answer> {
  const key = text(call, "key");
  refuseReserved(key);
  refuseUserTag(key);
  if (isPromptTag(key))
    throw new Refusal("PERMISSION_DENIED", `tag '${key}' says what a version is: it is set when it is made`);
  return toVersion(parts, call);
}

async function toVersion(parts: RegistryParts, call: Call): Promise<Answer> {
  mustBe(call);
  return write(parts, call, [versionTarget(call)]);
}

/** MLflow deletes a version that is in production without a word, its aliases with it. */
async function remove(parts: RegistryParts, call: Call): Promise<Answer> {
  mustBe(call);
  const [name, version] = [text(call, "name"), text(call, "version")];
  const now = await versionNow(parts.upstream, { name, version });
  const doors = doorsOf(now, parts.rules.protectedAliases(name));
  if (doors.length > 0)
    throw new Refusal(
      "RESOURCE_CONFLICT",
      `EU AI Act gate: version ${version} of '${name}' is in production (${doors.join(", ")}) and is not deleted. An approver takes it out first; what was in production is kept as evidence then.`,
    );
  return toVersion(parts, call);
}
