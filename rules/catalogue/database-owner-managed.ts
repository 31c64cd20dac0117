import { databases } from "../facts/stores";
import { any, flag, text } from "../reading";
import { holds, judging } from "../rule";
import { isLeftToProvider } from "../values";

/** Ways to log in that ask no password of the database: rights of IAM, and a directory. */
const OTHER_LOGINS = ["iam_database_authentication_enabled", "domain", "domain_fqdn"];

export const databaseOwnerManaged = judging({
  id: "database-owner-managed",
  duties: ["Art78"],
  title: "The password of a database's owner is made and kept by AWS",
  why: "A password in the configuration is in every plan, every state and every copy of them.",
  fix: "Set manage_master_user_password to true, and take password and other ways to log in out.",
  subjects: databases,
  judge(database) {
    if (any(database, "password") !== undefined) return holds(false, "", "the password stands in the plan");
    // What nobody declares, and AWS tells after an apply, is no way that somebody opened.
    const others = OTHER_LOGINS.filter((way) => !isLeftToProvider(any(database, way))).filter(
      (way) => !["", "false", undefined].includes(text(database, way)),
    );
    if (others.length > 0) return holds(false, "", `others decide who logs in: ${others.join(", ")}`);
    return holds(
      flag(database, "manage_master_user_password", false),
      "AWS makes and rotates it",
      "AWS does not manage it",
    );
  },
});
