import { belonging, repositories } from "../facts/stores";
import { flag, text } from "../reading";
import type { Resource } from "../resource";
import { holds, judging, met, unmet } from "../rule";
import { CannotTell } from "../values";

interface Expiry {
  readonly selection?: {
    readonly tagStatus?: unknown;
    readonly countType?: unknown;
    readonly countNumber?: unknown;
  };
}

export const imagesKept = judging({
  id: "images-kept",
  duties: ["Art18(1)"],
  title: "An image that ran stays",
  why: "Years later it has to be said, and shown, which program let a version into production.",
  fix: "Let the lifecycle policy end what has no tag, after days, and nothing else; take force_delete out.",
  measure: { name: "days until untagged layers go", unit: "days", better: "higher" },
  subjects: repositories,
  judge(repository, set) {
    if (flag(repository, "force_delete", false)) return unmet("Terraform may delete it with its images");
    const policy = belonging(set, repository, "aws_ecr_lifecycle_policy", "repository");
    const rules = policy ? rulesOf(policy) : [];
    if (rules.length === 0) return met("nothing goes by itself");
    const others = rules.filter(({ selection }) => selection?.tagStatus !== "untagged");
    if (others.length > 0) return unmet("images with a tag go, too");
    if (rules.some(({ selection }) => selection?.countType !== "sinceImagePushed"))
      return unmet("layers go by number, whatever their age");
    const days = Math.min(...rules.map(({ selection }) => Number(selection?.countNumber)));
    return holds(days > 0, `untagged layers go after ${days} days`, "untagged layers go at once", days);
  },
});

function rulesOf(policy: Resource): readonly Expiry[] {
  try {
    return (JSON.parse(text(policy, "policy") ?? "{}") as { rules?: readonly Expiry[] }).rules ?? [];
  } catch (error) {
    if (error instanceof CannotTell) throw error;
    throw new CannotTell("its lifecycle policy cannot be read");
  }
}
