import { art12Archives } from "../facts/buckets";
import { any, text } from "../reading";
import { holds, judging, notApplicable } from "../rule";

const ACCOUNT = "datadog_integration_aws_account";
const AUTH = "auth_config.aws_auth_config_role";

export const archiveHandshake = judging({
  id: "archive-handshake",
  duties: ["Art12", "Art12(1)"],
  title: "Datadog takes the archive's role in the vault's account",
  why: "Datadog writes with the role that its account integration names: without it, or with another, no entry arrives.",
  fix: "Let the account integration name the vault's account, the archive's role and the external id that the role asks for.",
  subjects: art12Archives,
  judge(archive, set) {
    const [account, role] = [text(archive, "s3_archive.account_id"), text(archive, "s3_archive.role_name")];
    if (!set.find("aws_iam_role", role)) return notApplicable("the handshake is kept elsewhere");
    const bucket = set.find("aws_s3_bucket", any(archive, "s3_archive.bucket"), archive);
    const own = bucket && set.account(bucket);
    const integrated = set
      .ofType(ACCOUNT)
      .some(
        (each) =>
          text(each, "aws_account_id") === account &&
          (text(each, "aws_partition") ?? "aws") === "aws" &&
          text(each, `${AUTH}.role_name`) === role &&
          set.find("datadog_integration_aws_external_id", any(each, `${AUTH}.external_id`), each) !==
            undefined,
      );
    if (own !== undefined && own !== account)
      return holds(false, "", `it writes as account ${account}, the vault is in ${own}`);
    return holds(
      integrated,
      "it does",
      "no account integration names this account and role, with an external id of ours",
    );
  },
});
