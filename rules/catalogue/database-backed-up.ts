import { databases } from "../facts/stores";
import { number } from "../reading";
import { holds, judging } from "../rule";

/** The longest that RDS offers, and what the product lays down. */
const DAYS = 35;

export const databaseBackedUp = judging({
  id: "database-backed-up",
  duties: ["Art17(1)", "Art18(1)"],
  title: `The database can be restored to any second of the last ${DAYS} days`,
  why: "A version inserted or an alias moved by SQL is found out by comparing with the day before, if that day is still there.",
  fix: `Set backup_retention_period to ${DAYS}.`,
  measure: { name: "days of backups", unit: "days", better: "higher" },
  subjects: databases,
  judge(database) {
    const days = number(database, "backup_retention_period") ?? 0;
    return holds(days >= DAYS, `${days} days`, `${days} days, ${DAYS} at the least`, days);
  },
});
