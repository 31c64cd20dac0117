import { art12Pipelines, processorsOf, tagMadeBy } from "../facts/log-path";
import { TAGS_OF_EVENT } from "../facts/entries";
import { holds, judging } from "../rule";

export const pipelineTagsFromEvent = judging({
  id: "pipeline-tags-from-event",
  duties: ["Art72", "Art12"],
  title: "System, environment, type and model version of an entry are tags that the event itself decides",
  why: "Counts are split and archives chosen by these tags: one that an Agent gave, or none, counts the entry for another system or environment.",
  fix: "Make the tags of the event's fields in the organisation's pipeline, each deciding over a tag that is there already.",
  subjects: art12Pipelines,
  judge(pipeline) {
    const made = processorsOf(pipeline).map(tagMadeBy);
    const missing = Object.entries(TAGS_OF_EVENT).filter(([tag, field]) => {
      const of = made.filter((each) => each?.tag === tag);
      return of.length === 0 || of.some((each) => !each?.decides || each.sources.join() !== field);
    });
    return holds(
      missing.length === 0,
      "they are",
      `not made of the event: ${missing.map(([tag]) => tag).join(", ")}`,
    );
  },
});
