import type { JsonObject } from "../call";
import type { DoorRoute } from "../routes/table";
import { SPELLING } from "../spellings";
import { fieldNotTaken, parameterNotTaken } from "./refusals";

interface Spelling {
  readonly pattern: RegExp;
  readonly needed: string;
}

const RUN: Spelling = { pattern: SPELLING.run, needed: "the id of a run: 32 hexadecimal digits" };
const LOGGED_MODEL: Spelling = {
  pattern: SPELLING.loggedModel,
  needed: "the id of a logged model: m- and 32 hexadecimal digits",
};
const EXPERIMENT: Spelling = {
  pattern: SPELLING.experiment,
  needed: "the id of an experiment: a decimal number in its one spelling",
};
const VERSION: Spelling = {
  pattern: SPELLING.version,
  needed: "the number of a version, as a text in its one decimal spelling",
};
const REGISTERED_MODEL: Spelling = {
  pattern: SPELLING.registeredModel,
  needed: "the name of a registered model: letters, digits, '.', '_' and '-', at most 128",
};
const TRACE: Spelling = {
  pattern: /^[A-Za-z0-9_-]{1,100}$/,
  needed: "an id of letters, digits, '_' and '-'",
};
const FILE: Spelling = { pattern: /^[A-Za-z0-9._/-]+$/, needed: "a file of the user interface" };
const ANY: Spelling = { pattern: /./, needed: "a name" };

/** Ids in the fields of requests that change something. MLflow takes `01`, ` 1` and `1_0` for numbers, and any name for a model. */
const FIELDS: Readonly<Record<string, Spelling>> = {
  run_id: RUN,
  source_run_id: RUN,
  model_id: LOGGED_MODEL,
  experiment_id: EXPERIMENT,
  version: VERSION,
};

/** Fields that name a registered model, on the routes of the registry only: elsewhere `name` is any text. */
const REGISTRY_FIELDS: Readonly<Record<string, Spelling>> = {
  name: REGISTERED_MODEL,
  new_name: REGISTERED_MODEL,
};

const PARAMETERS: Readonly<Record<string, Spelling>> = {
  model_id: LOGGED_MODEL,
  request_id: TRACE,
  trace_id: TRACE,
  assessment_id: TRACE,
  path: FILE,
  artifact_path: ANY,
  tag_key: ANY,
};

/** Fields that are paths below an artifact root. */
const PATHS = ["path", "artifact_file_path", "artifact_directory_path"] as const;

/** @throws Refusal INVALID_PARAMETER_VALUE when a parameter of the path is not spelled as its kind is */
export function checkParameters(params: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(params)) {
    const spelling = PARAMETERS[name];
    if (!spelling?.pattern.test(value))
      throw parameterNotTaken(name, spelling?.needed ?? "unknown to the gate");
  }
}

/**
 * Holds ids of the body or query to their one spelling, and to those of the path: MLflow lets the body win over the path.
 *
 * @throws Refusal INVALID_PARAMETER_VALUE
 */
export function checkNames(
  route: DoorRoute,
  params: Readonly<Record<string, string>>,
  fields: JsonObject,
): void {
  for (const name of Object.keys(params))
    if (fields[name] !== undefined && fields[name] !== params[name])
      throw fieldNotTaken(name, "the same as in the address");
  for (const name of PATHS) checkPath(name, fields[name]);
  if (route.class === "read") return;
  const registry = /\/(?:registered-models|model-versions)\//.test(route.path);
  const spellings = registry ? { ...FIELDS, ...REGISTRY_FIELDS } : FIELDS;
  for (const [name, { pattern, needed }] of Object.entries(spellings)) {
    const value = fields[name];
    if (value !== undefined && !(typeof value === "string" && pattern.test(value)))
      throw fieldNotTaken(name, needed);
  }
}

function checkPath(name: string, value: JsonObject[string] | undefined): void {
  if (typeof value !== "string" || value === "") return;
  const parts = value.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..") || /[\p{Cc}\\%#?;]/u.test(value))
    throw fieldNotTaken(name, "a relative path, without '.', '..', empty parts and any of \\ % # ? ;");
}
