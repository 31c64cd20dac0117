import { databases } from "../facts/stores";
import { switched } from "../families/switch";

export const databaseNotPublic = switched(
  {
    id: "database-not-public",
    duties: ["Art78"],
    title: "No database has an address on the internet",
    why: "A public address makes every mistake in a security group, and every stolen password, one for the whole world.",
    fix: "Set publicly_accessible to false.",
    subjects: databases,
  },
  { path: "publicly_accessible", wanted: false, otherwise: false },
);
