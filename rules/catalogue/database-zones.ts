import { databases } from "../facts/stores";
import { flag } from "../reading";
import { judging, met } from "../rule";

export const databaseZones = judging({
  id: "database-zones",
  duties: ["Art15", "Art17(1)"],
  title: "How many zones a database is in gets no less",
  why: "With one zone, its failure stops gate and registry; how many there should be is the environment's choice.",
  fix: "Set highlyAvailable of mlflow.service.",
  measure: { name: "zones", unit: "zones", better: "higher" },
  subjects: databases,
  judge(database) {
    const zones = flag(database, "multi_az", false) ? 2 : 1;
    return met(`in ${zones} zones`, zones);
  },
});
