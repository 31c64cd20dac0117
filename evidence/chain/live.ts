import { canonicalString } from "../event";
import type { Looking } from "./link";
import type { Matter } from "./matter";

/** Parts of the evidence that MLflow shows otherwise now than a promotion kept them; none where either is not known. */
export function changedParts({ registry, standing }: Matter, parts: readonly string[]): readonly string[] {
  if (registry === "not-asked" || registry === "gone" || "silent" in registry) return [];
  if (standing?.evidence.is !== "read") return [];
  const then: Readonly<Record<string, unknown>> = standing.evidence.content.evidence;
  return parts.filter((part) => spelled(then[part]) !== spelled(registry.evidence[part]));
}

const spelled = (part: unknown): string => (part === undefined ? "" : canonicalString(part));

/** Says what MLflow shows now of these parts, where it was asked. */
export function holdAgainstMlflow(matter: Matter, parts: readonly string[], looking: Looking): void {
  const { registry, sources, standing } = matter;
  if (registry === "not-asked") return;
  const runId = standing?.decision?.details.model.runId ?? "";
  looking.source("mlflow", `${sources.registry?.name ?? "MLflow"} run ${runId}`);
  if (registry === "gone")
    return void looking.cannotTell("MLflow knows the version no more, so that its run was not asked for.");
  if ("silent" in registry) return void looking.cannotTell(`MLflow did not answer: ${registry.silent}.`);
  if (registry.runIs !== "active") {
    const is = registry.runIs === "gone" ? "gone for good" : registry.runIs;
    return void looking.broken(`In MLflow run ${runId} is ${is}; what was decided on is still in the vault.`);
  }
  if (standing?.evidence.is !== "read") return;
  const changed = changedParts(matter, parts);
  if (changed.length > 0) looking.broken(`Changed in MLflow since it was decided on: ${changed.join(", ")}.`);
  else looking.met("MLflow shows the same now.");
}
