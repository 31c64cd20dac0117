import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { terraformFailed, terraformMissing } from "../../errors";

/** What a plan would do to one resource, in Terraform's own words. */
export interface PlannedChange {
  readonly address: string;
  readonly action: string;
}

export interface TerraformOptions {
  /** Folder with the stack's `cdk.tf.json`. */
  readonly stackDir: string;
  readonly env: NodeJS.ProcessEnv;
  /** File that gets everything Terraform says. */
  readonly logFile: string;
}

/** Terraform's own exit code for a plan that has changes, asked for by `-detailed-exitcode`. */
const PLAN_HAS_CHANGES = 2;

/** Runs Terraform on one synthesized stack. Its words go to the log file; its machine-readable lines are read. */
export class Terraform {
  private constructor(private readonly options: TerraformOptions) {}

  /** Terraform on a stack, initialised: its providers are there, or it says which is not. */
  static async on(options: TerraformOptions): Promise<Terraform> {
    const terraform = new Terraform(options);
    await terraform.run(["init", "-input=false", "-no-color"]);
    return terraform;
  }

  async apply(): Promise<readonly PlannedChange[]> {
    const { lines } = await this.run(["apply", "-input=false", "-auto-approve", "-json"]);
    return plannedChanges(lines);
  }

  /** Whether the stack is valid for its providers' own schemas; asks nothing of their services. */
  async validate(): Promise<void> {
    await this.run(["validate", "-no-color"]);
  }

  /** Plans without applying: an empty answer means that what is deployed is what is declared. */
  async plan(): Promise<readonly PlannedChange[]> {
    const { lines } = await this.run(
      ["plan", "-input=false", "-detailed-exitcode", "-json"],
      [0, PLAN_HAS_CHANGES],
    );
    return plannedChanges(lines);
  }

  private run(args: readonly string[], fine: readonly number[] = [0]): Promise<{ lines: readonly string[] }> {
    const { stackDir, env, logFile } = this.options;
    mkdirSync(dirname(logFile), { recursive: true });
    const log = createWriteStream(logFile, { flags: "a" });
    log.write(`\n$ terraform ${args.join(" ")}   (${new Date().toISOString()})\n`);
    return new Promise((resolve, reject) => {
      const child = spawn(env["TERRAFORM_BINARY_NAME"] ?? "terraform", args, {
        cwd: stackDir,
        env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      const lines: string[] = [];
      child.stderr.pipe(log, { end: false });
      child.stdout.pipe(log, { end: false });
      createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
      child.on("error", (error: NodeJS.ErrnoException) =>
        reject(error.code === "ENOENT" ? terraformMissing() : error),
      );
      child.on("close", (status) => {
        log.end();
        if (status !== null && fine.includes(status)) resolve({ lines });
        else reject(terraformFailed(stackDir, args[0] ?? "", logFile, diagnostics(lines)));
      });
    });
  }
}

interface UiLine {
  readonly type?: string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail?: string };
}

/** @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
function uiLines(lines: readonly string[]): UiLine[] {
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as UiLine];
    } catch {
      return [];
    }
  });
}

function plannedChanges(lines: readonly string[]): PlannedChange[] {
  return uiLines(lines)
    .filter(({ type }) => type === "planned_change")
    .flatMap(({ change }) => (change ? [{ address: change.resource.addr, action: change.action }] : []));
}

function diagnostics(lines: readonly string[]): string {
  const errors = uiLines(lines).flatMap(({ diagnostic }) =>
    diagnostic?.severity === "error" ? [diagnostic] : [],
  );
  if (errors.length === 0) return lines.slice(-10).join("\n");
  return errors.map(({ summary, detail }) => [summary, detail].filter(Boolean).join(": ")).join("\n");
}
