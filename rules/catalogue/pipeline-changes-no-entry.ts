import { ART12_TAG } from "../facts/entries";
import { flag, text, texts } from "../reading";
import { holds, judging } from "../rule";
import { CannotTell, isBlock, Unresolved, type Readable, type Value } from "../values";

export const pipelineChangesNoEntry = judging({
  id: "pipeline-changes-no-entry",
  duties: ["Art12", "Art12(1)", "Art19(1)"],
  title: "No pipeline changes an Art 12 entry, its readable view or its tag",
  why: "The entry is the evidence, and the view is what people search: a pipeline that writes to either makes every entry a finding, or hides what it says.",
  fix: "Write what a pipeline finds beside `art12`, keep sources that it reads, and leave the tag to the organisation's pipeline.",
  subjects: (set) => set.ofType("datadog_logs_custom_pipeline"),
  judge({ address, values }) {
    const wrong = blocksBelow({ address, values: { processor: values["processor"] ?? null } }).flatMap(
      changes,
    );
    return holds(wrong.length === 0, "it changes none", `it ${[...new Set(wrong)].join(", ")}`);
  },
});

/** What a processor, or a part of one, does to an entry. */
function changes(at: Readable): readonly string[] {
  const target = text(at, "target");
  const ofTag = text(at, "target_type") === "tag";
  const read = [...texts(at, "sources"), ...texts(at, "source")];
  const keeps = flag(at, "preserve_source", false);
  const ofTags = text(at, "source_type") === "tag";
  const parsed = (text(at, "match_rules") ?? "").includes("art12.");
  return [
    ...(target !== undefined && !ofTag && isOfEntry(target) ? [`writes ${target}`] : []),
    ...(parsed ? ["parses into art12"] : []),
    ...(text(at, "source_type") !== undefined && !keeps
      ? read
          .filter((each) => (ofTags ? each === ART12_TAG : isOfEntry(each) || isNote(each)))
          .map((each) => `takes ${each} away`)
      : []),
    ...(ofTag && target === ART12_TAG && !read.every(isNote)
      ? [`sets ${ART12_TAG} from something else`]
      : []),
  ];
}

const isOfEntry = (path: string): boolean => path === "art12" || path.startsWith("art12.");
/** What the organisation's own pipeline notes of an entry, and reads again further on. */
const isNote = (path: string): boolean => path.startsWith("art12_check.");

/** A block and all blocks in it. */
function blocksBelow(at: Readable): readonly Readable[] {
  return [at, ...Object.entries(at.values).flatMap(([key, value]) => within(at.address, key, value))];
}

function within(address: string, key: string, value: Value): readonly Readable[] {
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap((each) => within(address, key, each));
  if (isBlock(value)) return blocksBelow({ address, values: value });
  if (value instanceof Unresolved && key.includes("processor")) throw new CannotTell(`${key} ${value.why}`);
  return [];
}
