import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfigs, stackName } from "../configs";
import { planOf } from "../sandbox/reviews/plan-of";
import { createApp } from "../stacks/app";
import { writeBigPlan } from "./big-plan";
import type { Cost, Result } from "./measure";
import { checkov, conftest, type Tool } from "./tools";

const CHANGES = 10_000;
const STACK = stackName.evidenceVault("sandbox");
const ROOT = join(__dirname, "..");
const CHILD = join(__dirname, "child.py");
const POLICY = join(__dirname, "policy");
/** What the product wants to be: docs/reviews and the notes of the design say it. */
const WANTED = { faster: 10, timesTheFile: 4 } as const;

/**
 * A review of one plan with 10,000 changes by all rules, against conftest with five rules and checkov with its own on the
 * same file, one after the other.
 */
export function benchReview(): Result {
  const folder = mkdtempSync(join(tmpdir(), "bench-review-"));
  try {
    const plan = join(folder, `${STACK}.json`);
    const changes = bigPlan(folder, plan);
    const megabytes = statSync(plan).size / 2 ** 20;
    const small = join(folder, "small", `${STACK}.json`);
    mkdirSync(join(folder, "small"));
    writeFileSync(small, JSON.stringify(planOf({ stack: STACK })));
    const baseline = cost(process.execPath, review(small));
    const ours = cost(process.execPath, review(plan));
    const others = [
      against("conftest, five rules", conftest(), ["test", "--no-color", "--policy", POLICY, plan]),
      against("checkov, its own rules", checkov(), [
        "--quiet",
        "--compact",
        "--framework",
        "terraform_plan",
        "--file",
        plan,
      ]),
    ];
    const limit = baseline.megabytes + WANTED.timesTheFile * megabytes;
    return {
      title: `Review of a plan with ${changes} changes, ${megabytes.toFixed(0)} MB`,
      columns: ["what", "seconds", "peak MB", "of the review's time"],
      rows: [
        ["evidence review, all rules", ours.seconds.toFixed(1), Math.round(ours.megabytes), "1"],
        ...others.map(({ name, took }) =>
          took
            ? [
                name,
                took.seconds.toFixed(1),
                Math.round(took.megabytes),
                `${(took.seconds / ours.seconds).toFixed(2)}x`,
              ]
            : [name, "-", "-", "-"],
        ),
      ],
      notes: [
        `wanted: ${WANTED.faster}x faster than each; at most ${Math.round(limit)} MB (an empty plan's ${Math.round(baseline.megabytes)} MB and ${WANTED.timesTheFile}x the file), ${ours.megabytes <= limit ? "kept" : "not kept"}`,
        ...others.flatMap(({ name, missing }) =>
          missing === undefined ? [] : [`${name}: not measured, ${missing}`],
        ),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const review = (plan: string): readonly string[] => [join(ROOT, "cli/bin.mjs"), "review", plan, "--json"];

function bigPlan(folder: string, out: string): number {
  createApp(loadConfigs(join(ROOT, "configs")), folder).synth();
  const stack = JSON.parse(readFileSync(join(folder, "stacks", STACK, "cdk.tf.json"), "utf8")) as object;
  const [created, deployed] = [join(folder, "created.json"), join(folder, "deployed.json")];
  writeFileSync(created, JSON.stringify(planOf({ stack: STACK, after: stack })));
  writeFileSync(deployed, JSON.stringify(planOf({ stack: STACK, before: stack, after: stack })));
  return writeBigPlan(out, created, deployed, CHANGES);
}

interface Against {
  readonly name: string;
  readonly took?: Cost;
  readonly missing?: string;
}

/** What it finds is its own matter, how it ends too: only a crash is no measurement. */
function against(name: string, tool: Tool, args: readonly string[]): Against {
  return "missing" in tool ? { name, missing: tool.missing } : { name, took: cost(tool.command, args) };
}

function cost(program: string, args: readonly string[]): Cost {
  const said = execFileSync("python3", [CHILD, program, ...args], { cwd: ROOT, encoding: "utf8" });
  const { exit, ...took } = JSON.parse(said) as Cost & { readonly exit: number };
  if (exit < 0) throw new Error(`${program} was ended by signal ${-exit}`);
  return took;
}
