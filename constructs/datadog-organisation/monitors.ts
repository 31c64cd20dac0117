import type { Organisation } from "../../configs";
import { ART12_INDEX } from "../art12-logging/index-split";
import { ART12_METRICS } from "../art12-logging/metrics";
import { DAY, HOUR } from "../art72-monitoring/monitor-row";
import type { MissingData, MonitorSpec } from "../art72-monitoring/monitor-spec";
import { GATE_MONITORS } from "./gate-monitors";
import { JOB_FINDINGS } from "./job-monitors";
import { REGISTRY_MONITORS } from "./registry-monitors";
import { VERSION_MONITORS } from "./version-monitors";
import { TAMPER_MONITORS } from "./tamper-monitors";

const MINUTES_ARCHIVED = 4 * HOUR;
/** Less than this share of what was counted has reached the archives. Uploads are about a quarter of an hour behind. */
const ARCHIVED_SHARE = 0.5;

const NOTHING_COUNTED: MissingData = {
  quietBecause:
    "without entries there is nothing to archive; the monitors of the systems speak of that silence",
};
const NONE_FOUND: MissingData = {
  quietBecause: "a count without data is a count of none, which is what should be",
};

/**
 * What the product watches of an organisation's way of logs.
 *
 * The archive's own count is of all archives of the organisation together, because the vendor documents no tag by which
 * to tell them apart: beside large archives of others it shows a failure of all of them only. The vault tells of ours
 * (`evidence seal run`, `evidence export`).
 *
 * @see https://docs.datadoghq.com/logs/log_configuration/archives/
 * @see https://docs.datadoghq.com/account_management/billing/usage_metrics/
 */
export function organisationMonitors({ index }: Pick<Organisation, "index">): readonly MonitorSpec[] {
  return [
    {
      key: "archive_delivery",
      article: "Art 12",
      duties: ["Art12", "Art19(1)", "Art26(6)"],
      title: "Log entries come in and are not archived",
      meaning:
        "Datadog counted Art 12 log entries, and its archives together wrote less than half as many logs in the same four hours. Entries that are not archived leave Datadog when its own retention ends, or at once where they are not indexed.",
      action:
        "Open Logs > Archives and read the archive's error; the usual ones are a role that may not write, a key that may not be used and a bucket policy that refuses. Mend it: Datadog tries again what it still holds. Then run `evidence export` for those hours and see whether entries are missing.",
      who: "platform engineer on call",
      priority: 1,
      query:
        `sum(last_4h):default_zero(sum:datadog.archives.logs.count{*}.as_count()) / ` +
        `sum:${ART12_METRICS.events.name}{*}.as_count() < ${ARCHIVED_SHARE}`,
      threshold: ARCHIVED_SHARE,
      missingData: NOTHING_COUNTED,
      renotifyMinutes: MINUTES_ARCHIVED,
    },
    {
      key: "invalid_entries",
      article: "Art 12",
      duties: ["Art12", "Art72"],
      title: "Log entries that do not fit their schema",
      meaning:
        "The pipeline marked entries in which a field is missing or wrong, such as the model version, the run, the hash algorithm or the oversight flags. They are archived, and the chain from the log to the model cannot be followed from them.",
      action:
        "Group the entries by the tag `compliance.art12_invalid_field` and by `ai_system`; find the emitter, and mend it. What was logged stays as it is: write down which period is affected. An entry without any field of an event may be an operational log with a tag that is not its own.",
      who: "team of the AI system",
      priority: 2,
      query: `sum(last_1h):default_zero(sum:${ART12_METRICS.invalid.name}{*}.as_count()) > 0`,
      threshold: 0,
      missingData: NONE_FOUND,
      renotifyMinutes: DAY,
    },
    {
      key: "personal_data_found",
      article: "Art 12",
      duties: ["Art12", "Art10", "Art19(1)"],
      title: "What looks like personal data in log entries",
      meaning:
        "The scanner found an e-mail address, a bank account, a payment card or a telephone number in an Art 12 log entry. Such an entry is archived as it was sent, into a vault from which nothing is deleted before its time.",
      action:
        "Stop the emitter that sends it: the tags `ai_system` and `compliance.art12_personal_data_kind` tell which and what. Look at one entry; a pattern can be wrong. If it is right, tell the data protection officer at once and follow docs/runbooks/erasure-with-commitments.md.",
      who: "team of the AI system, with the data protection officer",
      priority: 1,
      query: `sum(last_1h):default_zero(sum:${ART12_METRICS.personal_data.name}{*}.as_count()) > 0`,
      threshold: 0,
      missingData: NONE_FOUND,
      renotifyMinutes: 4 * HOUR,
    },
    indexMonitor(index),
    ...TAMPER_MONITORS,
    ...GATE_MONITORS,
    JOB_FINDINGS,
    ...REGISTRY_MONITORS,
    ...VERSION_MONITORS,
  ];
}

/** Of an index that keeps entries the quota; of one that should keep none, that it does. */
function indexMonitor(index: Organisation["index"]): MonitorSpec {
  const indexed = `sum:datadog.estimated_usage.logs.ingested_events{datadog_index:${ART12_INDEX},datadog_is_excluded:false}.as_count()`;
  const common = {
    key: "index_quota",
    article: "Art 72",
    duties: ["Art72", "Art26(5)"],
    who: "platform engineer",
    priority: 3,
    missingData: NONE_FOUND,
    renotifyMinutes: DAY,
  } as const;
  if (index === "none")
    return {
      ...common,
      title: "Log entries are indexed, which nobody asked for",
      meaning:
        "The environment's config says that Art 12 log entries are archived and not indexed, and Datadog indexes some: a second, searchable copy of pseudonymous data, which costs by the entry. The archive is not affected.",
      action:
        "Look who changed the exclusion filter of the index (`evidence drift`, `evidence detect`), and deploy the organisation's stack; or ask for the index in the config, with retention and quota.",
      query: `sum(last_1d):default_zero(${indexed}) > 0`,
      threshold: 0,
    };
  const limit = Math.floor((index.dailyQuota * index.warnAtPercent) / 100);
  return {
    ...common,
    title: "Index of log entries near its quota",
    meaning:
      "The index of Art 12 log entries took nearly as many entries in a day as its quota allows. What comes after is archived and counted, and a search in Datadog does not find it.",
    action:
      "See which system logs more than planned. Raise `datadog.index.dailyQuota` where the volume is right; until then look entries up in Athena (`evidence query`).",
    query: `sum(last_1d):default_zero(${indexed}) > ${limit}`,
    threshold: limit,
  };
}
