import { synthesizedSet } from "../../rules";
import type { ResourceSet } from "../../rules/resource-set";
import { synthesize, type StackJson } from "../stacks/synthesized";

const { stacks: OWN } = synthesize();

/** A change to the JSON of the repository's own stacks. */
export type Edit = (stacks: Stacks) => void;

/** The JSON of all own stacks, to be changed: a copy each time. */
export class Stacks {
  readonly json: Record<string, StackJson> = structuredClone(OWN);

  /** The attributes of a resource, by `<stack>/<type>.<name>`. */
  values(address: string): Record<string, unknown> {
    const [stack = "", place = ""] = address.split("/");
    const [type = "", name = ""] = place.split(".");
    const found = this.json[stack]?.resource?.[type]?.[name];
    if (!found) throw new Error(`${address} is not synthesized`);
    return found;
  }

  /** All stacks as a set. */
  set(): ResourceSet {
    return synthesizedSet(
      Object.entries(this.json).map(([stack, json]) => ({ path: `${stack}.json`, json, stack })),
      true,
    );
  }
}

/** Sets an attribute by its path, such as `rule.0.expiration.0.days`; `undefined` takes it out. */
export const set =
  (address: string, path: string, value: unknown): Edit =>
  (stacks) => {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    const parent = keys.reduce<Record<string, unknown>>(
      (at, key) => (at[key] ??= {}) as Record<string, unknown>,
      stacks.values(address),
    );
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  };

/** Takes a resource away. */
export const remove =
  (address: string): Edit =>
  (stacks) => {
    const [stack = "", place = ""] = address.split("/");
    const [type = "", name = ""] = place.split(".");
    stacks.values(address);
    delete stacks.json[stack]?.resource?.[type]?.[name];
  };

/** Adds a resource. */
export const add =
  (address: string, values: Record<string, unknown>): Edit =>
  (stacks) => {
    const [stack = "", place = ""] = address.split("/");
    const [type = "", name = ""] = place.split(".");
    const resources = stacks.json[stack]?.resource;
    if (!resources) throw new Error(`${stack} is not synthesized`);
    (resources[type] ??= {})[name] = values;
  };

/** Replaces words in a text attribute, such as a policy document. The words must be there. */
export const reword =
  (address: string, attribute: string, from: string, to: string): Edit =>
  (stacks) => {
    const values = stacks.values(address);
    const text = String(values[attribute]);
    if (!text.includes(from)) throw new Error(`${address} ${attribute} has no ${from}`);
    values[attribute] = text.replaceAll(from, to);
  };

interface Statement {
  Sid?: string;
  Action?: unknown;
  Condition?: unknown;
  [key: string]: unknown;
}

/** Changes the statements of a policy document. */
export const repolicy =
  (address: string, attribute: string, change: (statements: Statement[]) => Statement[]): Edit =>
  (stacks) => {
    const values = stacks.values(address);
    const document = JSON.parse(String(values[attribute])) as { Statement: Statement[] };
    values[attribute] = JSON.stringify({ ...document, Statement: change(document.Statement) });
  };

/** Takes the statement with an id out of a policy document. */
export const withoutStatement = (address: string, sid: string, attribute = "policy"): Edit =>
  repolicy(address, attribute, (all) => {
    const left = all.filter(({ Sid }) => Sid !== sid);
    if (left.length === all.length) throw new Error(`${address} has no statement ${sid}`);
    return left;
  });
