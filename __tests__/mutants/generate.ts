import type { StackJson } from "../stacks/synthesized";
import { ADDITIONS } from "./additions";
import { containerMutations, isContainers } from "./containers";
import { dashboardMutations, isDashboard } from "./dashboards";
import { isPattern, objectMutations, patternMutations } from "./event-patterns";
import { at, isObject, REMOVED, replaced, type Place } from "./json";
import { keyStep, stepOf, written, type Path } from "./path";
import { isPolicy, policyMutations, type Document, type PartMutation } from "./policies";
import { mutationsOf, type Surroundings } from "./values";

/** One change to one attribute of what the repository's own stacks declare. */
export interface Mutant {
  readonly stack: string;
  /** Type of the resource; `terraform`, `provider`, `data.<type>` or `ephemeral.<type>` for what is none. */
  readonly type: string;
  /** Name of the resource in its stack. */
  readonly name: string;
  /** Its attribute; empty where the change is to the whole resource. */
  readonly path: Path;
  readonly mutation: string;
  /** The stack as it would be. */
  changed(): StackJson;
}

export const addressOf = ({ stack, type, name }: Mutant): string => `${stack}/${type}.${name}`;
export const lineOf = (mutant: Mutant): string =>
  `${addressOf(mutant)}${mutant.path.length > 0 ? ` ${written(mutant.path)}` : ""}: ${mutant.mutation}`;

/** Everything that could be changed in a stack. Nothing is left out but comments (`//`), which Terraform does not read. */
export function mutantsOf(stack: string, json: StackJson): readonly Mutant[] {
  const resources = Object.entries(json.resource ?? {}).flatMap(([type, byName]) =>
    Object.keys(byName).flatMap((name) => ofResource(stack, json, type, name)),
  );
  const beside = (["data", "ephemeral"] as const).flatMap((mode) =>
    Object.entries((json as Partial<Record<typeof mode, StackJson["resource"]>>)[mode] ?? {}).flatMap(
      ([type, byName]) =>
        Object.keys(byName).flatMap((name) =>
          ofBody({ stack, json, type: `${mode}.${type}`, name, body: [mode, type, name] }),
        ),
    ),
  );
  const providers = Object.entries(json.provider).flatMap(([provider, all]) =>
    all.flatMap((each, index) => {
      const name = typeof each["alias"] === "string" ? `${provider}.${each["alias"]}` : provider;
      return ofBody({ stack, json, type: "provider", name, body: ["provider", provider, index] });
    }),
  );
  return [...resources, ...beside, ...providers, ...ofTerraform(stack, json)];
}

interface Subject {
  readonly stack: string;
  readonly json: StackJson;
  readonly type: string;
  readonly name: string;
  /** Where its attributes stand in the stack. */
  readonly body: Place;
}

function ofTerraform(stack: string, json: StackJson): readonly Mutant[] {
  return Object.keys(json.terraform).flatMap((part) =>
    ofBody({ stack, json, type: "terraform", name: part, body: ["terraform", part] }),
  );
}

function ofResource(stack: string, json: StackJson, type: string, name: string): readonly Mutant[] {
  const subject = { stack, json, type, name, body: ["resource", type, name] };
  const values = at(json, subject.body) as Record<string, unknown>;
  const overlooked = make(subject, ["lifecycle"], ["lifecycle"], "changes overlooked", {
    ...(values["lifecycle"] as object | undefined),
    ignore_changes: "all",
  });
  return [...ofBody(subject), overlooked, ...elsewhereProvided(subject, values)];
}

function ofBody(subject: Subject): readonly Mutant[] {
  const { json, body } = subject;
  return [
    make(subject, [], [], "removed", REMOVED),
    ...below(subject, at(json, body), [], []),
    ...additionsTo(subject),
  ];
}

/** The resource made by another of the stack's providers of its kind. */
function elsewhereProvided(subject: Subject, values: Record<string, unknown>): readonly Mutant[] {
  const kind = subject.type.split("_")[0] ?? "";
  const now = values["provider"];
  return (subject.json.provider[kind] ?? []).flatMap(({ alias }) => {
    const other = alias === undefined ? REMOVED : `${kind}.${String(alias)}`;
    return other === (now ?? REMOVED) ? [] : [make(subject, ["provider"], ["provider"], "another", other)];
  });
}

/** What nobody wrote, and somebody could add. */
function additionsTo(subject: Subject): readonly Mutant[] {
  return (ADDITIONS[subject.type] ?? []).map(({ place, value, name, appended }) => {
    const steps = place.map((key, index) =>
      typeof key === "string"
        ? keyStep(key)
        : stepOf(at(subject.json, [...subject.body, ...place.slice(0, index + 1)]), key),
    );
    const now = at(subject.json, [...subject.body, ...place]);
    return make(subject, steps, place, name, appended ? [...((now ?? []) as unknown[]), value] : value);
  });
}

function below(subject: Subject, value: unknown, path: Path, place: Place): readonly Mutant[] {
  const attribute = String(place.filter((key) => typeof key === "string").at(-1) ?? subject.name);
  if (Array.isArray(value))
    return [
      ...here(subject, value, path, place, attribute),
      ...value.flatMap((each, index) => {
        const [to, where] = [
          [...path, stepOf(each, index)],
          [...place, index],
        ];
        const removal = value.length > 1 ? [make(subject, to, where, "removed", REMOVED)] : [];
        return [...removal, ...below(subject, each, to, where)];
      }),
    ];
  if (isObject(value))
    return Object.entries(value).flatMap(([key, each]) => {
      if (key === "//" || (key === "provider" && place.length === 0)) return [];
      const [to, where] = [
        [...path, keyStep(key)],
        [...place, key],
      ];
      return [make(subject, to, where, "removed", REMOVED), ...below(subject, each, to, where)];
    });
  const document = documentIn(value);
  if (!document) return here(subject, value, path, place, attribute);
  const parts = partsOf(document, (of, each) => mutationsOf(each, surroundings(subject, of)));
  return parts.map((part) =>
    make(
      subject,
      [...path, ...part.path],
      place,
      part.name,
      JSON.stringify(replaced(document, part.place, part.value)),
    ),
  );
}

function here(
  subject: Subject,
  value: unknown,
  path: Path,
  place: Place,
  attribute: string,
): readonly Mutant[] {
  return mutationsOf(value, surroundings(subject, attribute)).map(({ name, value: other }) =>
    make(subject, path, place, name, other),
  );
}

function surroundings({ type, name, json }: Subject, attribute: string): Surroundings {
  return {
    attribute,
    type: type === "terraform" ? name : type,
    elsewhere: (to, named, of) => {
      const others = Object.keys(json.resource?.[to] ?? {}).filter((each) => each !== named);
      return others[0] === undefined ? "elsewhere" : `\${${to}.${others[0]}.${of}}`;
    },
  };
}

function partsOf(
  document: Document | readonly Document[],
  ofScalar: Parameters<typeof containerMutations>[1],
): readonly PartMutation[] {
  if (isList(document)) return containerMutations(document, ofScalar);
  if (isPolicy(document)) return policyMutations(document);
  if (isDashboard(document)) return dashboardMutations(document);
  return isPattern(document) ? patternMutations(document) : objectMutations(document);
}

const isList = (document: Document | readonly Document[]): document is readonly Document[] =>
  Array.isArray(document);

/** A document in a text: a policy, an event pattern, the containers of a task. */
function documentIn(text: unknown): Document | readonly Document[] | undefined {
  if (typeof text !== "string" || !/^(\{|\[\{)/.test(text)) return undefined;
  const parsed: unknown = JSON.parse(text);
  if (Array.isArray(parsed)) return isContainers(parsed) ? (parsed as readonly Document[]) : undefined;
  return isObject(parsed) ? parsed : undefined;
}

function make(
  { stack, json, type, name, body }: Subject,
  path: Path,
  place: Place,
  mutation: string,
  value: unknown,
): Mutant {
  return { stack, type, name, path, mutation, changed: () => replaced(json, [...body, ...place], value) };
}
