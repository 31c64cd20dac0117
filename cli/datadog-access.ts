import type { Environment } from "../configs";
import { datadogKeysMissing } from "../errors";
import type { DatadogAccess } from "../evidence/datadog/read";

/** Where Datadog's API is: that of the environment's site, or `DD_HOST`, as its Terraform provider takes it. */
export function datadogApi({ datadog }: Environment): string {
  return process.env["DD_HOST"] ?? `https://api.${datadog.site}`;
}

/**
 * Keys and address of Datadog, as its Terraform provider takes them from the environment.
 *
 * @param needs what the application key must be allowed, and what to do without it, for the message
 * @throws UserError when a key is not there
 */
export function datadogAccess(
  environment: Environment,
  needs: { readonly permissions: string; readonly fix: string },
): DatadogAccess {
  const { DD_API_KEY: apiKey, DD_APP_KEY: applicationKey } = process.env;
  if (!apiKey || !applicationKey)
    throw datadogKeysMissing(
      [...(apiKey ? [] : ["DD_API_KEY"]), ...(applicationKey ? [] : ["DD_APP_KEY"])],
      needs.permissions,
      needs.fix,
    );
  return { url: datadogApi(environment), apiKey, applicationKey };
}
