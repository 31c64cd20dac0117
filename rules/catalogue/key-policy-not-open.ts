import { allKeys } from "../facts/keys";
import { statements } from "../policy";
import { holds, judging, unmet } from "../rule";

export const keyPolicyNotOpen = judging({
  id: "key-policy-not-open",
  duties: ["Art78", "Art12"],
  title: "No key's policy gives rights to everyone, nor all rights to anyone but its account",
  why: "A right for everyone lets other accounts decrypt the log, or sign in our name.",
  fix: "Name the principals in the statement, or take it out.",
  measure: { name: "principals with rights", unit: "principals", better: "lower" },
  subjects: allKeys,
  judge(key) {
    const rights = statements(key, "policy").filter(({ effect }) => effect === "Allow");
    const open = rights.filter(({ everyone }) => everyone);
    const wide = rights.filter(
      ({ actions, principals }) => actions.some(isWide) && !principals.every(isRoot),
    );
    if (open.length === 0 && wide.length > 0)
      return unmet(`all rights: ${wide.flatMap(({ principals }) => principals).join(", ")}`);
    return holds(
      open.length === 0,
      "rights go to named principals",
      `everyone may ${open.flatMap(({ actions }) => actions).join(", ")}`,
      new Set(rights.flatMap(({ principals }) => principals)).size,
    );
  },
});

const isWide = (action: string): boolean => action === "*" || action === "kms:*";

/** An account as a whole: what that means for whom is for its IAM to say. */
const isRoot = (principal: string): boolean => principal.endsWith(":root");
