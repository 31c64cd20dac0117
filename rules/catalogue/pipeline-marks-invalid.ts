import {
  art12Pipelines,
  categoriesOf,
  findsAll,
  processorsOf,
  tagMadeBy,
  type Processor,
} from "../facts/log-path";
import { EVENT_CHECKS_SHA256, INVALID_FIELD_TAG, INVALID_TAG } from "../facts/entries";
import { sha256 } from "../facts/tables";
import { text } from "../reading";
import { judging, met, unmet } from "../rule";

export const pipelineMarksInvalid = judging({
  id: "pipeline-marks-invalid",
  duties: ["Art12", "Art72"],
  title: "An entry that does not fit the event's schema is archived with a mark",
  why: "An entry without model version, run, hash algorithm or oversight flags breaks the chain to the model: unmarked, it is found when an authority asks.",
  fix: "Deploy the pipeline with the checks that the product makes from the event's schema.",
  subjects: art12Pipelines,
  judge(pipeline) {
    const processors = processorsOf(pipeline);
    const checks = processors.findIndex(checksEvents);
    if (checks < 0) return unmet("the fields are not checked as the event's schema says");
    const after = processors.slice(checks + 1);
    const found = target(processors[checks]);
    if (!after.some((each) => makesOf(each, INVALID_FIELD_TAG, found)))
      return unmet(`no tag ${INVALID_FIELD_TAG} is made of what is found`);
    const marked = after.findIndex((each) => notes(each, found));
    if (
      marked < 0 ||
      !after.slice(marked + 1).some((each) => makesOf(each, INVALID_TAG, target(after[marked])))
    )
      return unmet(`no tag ${INVALID_TAG}:true is made where something is found`);
    return met("it is");
  },
});

const target = (processor: Processor | undefined): string =>
  (processor && text(processor.at, "target")) ?? "";

const checksEvents = ({ type, at, enabled }: Processor): boolean =>
  enabled &&
  type === "category_processor" &&
  sha256(JSON.stringify(categoriesOf(at))) === EVENT_CHECKS_SHA256;

/** Notes `true` where something was found, and nowhere else. */
function notes({ type, at, enabled }: Processor, found: string): boolean {
  if (!enabled || type !== "category_processor") return false;
  const [first] = categoriesOf(at);
  const wanted = `@${found}:*`;
  return first?.name === "true" && findsAll(first.query, wanted) && findsAll(wanted, first.query);
}

function makesOf(processor: Processor, tag: string, source: string): boolean {
  const made = tagMadeBy(processor);
  return made?.tag === tag && made.decides && made.sources.join() === source;
}
