import type { PostgresInstallation, SystemUser } from "../postgres/installed";
import type { ServiceName } from "./registry";

/** Where MLflow and the gate keep what they know. */
export type WorldDatabase =
  | { readonly kind: "postgres"; readonly installation: PostgresInstallation }
  /** SQLite for MLflow, an embedded engine for the gate. */
  | { readonly kind: "embedded"; readonly because: string };

/** What the commands of the services depend on. */
export interface ServiceContext {
  readonly dir: string;
  readonly python: string;
  readonly database: WorldDatabase;
  /** Configs the gate decides by. */
  readonly configs: string;
  readonly stacksDir: string;
  /** The stacks of the one Datadog organisation that the stand-in plays. */
  readonly stacks: readonly string[];
  /** Addresses of the services that run by now. */
  readonly urls: Partial<Readonly<Record<ServiceName, string>>>;
}

type Awaited<T> = T | Promise<T>;

export interface Service {
  readonly name: ServiceName;
  readonly title: string;
  /** Started after these, and started anew when one of them was. */
  readonly needs: readonly ServiceName[];
  /** Whether a world like this has it. @default it has */
  readonly isPart?: (context: Pick<ServiceContext, "database">) => boolean;
  /** @default `http` */
  readonly scheme?: string;
  /** Whether the server at this address works. */
  readonly works: (url: string) => Promise<boolean>;
  /** Done before the process is started. Its output goes to the log. */
  readonly prepare?: (context: ServiceContext, log: string) => Promise<void>;
  readonly command: (context: ServiceContext) => string;
  readonly args: (context: ServiceContext, port: number) => Awaited<readonly string[]>;
  readonly env: (context: ServiceContext, port: number) => Awaited<NodeJS.ProcessEnv>;
  /** Whom it runs as. @default this process's user */
  readonly user?: (context: ServiceContext) => SystemUser | undefined;
  /** Done as soon as the server works; it is not up before. */
  readonly furnish?: (context: ServiceContext, port: number) => Promise<void>;
}
