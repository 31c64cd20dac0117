import { benign, destroys, weakens, type Directions } from "../direction";

const STRICTER = "denied to more than before: who is shut out by mistake hears so at once";

/** What nobody in the account may do, administrators included. */
export const GUARDRAILS: readonly Directions[] = [
  {
    type: "aws_organizations_policy",
    rows: [
      weakens("", "removed", ["Art12", "Art18(1)"], "administrators of the account may undo everything"),
      benign("content", "granted", "a service control policy grants nothing: it only takes away"),
      weakens(
        "content",
        "removed",
        ["Art12", "Art18(1)"],
        "administrators of the account may undo everything",
      ),
      weakens(
        "content.Statement[Deny AccountStays].Action",
        "widened",
        ["Art12", "Art18(1)"],
        "all calls of one service instead of one call of each: the account may be closed",
      ),
      benign("content.Statement[Deny *].Action", "widened", STRICTER),
      benign("content.Statement[Deny *].Condition", "removed", STRICTER),
      benign("content.Statement[Deny *].Condition.ArnNotLike.aws:PrincipalArn[*]", "removed", STRICTER),
      weakens(
        "content.Statement[Deny *].**",
        "*",
        ["Art12", "Art17(1)", "Art18(1)", "Art19(1)"],
        "administrators of the account may do it",
      ),
      benign("description|name", "*", "words for people"),
      weakens("tags.**", "*", ["Art12", "Art18(1)"], "by its tag it counts as a guardrail of the evidence"),
      benign("type", "removed", "service control policy is the provider's default"),
      weakens("type", "*", ["Art12", "Art18(1)"], "a policy of another type denies nothing"),
    ],
  },
  {
    type: "aws_organizations_policy_attachment",
    rows: [
      weakens("", "removed", ["Art18(1)", "Art12"], "the guardrails apply to no account"),
      weakens("policy_id", "*", ["Art18(1)", "Art12"], "the guardrails apply to no account"),
      destroys("target_id", "*", ["Art18(1)", "Art12"], "the guardrails apply to another account"),
    ],
  },
];
