import { join } from "node:path";
import { UserError } from "../../../errors";
import { inParallel, OneAtATime } from "../../terraform/parallel";
import { refuseStale } from "../../terraform/planning";
import { selectStacks } from "../../terraform/select";
import { readSynthesized, type SynthesizedStack } from "../../terraform/synthesized";
import { terraformVersion } from "../../terraform/terraform";
import { differences } from "../differences";
import type { ChangedPath, DriftChange, StackCheck } from "../drift";
import { dotted, driftChange, named } from "../drift-change";
import { judgeInventory } from "../judge";
import { failedCheck, type DriftRequest, type Looked } from "../look";
import { Mirrors } from "../mirrors";
import { planParts, type Threefold } from "../plan-parts";
import { Providers } from "../providers";
import { sameWhenApplied } from "../same-meaning";
import { planImports, STACK_FILE, type ImportPlan } from "./import-plan";
import { ownTags } from "./search";
import { readStackJson } from "./stack-json";
import { undeclared } from "./undeclared";

/**
 * Looks at the account itself: what the config declares is looked for by its names, whatever a state says. A state that
 * was lost, or that somebody took something out of, hides nothing.
 */
export async function lookAtAccount(request: DriftRequest, folder: string): Promise<Looked> {
  const { synthesized, patterns, env, signal, parallel, judging, progress } = request;
  const all = readSynthesized(synthesized);
  if (request.mustBeCurrent) {
    request.say("looking whether the synthesized stacks are current");
    await refuseStale(all, request);
  }
  const version = await terraformVersion({
    stackDir: ".",
    env,
    signal,
    logFile: join(folder, "terraform.log"),
  });
  const chosen = new Set(
    selectStacks(
      all.map(({ name }) => name),
      patterns,
    ),
  );
  const wanted = all.filter(({ name }) => chosen.has(name));
  const inits = new OneAtATime();
  let done = 0;
  const looked = await inParallel(wanted, parallel, async (stack): Promise<Found> => {
    progress?.({ done, of: wanted.length, underWay: [stack.name] });
    try {
      return found(stack, await planImports(stack, folder, { env, signal, inits }));
    } catch (fault) {
      if (!(fault instanceof UserError)) throw fault;
      return { stack, check: failedCheck(stack.name, fault) };
    } finally {
      done += 1;
    }
  });
  const there = looked.filter((each): each is Looking => "plan" in each);
  const mirrors = new Mirrors(there.flatMap(({ resources }) => resources));
  const { changes, notLookedAt } = undeclared(
    all.map(({ name, dir }) => {
      const plan = there.find(({ stack }) => stack.name === name)?.plan;
      return { stack: name, owned: ownTags(readStackJson(join(dir, STACK_FILE))), ...(plan && { plan }) };
    }),
    new Set(there.flatMap(({ resources }) => resources.flatMap(arnsOf))),
  );
  const providers = new Providers();
  const versions = await Promise.all(there.map(({ plan }) => providers.versions(plan.place)));
  return {
    checks: looked.map(({ check }) => check),
    changes: [...there.flatMap((each) => changesOf(each, mirrors)), ...changes],
    judged: judgeInventory(
      there.map(({ plan }) => plan.source),
      new Set(
        there.flatMap(({ stack, assumed }) => [...assumed].map((address) => `${stack.name}/${address}`)),
      ),
      judging,
    ),
    notLookedAt: [
      ...there.flatMap(({ stack, plan }) =>
        [...plan.notSought].map(([address, reason]) => ({ address: `${stack.name}/${address}`, reason })),
      ),
      ...notLookedAt,
    ],
    terraformVersion: version,
    providerVersions: versions,
  };
}

interface Looking {
  readonly stack: SynthesizedStack;
  readonly check: StackCheck;
  readonly plan: ImportPlan;
  readonly resources: readonly Threefold[];
  /** Terraform's addresses of what was not looked for. */
  readonly assumed: ReadonlySet<string>;
}
type Found = Looking | Pick<Looking, "stack" | "check">;

function found(stack: SynthesizedStack, plan: ImportPlan): Looking {
  const { resources } = planParts(plan.source);
  const notSought = [...plan.notSought.keys()];
  const assumed = resources
    .map(({ address }) => address)
    .filter((address) =>
      notSought.some(
        (each) => address === each || address.startsWith(`${each}.`) || address.startsWith(`${each}[`),
      ),
    );
  return {
    stack,
    plan,
    resources,
    assumed: new Set(assumed),
    check: { stack: stack.name, outcome: "clean", planSha256: plan.sha256, problems: [] },
  };
}

/** What a stack declares and the account has otherwise, or not. */
function changesOf(
  { stack: { name }, resources, assumed }: Looking,
  mirrors: Mirrors,
): readonly DriftChange[] {
  return resources
    .filter(({ address }) => !assumed.has(address))
    .flatMap((resource) => {
      if (resource.live === undefined)
        return [driftChange(resource, name, { cause: "missing", action: "create" })];
      const { real, noise } = pathsOf(resource, mirrors);
      const action = resource.actions.includes("delete") ? "replace" : "update";
      return [
        ...(real.length > 0 ? [driftChange(resource, name, { cause: "differs", action, paths: real })] : []),
        ...(noise.length > 0
          ? [driftChange(resource, name, { cause: "noise", action: "update", paths: noise })]
          : []),
      ];
    });
}

function pathsOf(resource: Threefold, mirrors: Mirrors) {
  const paths = new Map<string, ChangedPath>();
  for (const { path, live, declared, unknown } of differences(resource)) {
    const place = { type: resource.type, path: dotted(path), said: resource.says(named(path)) };
    const noise = sameWhenApplied({ ...place, live, declared, unknown });
    if (noise === undefined) paths.set(place.path, { path: place.path });
    else if (!paths.has(place.path)) paths.set(place.path, { path: place.path, noise });
  }
  for (const path of mirrors.added(resource)) paths.set(path, { path });
  return {
    real: [...paths.values()].filter(({ noise }) => noise === undefined),
    noise: [...paths.values()].filter(({ noise }) => noise !== undefined),
  };
}

const arnsOf = ({ live }: Threefold): readonly string[] => {
  const { arn } = (live ?? {}) as { readonly arn?: unknown };
  return typeof arn === "string" ? [arn] : [];
};
