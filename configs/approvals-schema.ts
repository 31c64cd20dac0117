import { z } from "zod";
import { PROVISIONS } from "../regulation";
import { line } from "./words";

const DUTY_IDS = PROVISIONS.map(({ id }) => id) as [string, ...string[]];

/** Who must agree to a change that weakens a duty, as the code host's CODEOWNERS says who owns a path. */
export const approvals = z
  .array(
    z.strictObject({
      duties: z
        .array(z.enum(["*", ...DUTY_IDS]))
        .min(1)
        .describe("Duties as docs/rules.md names them, or `*` for all."),
      approvers: z
        .array(
          line.regex(
            /^@?[A-Za-z0-9][A-Za-z0-9._/-]*$/,
            "a login, a team (`@org/team`) or a role, without spaces",
          ),
        )
        .min(1)
        .describe("People, teams or roles, as the code host names them."),
    }),
  )
  .describe(
    "Who must agree to a change that weakens a duty or leaves it unknown. The last entry that names the duty counts.",
  );
