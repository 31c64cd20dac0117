export { declared } from "./declared";
export { type Environment } from "./environment-schema";
export { type System } from "./system-schema";
export { loadConfigs, readConfigs, type Configs } from "./load";
export { names, stackName } from "./names";
export { organisationOf, type Organisation } from "./organisation";
export { groupBy } from "./group-by";
export { VAULT_PREFIXES, WRITTEN_ONCE } from "./vault-layout";
