import { isObject, REMOVED } from "./json";
import { keyStep, stepOf } from "./path";
import type { Document, PartMutation } from "./policies";
import type { Mutation } from "./values";

/** What could be done to a single value of an attribute, wherever it stands. */
type OfScalar = (attribute: string, value: unknown) => readonly Mutation[];

export const isContainers = (documents: readonly unknown[]): boolean =>
  documents.every((each) => isObject(each) && "name" in each && "image" in each);

/**
 * What could be done to the containers of a task: each taken out; each of their attributes taken out or changed, those
 * within it, too; a way in, a right or a secret more; an image by its tag; a secret in plain.
 */
export const containerMutations = (
  containers: readonly Document[],
  ofScalar: OfScalar,
): readonly PartMutation[] =>
  containers.flatMap((container, index) => {
    const under = ({ path, place, ...rest }: PartMutation): PartMutation => ({
      path: [stepOf(container, index), ...path],
      place: [index, ...place],
      ...rest,
    });
    return [here("removed", REMOVED), ...below("", container, ofScalar), ...more(container)].map(under);
  });

const here = (name: string, value: unknown): PartMutation => ({ path: [], place: [], name, value });

function below(attribute: string, value: unknown, ofScalar: OfScalar): readonly PartMutation[] {
  if (Array.isArray(value))
    return value.flatMap((each: unknown, index) =>
      [here("removed", REMOVED), ...below(attribute, each, ofScalar)].map((part) => ({
        ...part,
        path: [stepOf(each, index), ...part.path],
        place: [index, ...part.place],
      })),
    );
  if (isObject(value))
    return Object.entries(value).flatMap(([key, each]) =>
      [here("removed", REMOVED), ...below(key, each, ofScalar)].map((part) => ({
        ...part,
        path: [keyStep(key), ...part.path],
        place: [key, ...part.place],
      })),
    );
  return ofScalar(attribute, value).map(({ name, value: other }) => here(name, other));
}

/** What nobody wrote, and somebody could add. */
function more(container: Document): readonly PartMutation[] {
  const list = (key: string) => (container[key] ?? []) as readonly Document[];
  const [image, secrets, variables] = [String(container["image"]), list("secrets"), list("environment")];
  const set = (key: string, name: string, value: unknown): PartMutation => ({
    path: [key],
    place: [key],
    name,
    value,
  });
  return [
    set("image", "by its tag", image.replace(/@sha256:.*$/, ":latest")),
    set("image", "another digest", image.replace(/.{8}$/, "00000000")),
    set("user", "root", "0"),
    set("linuxParameters", "a capability", {
      capabilities: { drop: ["ALL"], add: ["SYS_PTRACE"] },
    }),
    set("volumesFrom", "another's volumes", [{ sourceContainer: "gate" }]),
    set("portMappings", "one more port", [...list("portMappings"), { containerPort: 5000, protocol: "tcp" }]),
    set("environment", "one more variable", [...variables, { name: "AWS_ENDPOINT_URL", value: "http://x" }]),
    set("environmentFiles", "variables of a file", [{ type: "s3", value: "arn:aws:s3:::elsewhere/env" }]),
    set("secrets", "the owner's secret", [
      ...secrets,
      { name: "PGPASSWORD", valueFrom: "${aws_db_instance.mlflow.master_user_secret[0].secret_arn}" },
    ]),
    set("entryPoint", "a shell", ["/bin/sh", "-c"]),
    set("command", "one more option", [...(list("command") as readonly unknown[]), "--more"]),
    ...secrets.map(({ name }) => ({
      path: ["environment", `[${String(name)}]`],
      place: ["environment"],
      name: "in plain",
      value: [...variables, { name, value: "postgres://login:secret@database/mlflow" }],
    })),
  ];
}
