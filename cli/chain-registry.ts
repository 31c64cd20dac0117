import type { RegistrySource } from "../evidence/chain";
import { evidenceParts, ifThere, readFacts } from "../gate/facts";
import { Refusal } from "../gate/refusal";
import { registryOf, type RegistryOptions } from "./gate-registry";

/** MLflow as a chain asks it: nothing it does not say stops the chain, for the vault has what was decided on. */
export function registrySource(options: RegistryOptions): {
  readonly source: RegistrySource;
  close(): Promise<void>;
} {
  const { url, upstream, close } = registryOf(options);
  const source: RegistrySource = {
    name: url,
    async version(name, version) {
      try {
        const facts = await ifThere(() => readFacts(upstream, { name, version }));
        return (
          facts && {
            createdAt: facts.version.createdAt,
            runId: facts.version.runId,
            runIs: facts.run?.lifecycleStage ?? "gone",
            artifactSha256: facts.artifacts?.sha256,
            evidence: evidenceParts(facts),
          }
        );
      } catch (error) {
        if (error instanceof Refusal) return error.message;
        throw error;
      }
    },
  };
  return { source, close };
}
