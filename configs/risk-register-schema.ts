import { z } from "zod";
import { DEFAULTS } from "./defaults";

/** Where alerts go to be weighed as risks (Art 9): the risk register's own door. */
export const riskRegister = z
  .strictObject({
    url: z
      .url({ protocol: /^https$/ })
      .describe(
        "Address that takes alerts as JSON of evidence/risk-register/alert.v1.schema.json: a Jira or Confluence automation, say. Never with a secret in it.",
      )
      .refine((url) => !/[?&](token|key|secret|password)=|\/\/[^/]*:[^/]*@/i.test(url), {
        error: () => "an address without a secret: state and plans show it",
      }),
    tokenVariable: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{2,63}$/, "capital letters, digits and underscores, a letter first")
      .default(DEFAULTS.riskRegister.tokenVariable)
      .describe(
        `Custom variable of Datadog's webhooks that holds the register's token. It is set by hand, once (docs/risk-register.md): a value that Terraform sets lies in its state. Usually ${DEFAULTS.riskRegister.tokenVariable}.`,
      ),
  })
  .describe("Risk register that alerts are sent to (Art 9). Left out, alerts reach people alone.");
