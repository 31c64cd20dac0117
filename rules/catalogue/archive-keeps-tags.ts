import { art12Archives } from "../facts/buckets";
import { switched } from "../families/switch";

export const archiveKeepsTags = switched(
  {
    id: "archive-keeps-tags",
    duties: ["Art12", "Art12(1)"],
    title: "The archive keeps the tags of entries",
    why: "The mark of an Art 12 log entry, its system and its environment are tags: without them an entry cannot be found.",
    fix: "Set include_tags to true.",
    subjects: art12Archives,
  },
  { path: "include_tags", wanted: true, otherwise: false },
);
