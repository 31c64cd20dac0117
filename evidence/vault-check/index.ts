/** A vault as a whole: all that is signed, and all that a signature names. */
export { verifyVault, type VaultCheck } from "./verify";
