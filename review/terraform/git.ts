import { gitMissing, gitRefused } from "../../errors";
import { runCommand } from "./command";

/** Git in one checkout. */
export class Git {
  constructor(
    private readonly checkout: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** What git answers; nothing where it says no by its exit code. Throws UserError where there is no git. */
  async ask(...args: readonly string[]): Promise<string | undefined> {
    const { status, stdout } = await this.#run(args);
    return status === 0 ? stdout.trim() : undefined;
  }

  /** Has git do something. Throws UserError with git's words where it does not. */
  async tell(...args: readonly string[]): Promise<string> {
    const { status, stdout, words } = await this.#run(args);
    if (status !== 0) throw gitRefused(this.checkout, args[0] ?? "", words);
    return stdout.trim();
  }

  async #run(args: readonly string[]) {
    // No hooks: a checkout in passing is none of those that they are meant for.
    const end = await runCommand("git", ["-c", "core.hooksPath=/dev/null", ...args], {
      cwd: this.checkout,
      env: this.env,
    });
    if (end.status === "ENOENT") throw gitMissing();
    return end;
  }
}
