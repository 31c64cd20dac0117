import { DEPLOYERS } from "./deployers";
import { MARKET } from "./market";
import { PROVIDERS } from "./providers";
import { REQUIREMENTS } from "./requirements";

/** The texts of every provision that the product knows, in the order of the duties. */
export const PROVISION_TEXTS = [...REQUIREMENTS, ...PROVIDERS, ...DEPLOYERS, ...MARKET] as const;

/** The id of a provision that the product knows, such as `Art19(1)`. */
export type ProvisionId = (typeof PROVISION_TEXTS)[number]["id"];
