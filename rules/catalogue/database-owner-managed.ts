import { databases } from "../facts/stores";
import { any, flag } from "../reading";
import { holds, judging } from "../rule";

export const databaseOwnerManaged = judging({
  id: "database-owner-managed",
  duties: ["Art78"],
  title: "The password of a database's owner is made and kept by AWS",
  why: "A password in the configuration is in every plan, every state and every copy of them.",
  fix: "Set manage_master_user_password to true, and take password out.",
  subjects: databases,
  judge(database) {
    if (any(database, "password") !== undefined) return holds(false, "", "the password stands in the plan");
    return holds(
      flag(database, "manage_master_user_password", false),
      "AWS makes and rotates it",
      "AWS does not manage it",
    );
  },
});
