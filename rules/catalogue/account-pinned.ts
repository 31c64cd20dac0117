import { all } from "../reading";
import { holds, judging } from "../rule";
import { awsProviders } from "../facts/stacks";

export const accountPinned = judging({
  id: "account-pinned",
  duties: ["Art17(1)"],
  title: "A stack is deployed to its own account only",
  why: "With credentials of another account, Terraform would make a second vault there and call it the first.",
  fix: "Set allowed_account_ids of the provider.",
  subjects: awsProviders,
  judge: (provider) =>
    holds(all(provider, "allowed_account_ids").length > 0, "the account is named", "any account is accepted"),
});
