import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Environment, System } from "../../configs";
import { childEnvironment, type World } from "../world";
import { command, evidence, type CommandResult } from "./evidence-cli";
import { environmentKey } from "../../evidence/signing";
import { writeKeyRing } from "./keys";

/** Whoever answers for the evidence: knows the vault, has the key ring and the authority's certificate, and runs `evidence`. */
export class Office {
  private constructor(
    readonly world: World,
    readonly environment: Environment,
    readonly system: System,
    /** File with the public keys of all roles. */
    readonly keyRing: string,
  ) {}

  /** @param emitterKey public key (PEM) that the system's processes sign checkpoints with */
  static async of(
    world: World,
    environment: Environment,
    system: System,
    emitterKey: string,
  ): Promise<Office> {
    await mkdir(join(world.dir, "bundles"), { recursive: true });
    const emitter = { publicKey: emitterKey, system: system.id };
    return new Office(world, environment, system, await writeKeyRing(world, environment, emitter));
  }

  get timestamps(): { readonly url: string; readonly ca: string } {
    const { TIMESTAMP_AUTHORITY: url = "", TIMESTAMP_CA: ca = "" } = this.world.variables;
    return { url, ca };
  }

  /** Runs `evidence` as a person would. */
  readonly evidence = (...args: string[]): Promise<CommandResult> => evidence(args, this.#env);

  /** Exports a period of the system, signed with the exporter's key in KMS. */
  export(from: string, to: string, more: readonly string[]): Promise<CommandResult> {
    return this.evidence(
      ...["export", "--system", this.system.id, "--environment", this.environment.id],
      ...["--from", from, "--to", to, "--signing-key", environmentKey(this.environment, "exporter")],
      ...["--key-ring", this.keyRing, "--timestamp-ca", this.timestamps.ca, ...more],
    );
  }

  /** Runs any program. */
  readonly run = (program: string, args: readonly string[], cwd: string): Promise<CommandResult> =>
    command(program, args, { cwd, env: this.#env });

  get #env(): NodeJS.ProcessEnv {
    return childEnvironment(this.world.variables);
  }
}
