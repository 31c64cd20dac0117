import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../../errors";
import { temporaryFolder } from "../../temporary";

/** What a stack is, and how the program that stands for Terraform answers for it. */
export interface FakeStack {
  /** Written into its `cdk.tf.json`: another value, other bytes. */
  readonly declares?: string;
  readonly dependencies?: readonly string[];
  /** Addresses a plan would change. */
  readonly changes?: readonly string[];
  /** What a command says instead of doing its work. */
  readonly refuses?: Partial<Record<"init" | "plan" | "show" | "apply", string>>;
  readonly takesMs?: number;
  readonly initTakesMs?: number;
}

export type FakeStacks = Readonly<Record<string, FakeStack>>;

/** A program called as Terraform is, with answers from the folder `fake` of each stack. */
export function fakeTerraform(): string {
  const file = join(temporaryFolder(), "terraform");
  writeFileSync(file, readFileSync(join(__dirname, "fake-terraform.sh")));
  chmodSync(file, 0o755);
  return file;
}

/** Writes stacks as a synthesis does. */
export function writeStacks(stacks: FakeStacks, folder = temporaryFolder()): string {
  for (const [
    name,
    { declares = "", changes = ["aws_s3_bucket.b"], refuses, takesMs, initTakesMs },
  ] of Object.entries(stacks)) {
    const dir = join(folder, "stacks", name);
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, "cdk.tf.json"), JSON.stringify({ terraform: {}, "//": { name, declares } }));
    const fake = join(dir, "fake");
    rmSync(fake, { recursive: true, force: true });
    mkdirSync(fake);
    writeFileSync(join(fake, "changes"), changes.map((address) => `${address}\n`).join(""));
    if (takesMs !== undefined) writeFileSync(join(fake, "takes"), String(takesMs / 50));
    if (initTakesMs !== undefined) writeFileSync(join(fake, "init-takes"), String(initTakesMs / 1000));
    for (const [command, words] of Object.entries(refuses ?? {}))
      writeFileSync(join(fake, `refuses-${command}`), words);
  }
  const listed = Object.entries(stacks).map(([name, { dependencies = [] }]) => [
    name,
    {
      name,
      dependencies,
      synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
      workingDirectory: `stacks/${name}`,
    },
  ]);
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks: Object.fromEntries(listed) }));
  return folder;
}

/** Stacks on disk, a Terraform that stands for the real one, and its journal. */
export class Scene {
  readonly synthesized: string;
  readonly out = join(temporaryFolder(), "plans");
  readonly #journal = join(temporaryFolder(), "journal");
  readonly env: NodeJS.ProcessEnv = {
    ...process.env,
    TERRAFORM_BINARY_NAME: fakeTerraform(),
    FAKE_JOURNAL: this.#journal,
  };

  constructor(stacks: FakeStacks) {
    this.synthesized = writeStacks(stacks);
  }

  /** What Terraform was asked to do, in order. */
  get journal(): readonly string[] {
    return existsSync(this.#journal) ? readFileSync(this.#journal, "utf8").trim().split("\n") : [];
  }

  /** Stacks on which `apply` was called, in order. */
  get applied(): readonly string[] {
    return this.journal.flatMap((line) => /^apply (.*)$/.exec(line)?.[1] ?? []);
  }
}

/** The user fault with which something must end. */
export async function faultOf(action: Promise<unknown>): Promise<UserError> {
  const fault: unknown = await action.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(fault instanceof UserError)) throw new Error(`no user fault: ${String(fault)}`);
  return fault;
}

/** Waits for something that another process does. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}
