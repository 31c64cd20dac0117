import { databases } from "../facts/stores";
import { switched } from "../families/switch";

export const databasePatched = switched(
  {
    id: "database-patched",
    duties: ["Art15"],
    title: "A database takes patches by itself",
    why: "A known hole in PostgreSQL that nobody closes is a way round the gate.",
    fix: "Set auto_minor_version_upgrade to true.",
    subjects: databases,
  },
  { path: "auto_minor_version_upgrade", wanted: true, otherwise: true },
);
