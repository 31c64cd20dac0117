import { text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";

/** A container of a task definition, as far as rules read it, in the words of ECS. */
export interface Container {
  readonly name: string;
  readonly image: string;
  /** ECS takes a container for essential where nothing is said. */
  readonly essential?: boolean;
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly user?: string;
  readonly privileged?: boolean;
  readonly readonlyRootFilesystem?: boolean;
  readonly linuxParameters?: {
    readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
    readonly devices?: readonly unknown[];
  };
  readonly mountPoints?: readonly Mount[];
  readonly volumesFrom?: readonly unknown[];
  readonly environment?: readonly { readonly name: string; readonly value: string }[];
  readonly environmentFiles?: readonly unknown[];
  readonly secrets?: readonly { readonly name: string; readonly valueFrom?: string }[];
  readonly portMappings?: readonly { readonly containerPort?: number }[];
  readonly dependsOn?: readonly { readonly containerName: string; readonly condition: string }[];
  readonly healthCheck?: { readonly command?: readonly string[] };
  readonly logConfiguration?: {
    readonly logDriver?: string;
    readonly options?: Readonly<Record<string, string>>;
  };
}

interface Mount {
  readonly sourceVolume?: string;
  readonly containerPath?: string;
  readonly readOnly?: boolean;
}

/** What a container is, by what it is called or, where it was called otherwise, by what it is given. */
export type Program = "migrate" | "mlflow" | "gate" | "job" | "other";

export const taskDefinitions = (set: ResourceSet): readonly Resource[] =>
  set.ofType("aws_ecs_task_definition");

const READ = new WeakMap<Resource, readonly Container[]>();

/**
 * The containers of a task definition.
 *
 * @returns none where its JSON cannot be read
 * @throws CannotTell when it is not known
 */
export function containersOf(task: Resource): readonly Container[] {
  const known = READ.get(task);
  if (known) return known;
  const containers = parsed(text(task, "container_definitions") ?? "");
  READ.set(task, containers);
  return containers;
}

function parsed(json: string): readonly Container[] {
  try {
    const all: unknown = JSON.parse(json);
    return Array.isArray(all) ? (all as readonly Container[]) : [];
  } catch {
    return [];
  }
}

const NAMED: readonly Program[] = ["migrate", "mlflow", "gate", "job"];

export function programOf(container: Container): Program {
  const { name, entryPoint = [], command = [] } = container;
  const named = NAMED.find((program) => program === name);
  if (named) return named;
  if (entryPoint.some((each) => each.endsWith("migrate.py"))) return "migrate";
  if (hasVariable(container, "MLFLOW_BACKEND_STORE_URI")) return "mlflow";
  if (hasVariable(container, "EVIDENCE_GATE_STATE")) return "gate";
  return command[0] === "job" ? "job" : "other";
}

const hasVariable = ({ secrets = [], environment = [] }: Container, name: string): boolean =>
  [...secrets, ...environment].some((each) => each.name === name);

/** The one container of a task that is this program. */
export const theProgram = (task: Resource, program: Program): Container | undefined =>
  containersOf(task).find((each) => programOf(each) === program);

/** Task definitions in which a program runs; one that cannot be read may be any. */
export const tasksWith = (set: ResourceSet, program: Program): readonly Resource[] =>
  taskDefinitions(set).filter((task) => {
    const json = task.values["container_definitions"];
    return typeof json !== "string" || theProgram(task, program) !== undefined;
  });

/** Arguments by their option: `--port 5000` and a switch such as `--serve-artifacts`, which has none. */
export function optionsOf({ command = [] }: Container): ReadonlyMap<string, string | true> {
  const options = new Map<string, string | true>();
  command.forEach((argument, index) => {
    if (!argument.startsWith("-")) return;
    const next = command[index + 1];
    options.set(argument, next === undefined || next.startsWith("--") ? true : next);
  });
  return options;
}

/** Arguments that are no option and follow none. */
export const wordsOf = ({ command = [] }: Container): readonly string[] =>
  command.filter((argument, index) => !argument.startsWith("-") && !command[index - 1]?.startsWith("-"));

/** The secret that a variable comes from, without the key of its JSON. */
export const secretOf = (valueFrom = ""): string => valueFrom.replace(/:\w+::$/, "");

/** The variable's secret in a container, as it is written. */
export const variableFrom = ({ secrets = [] }: Container, name: string): string | undefined =>
  secrets.find((each) => each.name === name)?.valueFrom;
