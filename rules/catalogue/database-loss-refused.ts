import { databases } from "../facts/stores";
import { flag, text } from "../reading";
import { holds, judging } from "../rule";

export const databaseLossRefused = judging({
  id: "database-loss-refused",
  duties: ["Art17(1)", "Art18(1)"],
  title: "A database is not deleted by mistake, and leaves a snapshot when it is",
  why: "Who approved which version, and on which runs, is known to this database first of all.",
  fix: "Set deletion_protection to true, skip_final_snapshot and delete_automated_backups to false, and name final_snapshot_identifier.",
  subjects: databases,
  judge(database) {
    const problems = [
      ...(flag(database, "deletion_protection", false) ? [] : ["it may be deleted"]),
      ...(flag(database, "skip_final_snapshot", false) || !text(database, "final_snapshot_identifier")
        ? ["no final snapshot"]
        : []),
      ...(flag(database, "delete_automated_backups", true) ? ["its backups go with it"] : []),
    ];
    return holds(problems.length === 0, "deletion is refused, and would leave backups", problems.join(", "));
  },
});
