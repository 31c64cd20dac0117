import { allKeys } from "../facts/keys";
import { statements } from "../policy";
import { holds, judging } from "../rule";

export const keyPolicyNotOpen = judging({
  id: "key-policy-not-open",
  duties: ["Art78", "Art12"],
  title: "No key's policy gives rights to everyone",
  why: "A right for everyone lets other accounts decrypt the log, or sign in our name.",
  fix: "Name the principals in the statement, or take it out.",
  subjects: allKeys,
  judge(key) {
    const open = statements(key, "policy").filter(({ effect, everyone }) => effect === "Allow" && everyone);
    return holds(
      open.length === 0,
      "rights go to named principals",
      `everyone may ${open.flatMap(({ actions }) => actions).join(", ")}`,
    );
  },
});
