import { art12Archives } from "../facts/buckets";
import { REHYDRATABLE_CLASSES } from "../facts/layout";
import { text } from "../reading";
import { holds, judging } from "../rule";

const READABLE: readonly string[] = REHYDRATABLE_CLASSES;

export const archiveStorageClass = judging({
  id: "archive-storage-class",
  duties: ["Art21", "Art72"],
  title: "The archive writes in a class it can be read back from",
  why: "From a colder class Datadog reads nothing back.",
  fix: "Set s3_archive.storage_class to STANDARD; the lifecycle moves objects later.",
  subjects: art12Archives,
  judge(archive) {
    const storage = text(archive, "s3_archive.storage_class") ?? "STANDARD";
    return holds(READABLE.includes(storage), `written in ${storage}`, `written in ${storage}`);
  },
});
