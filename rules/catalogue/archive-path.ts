import { art12Archives } from "../facts/buckets";
import { ARCHIVE_PREFIX } from "../facts/layout";
import { text } from "../reading";
import { holds, judging } from "../rule";

export const archivePath = judging({
  id: "archive-path",
  duties: ["Art12", "Art21"],
  title: "The archive writes where it is looked for",
  why: "Exports, queries and the end of retention read one prefix; entries beside it are overlooked.",
  fix: `Set s3_archive.path to ${ARCHIVE_PREFIX}.`,
  subjects: art12Archives,
  judge(archive) {
    const path = (text(archive, "s3_archive.path") ?? "").replace(/^\/|\/$/g, "");
    return holds(
      path === ARCHIVE_PREFIX,
      `below ${ARCHIVE_PREFIX}/`,
      `below ${path === "" ? "no prefix" : `${path}/`}`,
    );
  },
});
