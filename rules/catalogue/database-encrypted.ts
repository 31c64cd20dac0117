import { databases } from "../facts/stores";
import { switched } from "../families/switch";

export const databaseEncrypted = switched(
  {
    id: "database-encrypted",
    duties: ["Art78"],
    title: "Every database is encrypted where it lies",
    why: "Runs, parameters and people's names lie in it; an unencrypted disk or snapshot is read by whoever gets a copy.",
    fix: "Set storage_encrypted to true. A database that has none is made anew from a snapshot with it.",
    subjects: databases,
  },
  { path: "storage_encrypted", wanted: true, otherwise: false },
);
