import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { baseFolderForeign, planningInterrupted, synthesizedStale } from "../../errors";
import { BASE_FILES, synthesizeBase } from "./base";
import { planStacks, type NotPlanned, type PlanRequest } from "./plan-stacks";
import type { PlansReport } from "./plans-file";
import { BASE_FOLDER, PlansFolder } from "./plans-folder";
import { selectStacks } from "./select";
import { changesBetween, readSynthesized, type StackChanges, type SynthesizedStack } from "./synthesized";
import { synthesizeInto } from "./synthesize";
import { terraformVersion } from "./terraform";

/** What the stacks are compared with: a commit, or a folder that was synthesized before. */
export type BaseChosen =
  | { readonly ref: string; /** @default `base` in the folder of the plans */ readonly out?: string }
  | { readonly folder: string };

/** What to plan. */
export interface PlanningRequest extends Omit<PlanRequest, "stacks"> {
  /** Names of stacks, with `*` for any characters; all stacks where empty. */
  readonly patterns: readonly string[];
  /** Folder of the checkout, with `cdktf.json`. */
  readonly checkout: string;
  readonly synthesized: string;
  /** Whether the folder must be what the checkout's sources say now. */
  readonly mustBeCurrent: boolean;
  /** Folder for the plans. */
  readonly out: string;
  /** Only stacks that changed since are planned; all where nothing is said. */
  readonly base?: BaseChosen;
  readonly say: (text: string) => void;
}

/** What was planned, with the whole reason for each stack that was not. */
export interface Planning {
  readonly report: PlansReport;
  readonly failed: readonly NotPlanned[];
  readonly leftOut: readonly NotPlanned[];
}

/**
 * Plans stacks into a folder. Stacks that cannot be planned do not stop the others and are told of.
 *
 * @throws UserError when nothing can be planned at all; what the folder held before is then still there
 */
export async function planIntoFolder(request: PlanningRequest): Promise<Planning> {
  const { synthesized, checkout, env, mustBeCurrent, signal, out, say } = request;
  const head = readSynthesized(synthesized);
  const folder = await PlansFolder.open(out);
  try {
    const place = { stackDir: checkout, env, logFile: folder.file("terraform.log") };
    const version = await terraformVersion(place);
    await rm(place.logFile);
    if (mustBeCurrent) {
      say("looking whether the synthesized stacks are current");
      await refuseStale(head, request);
    }
    const { base, changes } = await compared(head, folder, request);
    const known = [...changes.changed, ...changes.unchanged, ...changes.removed].sort();
    const chosen = new Set(selectStacks(known, request.patterns));
    const of = (names: readonly string[]) => names.filter((name) => chosen.has(name));
    const wanted = new Set(of(changes.changed));
    const stacks = head.filter(({ name }) => wanted.has(name));
    const { planned, failed, leftOut } = await planStacks({ ...request, stacks }, folder);
    if (signal?.aborted) throw planningInterrupted(out);
    const report: PlansReport = {
      schemaVersion: "1.0.0",
      plannedAt: new Date().toISOString(),
      terraformVersion: version,
      refreshed: request.refresh,
      ...(base && { base }),
      planned,
      failed: failed.map(shortly),
      leftOut: leftOut.map(shortly),
      unchanged: of(changes.unchanged),
      removed: of(changes.removed),
    };
    await folder.finish(report);
    return { report, failed, leftOut };
  } catch (error) {
    await folder.abandon();
    throw error;
  }
}

/**
 * Synthesizes the checkout anew and compares.
 *
 * @throws UserError when the folder is not what the sources say now
 */
export async function refuseStale(
  head: readonly SynthesizedStack[],
  request: Pick<PlanningRequest, "checkout" | "env" | "synthesized">,
): Promise<void> {
  const current = await mkdtemp(join(tmpdir(), "evidence-synthesized-"));
  try {
    const declared = await synthesizeInto(current, request.checkout, request.env);
    const { changed, removed } = changesBetween(head, declared);
    const stale = [...changed, ...removed].sort();
    if (stale.length > 0) throw synthesizedStale(request.synthesized, stale);
  } finally {
    await rm(current, { recursive: true, force: true });
  }
}

async function compared(
  head: readonly SynthesizedStack[],
  folder: PlansFolder,
  { base, checkout, env, say }: PlanningRequest,
): Promise<{ base?: NonNullable<PlansReport["base"]>; changes: StackChanges }> {
  if (base === undefined) return { changes: changesBetween([], head) };
  if ("folder" in base)
    return { base: { ref: base.folder }, changes: changesBetween(readSynthesized(base.folder), head) };
  const out = base.out ?? folder.file(BASE_FOLDER);
  if (base.out !== undefined) await clearBase(base.out);
  const { stacks, commit } = await synthesizeBase({ ref: base.ref, checkout, env, say }, out);
  return { base: { ref: base.ref, commit }, changes: changesBetween(stacks, head) };
}

/** Makes room for a base in a folder that a person named: only what a base consists of is removed. */
async function clearBase(out: string): Promise<void> {
  const ours: readonly string[] = Object.values(BASE_FILES);
  const names = await readdir(out).catch(() => []);
  const foreign = names.filter((name) => !ours.includes(name));
  if (foreign.length > 0) throw baseFolderForeign(out, foreign.slice(0, 3).join(", "));
  for (const name of names) await rm(join(out, name), { recursive: true });
}

const KEPT_CHARACTERS = 300;

function shortly({ stack, fault }: NotPlanned): PlansReport["failed"][number] {
  const [words] = (fault.problems[0]?.given ?? "").split("\n");
  const reason = words ? `${fault.headline}: ${words}` : fault.headline;
  return { stack, code: fault.code, reason: reason.slice(0, KEPT_CHARACTERS) };
}
