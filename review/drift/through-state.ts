import { join } from "node:path";
import { UserError } from "../../errors";
import { readJson, type ResourceSet } from "../../rules";
import { planIntoFolder } from "../terraform";
import { readSynthesized } from "../terraform/synthesized";
import { driftChanges } from "./changes";
import type { DriftChange, StackCheck } from "./drift";
import { judgeDrift } from "./judge";
import { failedCheck, type DriftRequest, type Looked } from "./look";
import { Mirrors } from "./mirrors";
import { planParts, type PlanParts } from "./plan-parts";
import { Providers, type Computed } from "./providers";

/** Looks at the real thing through Terraform's state: each stack is planned, and its plan taken apart. */
export async function lookThroughState(request: DriftRequest, folder: string): Promise<Looked> {
  const { env, signal, judging, synthesized } = request;
  const dirs = new Map(readSynthesized(synthesized).map(({ name, dir }) => [name, dir]));
  const out = join(folder, "plans");
  const { report, failed } = await planIntoFolder({ ...request, out, refresh: true, skipUnavailable: false });
  const checks: StackCheck[] = failed.map(({ stack, fault }) => failedCheck(stack, fault));
  const parts: PlanParts[] = [];
  for (const { stack, sha256 } of report.planned) {
    try {
      parts.push(planParts({ ...readJson(join(out, `${stack}.json`)), stack }));
      checks.push({ stack, outcome: "clean", planSha256: sha256, problems: [] });
    } catch (fault) {
      if (!(fault instanceof UserError)) throw fault;
      checks.push(failedCheck(stack, fault));
    }
  }
  const mirrors = new Mirrors(parts.flatMap(({ resources }) => resources));
  const providers = new Providers();
  const changes: DriftChange[] = [];
  const versions: Readonly<Record<string, string>>[] = [];
  for (const each of parts) {
    const stackDir = dirs.get(each.stack) ?? ".";
    const place = { stackDir, env, signal, logFile: join(folder, "terraform.log") };
    versions.push(await providers.versions(place));
    changes.push(...(await changesOf(each, mirrors, judging.declared, () => providers.computed(place))));
  }
  return {
    checks,
    changes,
    judged: judgeDrift(parts, changes, judging),
    notLookedAt: [],
    terraformVersion: report.terraformVersion,
    providerVersions: versions,
  };
}

/** The schemas are asked for only where a difference is in question that they may explain. */
async function changesOf(
  parts: PlanParts,
  mirrors: Mirrors,
  declared: ResourceSet,
  schemas: () => Promise<Computed>,
): Promise<readonly DriftChange[]> {
  let asked = false;
  const changesBy = (computed: Computed) =>
    driftChanges(parts, {
      ignored: (address) => declared.at(`${parts.stack}/${address}`)?.ignoredChanges ?? [],
      computed,
      mirrors,
    });
  const changes = changesBy(() => {
    asked = true;
    return false;
  });
  return asked ? changesBy(await schemas()) : changes;
}
