import { belonging, secrets } from "../facts/stores";
import { any } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, unmet } from "../rule";

const KEPT = ["secret_string", "secret_binary"];
const WRITE_ONLY = "secret_string_wo";
/** All that a plan or a state shows of a write-only value. */
const WRITTEN = ["secret_string_wo_version", "has_secret_string_wo"];
const READERS = ["aws_secretsmanager_secret_version", "aws_secretsmanager_secret_versions"];

export const secretNotInPlan = judging({
  id: "secret-not-in-plan",
  duties: ["Art78"],
  title: "The value of a secret is in no plan, no state and no configuration",
  why: "Whoever reads a plan in a pull request, or a state in its bucket, would read the password with it.",
  fix: "Hand the value on by secret_string_wo, from an ephemeral resource.",
  subjects: secrets,
  judge(secret, set) {
    const version = belonging(set, secret, "aws_secretsmanager_secret_version", "secret_id");
    if (!version) return unmet("it has no value");
    const readers = readBack(set, secret);
    if (readers.length > 0) return unmet(`a state holds what reads it: ${readers.join(", ")}`);
    const kept = KEPT.filter((attribute) => (any(version, attribute) ?? "") !== "");
    if (kept.length > 0) return unmet(`its value is kept by Terraform: ${kept.join(", ")}`);
    if (typeof any(version, WRITE_ONLY) === "string") return unmet("its value is written out");
    const written = [WRITE_ONLY, ...WRITTEN].some((attribute) => any(version, attribute) !== undefined);
    return holds(written, "Terraform hands it on and keeps nothing", "it has no value");
  },
});

/** Data sources put what they read into the state. */
function readBack(set: ResourceSet, secret: Resource): readonly string[] {
  return set.resources
    .filter(({ mode, type }) => mode === "data" && READERS.includes(type))
    .filter((each) => set.find("aws_secretsmanager_secret", any(each, "secret_id"), each) === secret)
    .map(({ address }) => address);
}
