import { art12Pipelines } from "../facts/log-path";
import { first } from "../families/first";

export const pipelineFirst = first(
  {
    id: "pipeline-first",
    duties: ["Art12", "Art12(1)"],
    title: "The pipeline of Art 12 log entries comes first",
    why: "Logs pass the pipelines one after the other: one in front can take away what an entry is recognised by, or change what is checked.",
    fix: "Put the organisation's Art 12 pipeline in front in datadog_logs_pipeline_order.",
  },
  {
    ours: art12Pipelines,
    type: "datadog_logs_custom_pipeline",
    order: "datadog_logs_pipeline_order",
    attribute: "pipelines",
  },
);
