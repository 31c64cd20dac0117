/** The real Datadog provider, where this machine has it, against a stand-in of the vendor's API. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ProviderInMirror } from "../world/providers";

/**
 * Why the provider cannot run here; nothing when it can. It is in no registry every machine reaches, and another version
 * than the stacks pin is not taken for it.
 */
export function datadogProviderMissing(
  providers: readonly ProviderInMirror[],
  version: string,
): string | undefined {
  const found = providers.find(({ provider }) => provider === "datadog/datadog");
  if (!found)
    return "no DataDog/datadog provider in a plugin directory of this machine (EVIDENCE_TF_PLUGIN_MIRROR names one)";
  if (found.versions.includes(version)) return undefined;
  return `DataDog/datadog ${found.versions.join(", ")} in ${found.mirror}, and the stacks ask for ${version}`;
}

/**
 * Makes a synthesized stack speak to a stand-in: an override file beside it, which Terraform merges over the stack's own
 * address of the vendor. The stack itself stays as it was synthesized; a review refuses a plan that was made with such a
 * file, so what is to be reviewed is planned without.
 *
 * @returns takes the file away again
 * @see https://developer.hashicorp.com/terraform/language/files/override
 */
export async function pointAtStandIn(stackDir: string, url: string): Promise<() => Promise<void>> {
  const file = join(stackDir, "stand_in_override.tf.json");
  await writeFile(file, JSON.stringify({ provider: { datadog: [{ api_url: `${url}/` }] } }));
  return () => rm(file, { force: true });
}
