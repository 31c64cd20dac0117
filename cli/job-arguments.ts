import path from "node:path";
import type { Environment, Job } from "../configs";
import { jobNeedsMlflow } from "../errors";

/** What a job's command is told. */
interface JobPlace {
  readonly environment: string;
  readonly configs: string;
  readonly keys: string;
  readonly signingKey: string;
  /** Who dates and remembers seals, from the environment's file. */
  readonly seals?: Environment["seals"];
  readonly mlflow?: string;
  readonly gate?: string;
  readonly dir?: string;
}

/** How each job is called, behind `evidence`. A job without a row is refused by a test. */
const COMMANDS: Readonly<Record<string, (place: JobPlace) => readonly string[]>> = {
  "registry-check": (place) => [
    ...["gate", "check", ...where(place), ...ring(place), ...registry(place)],
    ...["--record", ...signing(place)],
  ],
  seal: (place) => [
    ...["seal", "run", ...where(place), ...signing(place), ...dated(place)],
    ...(place.seals ? ["--timestamp-authority", place.seals.timestampAuthority] : []),
  ],
  "monitoring-snapshot": (place) => [
    "snapshot",
    "monitoring",
    ...where(place),
    ...ring(place),
    ...signing(place),
  ],
  "version-check": (place) => [
    ...["versions", "check", ...where(place), ...ring(place), ...registry(place)],
    ...["--record", ...signing(place)],
  ],
  "chain-check": (place) => ["vault", "verify", ...where(place), ...ring(place), ...dated(place)],
  // Which stacks are planned is the caller's to say: `evidence job drift ... -- <stacks>`.
  drift: ({ environment, configs, signingKey }) => [
    ...["drift", "--environment", environment, "--configs", configs, "--signing-key", signingKey],
  ],
};

/**
 * The command line of a job, without the program's name.
 * @throws UserError when it asks MLflow and nobody says where that is
 */
export function jobArguments({ id, readsMlflow }: Job, place: JobPlace): readonly string[] {
  const command = COMMANDS[id];
  if (command === undefined) throw new Error(`job ${id} has no command`);
  if (readsMlflow && (place.mlflow ?? place.gate) === undefined) throw jobNeedsMlflow(id);
  return command(place);
}

const where = ({ environment, configs, dir }: JobPlace): readonly string[] => [
  ...["--environment", environment, "--configs", configs],
  ...(dir === undefined ? [] : ["--dir", dir]),
];

const ring = ({ keys }: JobPlace): readonly string[] => ["--keys", keys];

const signing = ({ signingKey }: JobPlace): readonly string[] => ["--signing-key", signingKey];

const dated = ({ configs, seals }: JobPlace): readonly string[] =>
  seals === undefined
    ? []
    : [
        ...["--timestamp-ca", path.join(configs, seals.timestampCa)],
        ...(seals.witness === undefined ? [] : ["--witness", seals.witness]),
      ];

const registry = ({ mlflow, gate }: JobPlace): readonly string[] => [
  ...(mlflow === undefined ? [] : ["--mlflow", mlflow]),
  ...(gate === undefined ? [] : ["--gate", gate]),
];
