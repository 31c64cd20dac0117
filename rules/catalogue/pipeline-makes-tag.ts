import {
  art12Pipelines,
  categoriesOf,
  findsAll,
  organisationStacks,
  processorsOf,
  tagMadeBy,
} from "../facts/log-path";
import { ART12_TAG, ENTRY_PARTS } from "../facts/entries";
import { flag, text } from "../reading";
import type { Resource } from "../resource";
import { holds, judging, unmet } from "../rule";

export const pipelineMakesTag = judging({
  id: "pipeline-makes-tag",
  duties: ["Art12", "Art12(1)", "Art19(1)"],
  title: "A log with the parts of an Art 12 entry gets the tag that archives ask for",
  why: "An Agent or a collector may lose the tag, or send it as an attribute: then no archive takes the entry, and nothing says so.",
  fix: "Deploy the organisation's pipeline as the product makes it, enabled.",
  subjects: organisationStacks,
  judge({ name }, set) {
    const pipelines = art12Pipelines(set).filter(({ stack }) => stack === name);
    if (pipelines.length === 0) return unmet("the organisation has no pipeline for Art 12 log entries");
    return holds(pipelines.some(makesTag), "it does", "no enabled pipeline makes it of all of them");
  },
});

/** By a category for all that has the parts, whose name becomes the tag. */
function makesTag(pipeline: Resource): boolean {
  if (!flag(pipeline, "is_enabled", false) || !findsAll(text(pipeline, "filter.query") ?? "", ENTRY_PARTS))
    return false;
  const processors = processorsOf(pipeline);
  return processors.some((processor, index) => {
    const made = tagMadeBy(processor);
    return (
      made?.tag === ART12_TAG &&
      made.decides &&
      processors.slice(0, index).some(
        (each) =>
          each.enabled &&
          each.type === "category_processor" &&
          made.sources.join() === text(each.at, "target") &&
          categoriesOf(each.at)
            .slice(0, 1)
            .some(({ name, query }) => name === "true" && findsAll(query, ENTRY_PARTS)),
      )
    );
  });
}
