import type { DeployedStack } from "../input";

/** A resource as Terraform is given it. */
export interface DeployedResource {
  /** `<stack>/<type>.<name>`. */
  readonly address: string;
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The resources of synthesized stacks, by address. What is no resource is passed over: the rules read the same files strictly. */
export class Deployed {
  readonly resources: readonly DeployedResource[];

  constructor(stacks: readonly DeployedStack[]) {
    this.resources = stacks
      .flatMap(({ name, json }) => resourcesOf(name, json))
      .sort((a, b) => (a.address < b.address ? -1 : 1));
  }

  /** Resources of a type in a stack, by name. */
  in(stack: string, type: string): readonly DeployedResource[] {
    return this.resources.filter((each) => each.stack === stack && each.type === type);
  }
}

function resourcesOf(stack: string, json: unknown): DeployedResource[] {
  return entries((json as { resource?: unknown } | null)?.resource).flatMap(([type, byName]) =>
    entries(byName).map(([name, body]) => ({
      address: `${stack}/${type}.${name}`,
      ...{ stack, type, name },
      values: Object.fromEntries(entries([body].flat()[0])),
    })),
  );
}

const entries = (value: unknown): [string, unknown][] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];

/** The value at a path; blocks that Terraform takes once may stand in a list of one. */
export function at(values: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => {
    const [one] = [value].flat();
    return typeof one === "object" && one !== null ? (one as Record<string, unknown>)[key] : undefined;
  }, values);
}

/** The text at a path, numbers and truth values spelled out; nothing where there is none. */
export function textAt(values: unknown, ...path: readonly string[]): string | undefined {
  const [value] = [at(values, ...path)].flat();
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

/** The items of the list at a path. */
export function listAt(values: unknown, ...path: readonly string[]): readonly unknown[] {
  const value = at(values, ...path);
  return value === undefined ? [] : [value].flat();
}

/** Whether a value refers to a resource of the same stack, as Terraform spells it. */
export const refersTo = (value: unknown, { type, name }: DeployedResource): boolean =>
  typeof value === "string" && value.startsWith(`\${${type}.${name}.`);
