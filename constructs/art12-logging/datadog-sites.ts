import type { Environment } from "../../configs";

export type DatadogSite = Environment["datadog"]["site"];

/**
 * AWS account from which each Datadog site assumes roles.
 *
 * @see https://docs.datadoghq.com/integrations/guide/aws-manual-setup/
 */
export const DATADOG_AWS_ACCOUNT: Record<DatadogSite, string> = {
  "datadoghq.eu": "464622532012",
  "datadoghq.com": "464622532012",
  "us3.datadoghq.com": "464622532012",
  "us5.datadoghq.com": "464622532012",
  "ap1.datadoghq.com": "417141415827",
};
