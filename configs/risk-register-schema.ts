import { z } from "zod";
import { atlassianSite, confluenceSpace } from "./atlassian-words";
import { DEFAULTS } from "./defaults";

const jira = z
  .strictObject({
    kind: z.literal("jira"),
    site: atlassianSite,
    project: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,9}$/, "a project key of Jira, such as RISK")
      .describe("Key of the project that issues are opened in."),
    issueType: z.string().min(1).max(60).default(DEFAULTS.riskRegister.issueType),
    onRecovery: z
      .enum(["comment", "close"])
      .default(DEFAULTS.riskRegister.onRecovery)
      .describe(
        "What a recovery does to the issue. An alert that is over may have harmed somebody all the same: `comment` leaves the closing to a person.",
      ),
  })
  .describe("One Jira issue for everything from an alert to its recovery.");

const confluence = z
  .strictObject({ kind: z.literal("confluence"), site: atlassianSite, ...confluenceSpace })
  .describe(
    "One comment on the register's page of the system for everything from an alert to its recovery, with a reply for each step.",
  );

/** Where alerts go to be weighed as risks (Art 9): the risk register's own door. */
export const riskRegister = z
  .strictObject({
    url: z
      .url({ protocol: /^https$/ })
      .describe(
        "Address that takes alerts as JSON of evidence/risk-register/alert.v1.schema.json: `evidence risk-register serve`, where `into` says where they go, or a service of your own. Never with a secret in it.",
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
    into: z
      .discriminatedUnion("kind", [jira, confluence])
      .optional()
      .describe(
        "Where `evidence risk-register` keeps an entry for each alert. Left out, what listens at `url` keeps them by itself.",
      ),
  })
  .describe("Risk register that alerts are sent to (Art 9). Left out, alerts reach people alone.");
