import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfigs, stackName } from "../configs";
import { planOf } from "../sandbox/reviews/plan-of";
import { RULES } from "../rules";
import { createApp } from "../stacks/app";
import { writeBigPlan } from "./big-plan";
import type { Cost, Result } from "./measure";
import { checkov, conftest, type Tool } from "./tools";

const CHANGES = 10_000;
const STACK = stackName.evidenceVault("sandbox");
const ROOT = join(__dirname, "..");
const CHILD = join(__dirname, "child.py");
const POLICY = join(__dirname, "policy");
/** Denials in bench/policy/evidence.rego. */
const CONFTEST_RULES = 5;
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
      against("conftest", CONFTEST_RULES, conftest(), ["test", "--no-color", "--policy", POLICY, plan]),
      against("checkov, its own rules", undefined, checkov(), [
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
      columns: ["what", "rules", "CPU seconds", "peak MB", "of the review's time", "CPU ms a rule"],
      rows: [
        row("evidence review", RULES.length, ours, ours),
        ...others.map(({ name, rules, took }) => row(name, rules, took, ours)),
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

/** The comment for the pull request is printed, as CI has it; the others print what they found, too. */
const review = (plan: string): readonly string[] => [join(ROOT, "cli/bin.mjs"), "review", plan];

/** What all names begin with in the sandbox, as buckets and as databases write it. */
const OWN_NAMES = ["ai-act-evidence-sandbox", "ai_act_evidence_sandbox"] as const;

function bigPlan(folder: string, out: string): number {
  createApp(loadConfigs(join(ROOT, "configs")), folder).synth();
  const stack = readFileSync(join(folder, "stacks", STACK, "cdk.tf.json"), "utf8");
  return writeBigPlan(
    out,
    (name, turn) => {
      const own = OWN_NAMES.reduce(
        (text, each) => text.replaceAll(each, each.replace("sandbox", name)),
        stack,
      );
      const after = JSON.parse(own) as object;
      // Its name makes up the ids: no two environments have a key or a topic of one id.
      return JSON.stringify(planOf({ stack: name, ...(turn === "deployed" && { before: after }), after }));
    },
    CHANGES,
  );
}

/** Time of processors, all threads together: others at work on the machine do not change it. */
function row(name: string, rules: number | undefined, took: CpuCost | undefined, ours: CpuCost) {
  if (!took) return [name, rules ?? "-", "-", "-", "-", "-"];
  return [
    name,
    rules ?? "-",
    took.cpuSeconds.toFixed(1),
    Math.round(took.megabytes),
    took === ours ? "1" : `${(took.cpuSeconds / ours.cpuSeconds).toFixed(2)}x`,
    rules === undefined ? "-" : Math.round((took.cpuSeconds * 1000) / rules),
  ];
}

interface CpuCost extends Cost {
  readonly cpuSeconds: number;
}

interface Against {
  readonly name: string;
  /** How many rules it judges by, where that is known. */
  readonly rules?: number | undefined;
  readonly took?: CpuCost;
  readonly missing?: string;
}

/** What it finds is its own matter, how it ends too: only a crash is no measurement. */
function against(name: string, rules: number | undefined, tool: Tool, args: readonly string[]): Against {
  if ("missing" in tool) return { name, rules, missing: tool.missing };
  return { name, rules, took: cost(tool.command, args) };
}

function cost(program: string, args: readonly string[]): CpuCost {
  const said = execFileSync("python3", [CHILD, program, ...args], { cwd: ROOT, encoding: "utf8" });
  const { exit, ...took } = JSON.parse(said) as CpuCost & { readonly exit: number };
  if (exit < 0) throw new Error(`${program} was ended by signal ${-exit}`);
  return took;
}
