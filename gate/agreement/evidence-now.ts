import type { DocumentStore } from "../../evidence/documentation";
import type { Upstream } from "../call";
import { evidenceDigest, ifThere, partDigests, readFacts, type MlflowFacts } from "../facts";
import type { RecordedDecision } from "../ledger/ledger";
import { CREATED_BY, CREATED_BY_NAME } from "../stamps";
import { changedFiles } from "./changed-files";
import type { Disagreement } from "./disagreement";
import type { RecordedPlace } from "./recorded-production";

/**
 * Holds a version that is in production against what was decided on: that it is the same version, that its run is there,
 * its evidence and artifacts as they were. Artifacts are read and hashed; which of them differ is told from the list that
 * its promotion kept in the vault.
 *
 * @throws Refusal when MLflow does not answer
 */
export async function evidenceNow(
  upstream: Upstream,
  { version, by }: RecordedPlace,
  decided: readonly RecordedDecision[],
  documents: Pick<DocumentStore, "read">,
): Promise<readonly Disagreement[]> {
  const { name, createdAt, evidenceSha256, artifactSha256, runId } = by.subject;
  const about = { model: name, version, record: by.record };
  const facts = await ifThere(() => readFacts(upstream, { name, version }));
  if (facts === undefined)
    return [{ ...about, code: "version-gone", found: "MLflow knows no such version." }];
  if (createdAt !== undefined && facts.version.createdAt !== createdAt) {
    const found = `It was made at ${time(facts.version.createdAt)}; the one that was let in at ${time(createdAt)}.`;
    return [{ ...about, code: "version-recreated", found }];
  }
  const found: Disagreement[] = [...stampsOfMade(facts).map((one) => ({ ...about, ...one }))];
  if (runId && (facts.run === undefined || facts.run.lifecycleStage !== "active"))
    found.push({
      ...about,
      code: "run-gone",
      found: `Run ${runId} is ${facts.run ? "deleted" : "gone for good"}.`,
    });
  if (evidenceSha256 !== undefined && evidenceDigest(facts) !== evidenceSha256)
    found.push({ ...about, code: "evidence-changed", found: `${changedParts(facts, by, decided)} changed.` });
  if (artifactSha256 !== undefined && facts.artifacts?.sha256 !== artifactSha256)
    found.push({ ...about, ...(await artifactsChanged(artifactSha256, facts.artifacts, documents)) });
  return found;
}

async function artifactsChanged(
  decided: string,
  now: MlflowFacts["artifacts"],
  documents: Pick<DocumentStore, "read">,
): Promise<Pick<Disagreement, "code" | "found" | "things">> {
  const code = "artifacts-changed";
  if (now === undefined)
    return { code, found: `They were ${decided}, and are not those of its own run or model.` };
  const found = `They were ${decided}, and are ${now.sha256}.`;
  const changed = await changedFiles(decided, now, documents);
  if ("files" in changed) return { code, found, things: changed.files };
  return { code, found: `${found} Which files differ cannot be told: ${changed.because}.` };
}

/** Run and logged model say who made them, as the version does; the run's user is that one. */
function stampsOfMade({ run, model }: MlflowFacts): readonly Pick<Disagreement, "code" | "found">[] {
  const missing = [
    ...(run === undefined || CREATED_BY in run.tags ? [] : [`Run ${run.id}`]),
    ...(model === undefined || CREATED_BY in model.tags ? [] : [`Logged model ${model.id}`]),
  ].map((what) => ({ code: "stamp-missing", found: `${what} has no ${CREATED_BY}.` }) as const);
  const name = run?.tags[CREATED_BY_NAME];
  if (run === undefined || name === undefined || name === run.userId) return missing;
  const found = `Run ${run.id} has the user '${run.userId}', and the gate saw '${name}' make it.`;
  return [...missing, { code: "stamp-forged", found }];
}

/** Which parts are others now than when they were approved. */
function changedParts(
  facts: MlflowFacts,
  by: RecordedDecision,
  decided: readonly RecordedDecision[],
): string {
  const then = by.parts ?? decided.find(({ record }) => record === by.approval?.record)?.parts;
  if (then === undefined) return "It";
  const now = partDigests(facts);
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])].sort();
  return names.filter((part) => then[part] !== now[part]).join(", ") || "It";
}

const time = (milliseconds: number): string => new Date(milliseconds).toISOString();
