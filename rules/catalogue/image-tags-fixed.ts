import { repositories } from "../facts/stores";
import { text } from "../reading";
import { holds, judging } from "../rule";

export const imageTagsFixed = judging({
  id: "image-tags-fixed",
  duties: ["Art17(1)", "Art18(1)"],
  title: "A tag means one image for ever",
  why: "Which program decided is documentation: a tag that can be moved says something else every day.",
  fix: "Set image_tag_mutability to IMMUTABLE.",
  subjects: repositories,
  judge(repository) {
    const mutability = text(repository, "image_tag_mutability") ?? "MUTABLE";
    return holds(mutability === "IMMUTABLE", "tags cannot be moved", `tags are ${mutability}`);
  },
});
