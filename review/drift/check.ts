import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { worst } from "../finding";
import { selectStacks } from "../terraform/select";
import { readSynthesized } from "../terraform/synthesized";
import { CAUSES, type DriftChange, type DriftFinding, type DriftReport, type StackCheck } from "./drift";
import { lookAtAccount } from "./inventory/look";
import type { DriftRequest } from "./look";
import { isAbout, unwaived } from "./report";
import { lookThroughState } from "./through-state";

/**
 * Checks whether the real thing is what is declared. A stack that cannot be looked at does not stop the others.
 *
 * @throws UserError when nothing can be looked at: no synthesized stacks, a name that none has, no Terraform
 */
export async function checkDrift(request: DriftRequest): Promise<DriftReport> {
  const checkedAt = new Date().toISOString();
  const declared = readSynthesized(request.synthesized).map(({ name }) => name);
  // A misspelt name is said before anything is planned.
  selectStacks(declared, request.patterns);
  const folder = await mkdtemp(join(tmpdir(), "evidence-drift-"));
  try {
    const look = request.mode === "state" ? lookThroughState : lookAtAccount;
    const { checks, changes, judged, notLookedAt, ...versions } = await look(request, folder);
    const { findings, standing, brokenRules, waivers } = judged;
    const open = unwaived([...findings, ...standing], judged);
    return {
      mode: request.mode,
      checkedAt,
      effect: worst([
        ...open.map(({ effect }) => effect),
        ...(brokenRules.length > 0 ? ["unknown" as const] : []),
      ]),
      stacks: [...checks.map((check) => outcomeOf(check, changes, open)), ...leftOut(declared, checks)].sort(
        (a, b) => (a.stack < b.stack ? -1 : 1),
      ),
      changes: [...changes].sort(
        (a, b) =>
          CAUSES.indexOf(a.cause) - CAUSES.indexOf(b.cause) ||
          (a.address < b.address ? -1 : a.address > b.address ? 1 : 0),
      ),
      findings,
      standing,
      notLookedAt,
      brokenRules,
      waivers,
      terraformVersion: versions.terraformVersion,
      providerVersions: together(versions.providerVersions),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function outcomeOf(
  check: StackCheck,
  changes: readonly DriftChange[],
  open: readonly DriftFinding[],
): StackCheck {
  const { stack, outcome } = check;
  const differs =
    changes.some((change) => change.stack === stack && change.cause !== "noise") ||
    open.some((finding) => isAbout(stack, finding));
  return outcome === "clean" && differs ? { ...check, outcome: "drift" } : check;
}

function leftOut(declared: readonly string[], checks: readonly StackCheck[]): readonly StackCheck[] {
  const checked = new Set(checks.map(({ stack }) => stack));
  return declared
    .filter((stack) => !checked.has(stack))
    .map((stack) => ({ stack, outcome: "left-out", problems: [] }));
}

function together(all: readonly Readonly<Record<string, string>>[]): DriftReport["providerVersions"] {
  const versions = new Map<string, Set<string>>();
  for (const [provider, version] of all.flatMap((each) => Object.entries(each)))
    versions.set(provider, (versions.get(provider) ?? new Set()).add(version));
  return Object.fromEntries([...versions].sort().map(([provider, seen]) => [provider, [...seen].sort()]));
}
