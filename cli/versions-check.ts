import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadConfigs } from "../configs";
import { EXIT, versionsOptionInvalid } from "../errors";
import { parsePeriod, type Period } from "../evidence/export";
import {
  checkLoggedVersions,
  notedVersions,
  periodSince,
  readEarlierVersionCheck,
  type RegisteredVersions,
} from "../evidence/logged-versions";
import { readKeyRing } from "../evidence/records";
import { get, ifThere, VersionAnswer } from "../gate/facts";
import { Refusal } from "../gate/refusal";
import { archiveOf } from "./archive-of";
import { keepCheck, type Kept } from "./check-kept";
import { registryOf } from "./gate-registry";
import { Progress } from "./progress";
import { vaultOf } from "./vault-of";
import type { VersionsOptions } from "./versions";
import { printVersions } from "./versions-output";
import { keepingVersions } from "./versions-record";

/** `evidence versions check` */
export async function checkVersions(options: VersionsOptions): Promise<void> {
  const { environment, records, documents } = vaultOf(options);
  const graceMinutes = minutesOf(options.graceMinutes);
  const asked = periodOf(options);
  const registry =
    options.mlflow === undefined && options.gate === undefined ? undefined : registryOf(options);
  const { systems } = loadConfigs(options.configs);
  const ring = await readKeyRing(options.keys);
  const at = new Date();
  const progress = new Progress();
  const work = await mkdtemp(path.join(tmpdir(), "evidence-versions-"));
  try {
    const earlier = await readEarlierVersionCheck(records, ring, environment.id);
    const checked = await checkLoggedVersions({
      ...{ environment: environment.id, systems, records, documents, ring, graceMinutes, work },
      archive: archiveOf(environment, options.sourceDir ?? options.dir),
      period: asked ?? periodSince(earlier?.period.to, at),
      registry: registry && registered(registry),
      onProgress: (doing) => progress.say(doing),
    });
    const notes = notedVersions(checked.findings, earlier, at.toISOString());
    const kept: Kept = options.record
      ? await keepCheck(keepingVersions({ options, environment, at, ring, records, checked, notes }))
      : { problems: [], remarks: [] };
    progress.done();
    printVersions({ environment: environment.id, checked, notes, kept }, options.json);
    if (checked.findings.length > 0) process.exitCode = EXIT.finding;
    else process.exitCode = kept.problems.length > 0 ? EXIT.user : EXIT.ok;
  } finally {
    progress.done();
    await rm(work, { recursive: true, force: true });
    await registry?.close();
  }
}

/** MLflow as the check asks it: which run a version is of. */
function registered({ url, upstream }: ReturnType<typeof registryOf>): RegisteredVersions {
  return {
    name: url,
    async version(name, version) {
      try {
        const place = "/api/2.0/mlflow/model-versions/get";
        const answer = await ifThere(() => get(upstream, place, { name, version }, VersionAnswer));
        return answer && { runId: answer.model_version.run_id };
      } catch (error) {
        if (error instanceof Refusal) return `${url}: ${error.message}`;
        throw error;
      }
    },
  };
}

function periodOf({ from, to }: VersionsOptions): Period | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined)
    throw versionsOptionInvalid(
      from === undefined ? "--from" : "--to",
      undefined,
      "both ends of the period, or neither",
    );
  return parsePeriod(from, to);
}

const MOST_GRACE_MINUTES = 7 * 24 * 60;

function minutesOf(given: string): number {
  const minutes = /^[0-9]{1,5}$/.test(given) ? Number(given) : NaN;
  if (minutes <= MOST_GRACE_MINUTES) return minutes;
  throw versionsOptionInvalid(
    "--grace-minutes",
    given,
    `whole minutes, ${MOST_GRACE_MINUTES} (a week) at the most`,
  );
}
