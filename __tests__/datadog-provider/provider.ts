import { datadogProviderMissing } from "../../sandbox/terraform/datadog-provider";
import { findProviders } from "../../sandbox/world/providers";
import { sandboxEnvironment } from "./configs";

/** Why the stacks cannot be tried with the real provider on this machine; nothing when they can. */
export const providerMissing = async (): Promise<string | undefined> =>
  datadogProviderMissing(await findProviders(), sandboxEnvironment().datadog.providerVersion);
