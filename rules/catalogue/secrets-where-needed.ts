import {
  programOf,
  secretOf,
  tasksWith,
  theProgram,
  variableFrom,
  type Container,
  type Program,
} from "../facts/containers";
import { jobOf, KNOWN_JOBS } from "../facts/jobs";
import { namedIn } from "../facts/named";
import { ofEveryContainer } from "../families/containers";
import { belonging } from "../facts/stores";
import { any, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { Unresolved } from "../values";

const SECRET = "aws_secretsmanager_secret";
const MLFLOW = "MLFLOW_BACKEND_STORE_URI";
const GATE = "EVIDENCE_GATE_STATE";
const SESSIONS = "EVIDENCE_GATE_SESSION_KEYS";
const [API, APP] = ["DD_API_KEY", "DD_APP_KEY"];
/** What the migration is given: the owner's secret, and those of the logins it makes. */
const LOGINS = {
  owner: "MIGRATE_OWNER",
  mlflow: "MIGRATE_MLFLOW",
  gate: "MIGRATE_GATE",
  reader: "MIGRATE_READER",
};

const NEEDED: Readonly<Record<Program, readonly string[]>> = {
  migrate: Object.values(LOGINS),
  mlflow: [MLFLOW],
  gate: [GATE, SESSIONS],
  job: [],
  other: [],
};

export const secretsWhereNeeded = ofEveryContainer({
  id: "secrets-where-needed",
  duties: ["Art12", "Art17(1)", "Art78"],
  title: "Every container has the secrets of its own work, and no other's",
  why: "With the owner's password, or each other's, MLflow and gate could change what the other keeps; and a job's MLflow could write.",
  fix: "Give each container the secrets that the product synthesizes for it.",
  faults(container, task, set) {
    const names = (container.secrets ?? []).map(({ name }) => name);
    const program = programOf(container);
    const needed = [...NEEDED[program], ...(program === "job" && isTold({ task, set }) ? [API] : [])];
    const may = [...needed, ...datadog(program, task)];
    return [
      ...needed.filter((name) => !names.includes(name)).map((name) => `lacks ${name}`),
      ...names.filter((name) => !may.includes(name)).map((name) => `has ${name}`),
      ...sources(container, program, { task, set }).map((name) => `has another's secret as ${name}`),
      ...elsewhere(container, { task, set }).map((name) => `asks another database by ${name}`),
    ];
  },
});

function datadog(program: Program, task: Resource): readonly string[] {
  if (program === "gate") return [API];
  if (program !== "job") return [];
  return KNOWN_JOBS[jobOf(task) ?? ""]?.readsDatadog === true ? [API, APP] : [API];
}

/** Whether the stack tells Datadog at all: then its jobs do, for their heartbeats are sent so. */
const isTold = ({ task, set }: Where): boolean =>
  tasksWith(set, "gate").some((each) => {
    const gate = each.stack === task.stack ? theProgram(each, "gate") : undefined;
    return gate !== undefined && variableFrom(gate, API) !== undefined;
  });

interface Where {
  readonly task: Resource;
  readonly set: ResourceSet;
}

/** Variables that come from a secret which is not theirs. */
function sources(container: Container, program: Program, where: Where): readonly string[] {
  const { secrets = [] } = container;
  const logins = loginsOf(where);
  const own: Readonly<Record<string, string | undefined>> = {
    [MLFLOW]: asUri(theProgram(where.task, "job") ? logins?.reader : logins?.mlflow),
    [GATE]: asUri(logins?.gate),
  };
  return secrets.flatMap(({ name, valueFrom = "" }) => {
    if (program === "migrate") return isLogin(name, valueFrom, where) ? [] : [name];
    if (Object.hasOwn(own, name)) return logins === undefined || own[name] === valueFrom ? [] : [name];
    const ofLogin = Object.values(logins ?? {}).includes(secretOf(valueFrom));
    const known = name === SESSIONS ? isOurs(valueFrom, where) : !isOurs(valueFrom, where);
    return ofLogin || !known ? [name] : [];
  });
}

/** Variables whose login is not at a database of these resources, as far as an expression shows it. */
const elsewhere = ({ secrets = [] }: Container, { task, set }: Where): readonly string[] =>
  secrets.flatMap(({ name, valueFrom = "" }) => {
    if (!valueFrom.endsWith(":uri::")) return [];
    const secret = namedIn(set, SECRET, secretOf(valueFrom), task);
    const version = secret && belonging(set, secret, "aws_secretsmanager_secret_version", "secret_id");
    const value = version && any(version, "secret_string_wo");
    if (!(value instanceof Unresolved) || value.references.length === 0) return [];
    const hosts = value.references.filter(({ attribute }) => ["address", "endpoint"].includes(attribute));
    const databases = set.ofType("aws_db_instance").map(({ address }) => address);
    return hosts.some(({ address }) => databases.includes(address)) ? [] : [name];
  });

type Logins = Readonly<Record<keyof typeof LOGINS, string | undefined>>;

/** Secrets of the logins, as the migration of the same stack makes them. */
function loginsOf({ task, set }: Where): Logins | undefined {
  const [of] = tasksWith(set, "migrate").filter(({ stack }) => stack === task.stack);
  const migrate = of && theProgram(of, "migrate");
  if (!migrate) return undefined;
  return Object.fromEntries(
    Object.entries(LOGINS).map(([login, name]) => [login, variableFrom(migrate, name)]),
  ) as Logins;
}

const asUri = (secret: string | undefined): string | undefined => secret && `${secret}:uri::`;

/** The migration's secrets are four, each its own: the owner's is the database's, the others are made in the stack. */
function isLogin(name: string, valueFrom: string, { task, set }: Where): boolean {
  const migrate = theProgram(task, "migrate");
  const twice = (migrate?.secrets ?? []).filter((each) => each.valueFrom === valueFrom).length > 1;
  if (twice) return false;
  return name === LOGINS.owner ? isOwner(valueFrom, { task, set }) : isOurs(valueFrom, { task, set });
}

const isOurs = (valueFrom: string, { task, set }: Where): boolean =>
  namedIn(set, SECRET, valueFrom, task) !== undefined;

const OWNER = /^\$\{aws_db_instance\.([\w-]+)\.master_user_secret\[0\]\.secret_arn\}$/;

function isOwner(valueFrom: string, { task, set }: Where): boolean {
  const [, database] = OWNER.exec(valueFrom) ?? [];
  return set
    .ofType("aws_db_instance")
    .some((each) =>
      database === undefined
        ? text(each, "master_user_secret.secret_arn") === valueFrom
        : each.name === database && each.stack === task.stack,
    );
}
