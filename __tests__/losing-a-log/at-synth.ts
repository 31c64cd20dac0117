import path from "node:path";
import { main } from "../../cli/main";
import { remove, repolicy, reword, set, type Edit } from "../rules/own-stacks";
import { ARCHIVE, ARN, DATADOG_RIGHTS, ORDER, POLICY } from "../rules/places";
import { synthesized } from "./organisation";
import type { Way } from "./way";

const PIPELINE = "example-datadog/datadog_logs_custom_pipeline.art12";

/** Takes the entry away from where readers look for it, as a remapper does whose author meant well. */
const moveEntry: Edit = (stacks) => {
  const processors = stacks.values(PIPELINE)["processor"] as object[];
  const attribute_remapper = {
    name: "Shorter names",
    is_enabled: true,
    source_type: "attribute",
    sources: ["art12.entry"],
    target_type: "attribute",
    target: "entry",
    preserve_source: false,
    override_on_conflict: false,
  };
  processors.push({ attribute_remapper });
};

const denyWriting = repolicy(POLICY, "policy", (all) => [
  ...all,
  { Sid: "NobodyWrites", Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: `${ARN}/art12/*` },
]);

const takeKeyAway = repolicy(DATADOG_RIGHTS, "policy", (all) =>
  all.filter((statement) => !JSON.stringify(statement).includes("kms:")),
);

/** Ways that a change to the stacks opens: no deployment comes of it. */
export const REFUSED_AT_SYNTH: readonly Way[] = [
  refused(
    "The archive asks for an attribute",
    reword(ARCHIVE, "query", "compliance.art12:true", "@compliance.art12:true"),
  ),
  refused(
    "The archive asks for one system only",
    reword(ARCHIVE, "query", "compliance.art12:true", "compliance.art12:true ai_system:credit-scoring"),
  ),
  refused(
    "Another archive comes first",
    set(
      ORDER,
      "archive_ids",
      "${distinct(concat(data.datadog_logs_archives_order.current.archive_ids, [datadog_logs_archive.art12_production.id]))}",
    ),
  ),
  refused("The archive leaves out the tags", set(ARCHIVE, "include_tags", false)),
  refused("A processor moves the entry", moveEntry),
  refused(
    "A scanner redacts",
    set("example-datadog/datadog_sensitive_data_scanner_rule.art12_email", "text_replacement", {
      type: "replacement_string",
      replacement_string: "[redacted]",
    }),
  ),
  refused(
    "Nobody is told when an archive changes",
    remove("example-datadog/datadog_monitor.archive_changed"),
  ),
  refused("The bucket's policy shuts Datadog out", denyWriting),
  refused("Datadog's role loses the key", takeKeyAway),
];

function refused(title: string, edit: Edit): Way {
  return { title, shown: async () => (await check(edit)).join("\n") };
}

/** What `evidence check` says is unmet in the repository's own stacks after a change, each once, with its fix. */
async function check(edit: Edit): Promise<string[]> {
  const out: string[] = [];
  const log = jest.spyOn(console, "log").mockImplementation((line: string) => void out.push(line));
  const error = jest.spyOn(console, "error").mockImplementation();
  try {
    await main(["check", path.dirname(synthesized(edit))]);
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
  const unmet = out.join("\n").match(/^ {2}(unmet|cannot be told): .*\n {4}.*\n {4}fix: .*$/gm) ?? [];
  return [...new Set(unmet.map((lines) => lines.replace(/^ {2}/gm, "")))];
}
