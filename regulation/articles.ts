import { PROVISION_TEXTS } from "./articles/all";
import type { ProvisionId } from "./articles/all";
import { OBLIGATIONS } from "./obligations";
import type { Provision, Status } from "./provision";

/** From the most that the product does for a provision to the least. */
const STRONGEST_FIRST: readonly Status[] = ["required", "supports", "policy default", "not covered"];

/** Every provision that the product knows; its status is the strongest among the obligations that name it. */
export const PROVISIONS: readonly (Provision & { readonly id: ProvisionId })[] = PROVISION_TEXTS.map(
  (text) => {
    const statuses = OBLIGATIONS.filter(({ provisions }) => provisions.includes(text.id)).map(
      ({ status }) => status,
    );
    return { ...text, status: STRONGEST_FIRST.find((status) => statuses.includes(status)) ?? "not covered" };
  },
);

const BY_ID = new Map(PROVISIONS.map((provision) => [provision.id, provision]));

/** The provision with this id. */
export function provision(id: ProvisionId): Provision {
  return BY_ID.get(id) as Provision;
}
