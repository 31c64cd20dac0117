export { createIdentity, type Identifiable, type Identity } from "./identity";
export {
  identitySettings,
  SESSION_KEYS_VARIABLE,
  type IdentitySettings,
  type RunTimeIdentity,
} from "./settings";
