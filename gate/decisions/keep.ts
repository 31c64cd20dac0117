import type { PromotionFacts } from "../facts/promotion-facts";
import type { DecisionParts } from "./parts";

/** Artifacts go to the vault as they are served; the ledger writes only what it does not have, and checks the digests. */
export async function keepArtifacts(
  { ledger, upstream }: Pick<DecisionParts, "ledger" | "upstream">,
  { artifacts }: PromotionFacts,
  root: string | undefined,
): Promise<void> {
  if (artifacts === undefined || root === undefined) return;
  await ledger.keepArtifacts(artifacts, (path) => upstream.artifact(`${root}/${path}`));
}
