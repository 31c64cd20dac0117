import type { Environment } from "./environment-schema";

/** Where people open Datadog, by site. */
export const DATADOG_APP: Readonly<Record<Environment["datadog"]["site"], string>> = {
  "datadoghq.eu": "https://app.datadoghq.eu",
  "datadoghq.com": "https://app.datadoghq.com",
  "us3.datadoghq.com": "https://us3.datadoghq.com",
  "us5.datadoghq.com": "https://us5.datadoghq.com",
  "ap1.datadoghq.com": "https://ap1.datadoghq.com",
};
