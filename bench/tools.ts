import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const CONFTEST_VERSION = "v0.71.1";
const CHECKOV_VERSION = "3.3.30";
const FOLDER = join(__dirname, "../.sandbox/bench");

/** A tool to compare with: its command, or why it cannot be had. */
export type Tool = { readonly command: string } | { readonly missing: string };

/** conftest, built by Go from its module. The first time takes minutes. */
export function conftest(): Tool {
  const folder = join(FOLDER, `conftest-${CONFTEST_VERSION}`);
  return installed(join(folder, "conftest"), () =>
    run("go", ["install", `github.com/open-policy-agent/conftest@${CONFTEST_VERSION}`], {
      GOBIN: folder,
      GOFLAGS: "-mod=mod",
    }),
  );
}

/** checkov, in a Python environment of its own. */
export function checkov(): Tool {
  const folder = join(FOLDER, `checkov-${CHECKOV_VERSION}`);
  const pip = join(folder, "bin/pip");
  return installed(
    join(folder, "finished"),
    () => {
      const made = run("python3", ["-m", "venv", folder]);
      const failed = made ?? run(pip, ["install", "--quiet", `checkov==${CHECKOV_VERSION}`]);
      if (failed === undefined) writeFileSync(join(folder, "finished"), "");
      return failed;
    },
    join(folder, "bin/checkov"),
  );
}

function installed(sign: string, install: () => string | undefined, command = sign): Tool {
  if (existsSync(sign)) return { command };
  mkdirSync(FOLDER, { recursive: true });
  console.error(`fetching what ${command} needs`);
  const failed = install();
  return failed === undefined ? { command } : { missing: failed };
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string | undefined {
  const { status, error, stderr } = spawnSync(program, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status === 0) return undefined;
  return error?.message ?? `${program} ended with ${status}: ${stderr.trim().split("\n").at(-1) ?? ""}`;
}
