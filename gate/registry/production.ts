import type { Answer, Call, Handler } from "../call";
import type { Moved, Promoted } from "../decisions";
import { Refusal } from "../refusal";
import { aliasOf, mustBe, stageOf, text } from "./fields";
import type { RegistryParts } from "./parts";

const ALIASES = "/api/2.0/mlflow/registered-models/alias";
const MOVERS = ["trainer", "service", "approver"] as const;

/** The two doors into production: the classic stages and the aliases. */
export function productionHandlers(parts: RegistryParts): Readonly<Record<string, Handler>> {
  return {
    "POST model-versions/transition-stage": (call) => transition(parts, call),
    "POST registered-models/alias": (call) => setAlias(parts, call),
    "DELETE registered-models/alias": (call) => deleteAlias(parts, call),
  };
}

async function transition({ decisions, upstream }: RegistryParts, call: Call): Promise<Answer> {
  mustBe(call, MOVERS);
  const [name, version, stage] = [text(call, "name"), text(call, "version"), stageOf(call)];
  const archive = call.body["archive_existing_versions"] === true;
  if (archive && stage !== "Production" && stage !== "Staging")
    throw new Refusal(
      "INVALID_PARAMETER_VALUE",
      "field 'archive_existing_versions': only for the stages Staging and Production",
    );
  const order = { principal: call.principal, call: call.id, name, version, archive };
  const made: Promoted | Moved =
    stage === "Production"
      ? await decisions.promote({ ...order, door: { kind: "stage", name: stage } })
      : await decisions.move({ ...order, toStage: stage });
  // The answer was lost, and MLflow was seen to have done it: what it would have answered is the version as it is now.
  return (
    made.answer ??
    upstream.send({ method: "GET", path: "/api/2.0/mlflow/model-versions/get", query: { name, version } })
  );
}

async function setAlias({ decisions, upstream, rules }: RegistryParts, call: Call): Promise<Answer> {
  mustBe(call, MOVERS);
  const [name, version] = [text(call, "name"), text(call, "version")];
  const { alias, isProtected } = aliasOf(call, rules.protectedAliases(name));
  if (!isProtected) return upstream.send({ method: "POST", path: ALIASES, body: { name, alias, version } });
  const door = { kind: "alias", name: alias } as const;
  const promoted = await decisions.promote({ principal: call.principal, call: call.id, name, version, door });
  return promoted.answer ?? NOTHING_TO_SAY;
}

async function deleteAlias({ decisions, upstream, rules }: RegistryParts, call: Call): Promise<Answer> {
  mustBe(call, MOVERS);
  const name = text(call, "name");
  const { alias, isProtected } = aliasOf(call, rules.protectedAliases(name));
  if (!isProtected) return upstream.send({ method: "DELETE", path: ALIASES, body: { name, alias } });
  const moved = await decisions.move({ principal: call.principal, call: call.id, name, alias });
  return moved.answer ?? NOTHING_TO_SAY;
}

/** What MLflow answers to a change of aliases. */
const NOTHING_TO_SAY: Answer = { status: 200, contentType: "application/json", body: "{}" };
