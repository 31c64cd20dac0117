import { names, type Environment } from "../../../configs";
import type { LogGroupName } from "../parts";

/** Programs of the images have this user and group: images/<image>/Dockerfile. */
const USER = "10001:10001";
/** The one place a program may write to: the rest of its file system stays as it was reviewed. */
const WRITABLE = "/tmp";
/** Longest time Fargate lets a program end what it has under way, in seconds. */
const STOP_SECONDS = 120;

/** A program in a task. What it may do besides is the same for all: see {@link containerDefinitions}. */
export interface Container {
  /** Name in the task, frozen: alarms, rights and dependencies name it. */
  readonly name: string;
  /** By its digest. */
  readonly image: string;
  /** Group its output goes to. */
  readonly logs: LogGroupName;
  /** @default the image's */
  readonly entryPoint?: readonly string[];
  /** Arguments of the image's program. @default none */
  readonly command?: readonly string[];
  /** Variables that everybody may read. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Variables that hold secrets, by where the secret is: its ARN, or `<arn>:<key of its JSON>::`. @default none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Port that others than the task's own programs reach. @default none */
  readonly port?: number;
  /** What has to be ended well, or to work, before it starts. @default nothing */
  readonly after?: Readonly<Record<string, "SUCCESS" | "HEALTHY">>;
  /** Command that ends well while the program works. @default nobody asks */
  readonly health?: readonly string[];
  /** Seconds it may take until it works. @default 60 */
  readonly startSeconds?: number;
  /** It ends by itself, and the task goes on. @default false */
  readonly endsByItself?: boolean;
  /** Memory above which it alone is ended, in MiB. @default the task's */
  readonly memoryMiB?: number;
}

/** Name of the volume of a container: each has its own, so that none reads what another writes. */
export const volumeOf = ({ name }: Pick<Container, "name">): string => `${name}-tmp`;

/**
 * Containers in the words of ECS. No program is root, has a capability, or changes its own files; what it prints is kept.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export const containerDefinitions = (environment: Environment, containers: readonly Container[]): string =>
  JSON.stringify(containers.map((each) => definition(environment, each)));

function definition(environment: Environment, container: Container) {
  const {
    name,
    image,
    logs,
    entryPoint,
    command,
    variables = {},
    secrets = {},
    port,
    after = {},
  } = container;
  const { health, startSeconds = 60, endsByItself = false, memoryMiB } = container;
  return {
    name,
    image,
    essential: !endsByItself,
    ...(entryPoint && { entryPoint }),
    ...(command && { command }),
    ...(memoryMiB !== undefined && { memory: memoryMiB }),
    user: USER,
    privileged: false,
    readonlyRootFilesystem: true,
    linuxParameters: { capabilities: { drop: ["ALL"] }, initProcessEnabled: true },
    mountPoints: [{ sourceVolume: volumeOf(container), containerPath: WRITABLE, readOnly: false }],
    // ECS keeps them in this order, whatever was given.
    environment: byName(variables).map(([variable, value]) => ({ name: variable, value })),
    secrets: byName(secrets).map(([variable, valueFrom]) => ({ name: variable, valueFrom })),
    portMappings: port === undefined ? [] : [{ containerPort: port, hostPort: port, protocol: "tcp" }],
    dependsOn: Object.entries(after).map(([containerName, condition]) => ({ containerName, condition })),
    ...(health && {
      healthCheck: { command: health, interval: 15, timeout: 5, retries: 4, startPeriod: startSeconds },
    }),
    ...(!endsByItself && { stopTimeout: STOP_SECONDS }),
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": names(environment).mlflowLogGroup(logs),
        "awslogs-region": environment.aws.region,
        "awslogs-stream-prefix": name,
      },
    },
  };
}

const byName = (variables: Readonly<Record<string, string>>) =>
  Object.entries(variables).sort(([one], [other]) => (one < other ? -1 : 1));
