import { isObject, REMOVED, type Place } from "./json";
import { keyStep, stepOf, type Path } from "./path";

/** One thing that could be done to a part of a document. */
export interface PartMutation {
  readonly path: Path;
  readonly place: Place;
  readonly name: string;
  readonly value: unknown;
}

export type Document = Readonly<Record<string, unknown>>;

const SOMEBODY = "arn:aws:iam::999999999999:role/somebody";

export const isPolicy = (document: Document): boolean => Array.isArray(document["Statement"]);

/**
 * What could be done to a policy: a grant too many; each statement removed or turned round; its principals widened,
 * narrowed, changed; its calls and resources, one by one; its conditions removed, changed, widened.
 */
export function policyMutations(document: Document): readonly PartMutation[] {
  const statements = document["Statement"] as readonly Document[];
  return [granted(statements), ...statements.flatMap((each, index) => ofStatement(each, index))];
}

/** One statement more, that lets anybody do anything, in the manner of the document. */
function granted(statements: readonly Document[]): PartMutation {
  const [first = {}] = statements;
  const [service] = String([first["Action"]].flat()[0]).split(":");
  const grant = {
    Effect: "Allow",
    Action: service === "sts" ? "sts:AssumeRole" : `${service}:*`,
    ...(first["Principal"] !== undefined && { Principal: "*" }),
    ...(first["Resource"] !== undefined && { Resource: "*" }),
  };
  return { path: [], place: ["Statement"], name: "granted", value: [...statements, grant] };
}

function ofStatement(statement: Document, index: number): readonly PartMutation[] {
  const path = ["Statement", stepOf(statement, index)];
  const place = ["Statement", index];
  const { Effect, Principal, Action, Resource, Condition } = statement;
  const below = (part: string, mutations: readonly PartMutation[]) =>
    mutations.map((each) => ({
      ...each,
      path: [...path, part, ...each.path],
      place: [...place, part, ...each.place],
    }));
  const turned = Effect === "Deny" ? "Allow" : "Deny";
  return [
    { path, place, name: "removed", value: REMOVED },
    ...below("Effect", [here(`to ${turned}`, turned)]),
    ...(Principal === undefined ? [] : below("Principal", ofPrincipal(Principal))),
    ...below("Action", ofActions(Action)),
    ...(Resource === undefined ? [] : below("Resource", ofResources(Resource))),
    ...(Condition === undefined ? [] : below("Condition", ofConditions(Condition as Conditions))),
  ];
}

const here = (name: string, value: unknown): PartMutation => ({ path: [], place: [], name, value });

function ofPrincipal(principal: unknown): readonly PartMutation[] {
  if (!isObject(principal)) return [here("narrowed", { AWS: SOMEBODY })];
  const [kind = "AWS", named] = Object.entries(principal)[0] ?? [];
  const more = { ...principal, AWS: [...[principal["AWS"] ?? []].flat(), SOMEBODY] };
  return [
    here("widened", "*"),
    here("changed", { AWS: SOMEBODY }),
    here("one more", more),
    ...(Array.isArray(named) ? elementsRemoved(named).map((each) => under(kind, each)) : []),
  ];
}

function ofActions(actions: unknown): readonly PartMutation[] {
  const service = String([actions].flat()[0]).split(":")[0];
  const wide = [here("widened", `${service}:*`)];
  if (Array.isArray(actions)) return [...wide, ...elementsRemoved(actions)];
  return [here("changed", `${service}:Other`), ...(String(actions) === `${service}:*` ? [] : wide)];
}

function ofResources(resources: unknown): readonly PartMutation[] {
  if (Array.isArray(resources))
    return [
      here("widened", "*"),
      ...elementsRemoved(resources),
      ...resources.map((each, index) => element(each, index, "narrowed", narrower(String(each)))),
    ];
  const text = String(resources);
  return [here("narrowed", narrower(text)), ...(text === "*" ? [] : [here("widened", "*")])];
}

const narrower = (resource: string): string =>
  resource === "*" ? "arn:aws:s3:::elsewhere/*" : resource.replace(/\/?\*?$/, "/part/*");

type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function ofConditions(conditions: Conditions): readonly PartMutation[] {
  const all = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
  return [
    here("removed", REMOVED),
    ...all.flatMap(({ operator, key, values }) => {
      const one = all.length > 1 ? [here("removed", REMOVED)] : [];
      return [...one, ...ofConditionValues(values)].map((each) => under(operator, under(key, each)));
    }),
  ];
}

function ofConditionValues(values: unknown): readonly PartMutation[] {
  const list = [values].flat().map(String);
  const [first = ""] = list;
  const pattern = first.startsWith("arn:") ? [here("widened", first.replace(/[^:/]+$/, "*"))] : [];
  return [
    here("changed", other(first)),
    here("one more", [...list, first.startsWith("arn:") ? SOMEBODY : other(first)]),
    ...pattern,
    ...(list.length > 1 ? elementsRemoved(list) : []),
  ];
}

function other(value: string): string {
  if (value === "true" || value === "false") return value === "true" ? "false" : "true";
  return /^\d\.\d$/.test(value) ? "1.0" : `${value}-other`;
}

/** Each element of a list taken out, where others are left. */
function elementsRemoved(list: readonly unknown[]): readonly PartMutation[] {
  return list.length > 1 ? list.map((each, index) => element(each, index, "removed", REMOVED)) : [];
}

const element = (each: unknown, index: number, name: string, value: unknown): PartMutation => ({
  path: [stepOf(each, index)],
  place: [index],
  name,
  value,
});

const under = (key: string, { path, place, ...rest }: PartMutation): PartMutation => ({
  path: [keyStep(key), ...path],
  place: [key, ...place],
  ...rest,
});
