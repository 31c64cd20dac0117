import { HOUR } from "../art72-monitoring/monitor-row";
import type { MissingData, MonitorSpec } from "../art72-monitoring/monitor-spec";

/** What an hour of daily work may bring: an engineer who tries, reads what lacks, and tries again. */
const REFUSALS_AN_HOUR = 20;

const NONE_IS_FINE: MissingData = {
  onMissingData: "default",
  because: "a gate that refuses nothing and is not gone past sends no events, which counts as none",
};

/** Events that the gate in front of MLflow sends (gate/alerts/event.ts). */
const ofGate = (acts: string) => `compliance:eu-ai-act gate_act:${acts}`;

/**
 * Monitors of the gate. On events, not on logs: a log monitor sees indexed logs alone, and no index of another team may hide
 * that production was entered without evidence.
 *
 * @see https://docs.datadoghq.com/monitors/types/event/
 */
export const GATE_MONITORS: readonly MonitorSpec[] = [
  {
    key: "gate_break_glass",
    article: "Art 17",
    duties: ["Art17(1)", "Art9(8)"],
    title: "Break-glass at the gate before production",
    meaning:
      "Two approvers let a model version into production without all that production requires, or one of them asked for it. The record in the vault names both, the reason, what lacked and until when it holds.",
    action:
      "Read the event and its record (`evidence status <model> <version>`). Find out whether both persons did this, and whether the reason bears it. Supply what lacks, or roll back, before it expires; write the case down in the quality management system.",
    who: "compliance officer, with the team of the AI system",
    priority: 1,
    type: "event-v2 alert",
    query: `events("${ofGate("(break-glass OR break-glass-asked)")}").rollup("count").last("15m") > 0`,
    threshold: 0,
    missingData: NONE_IS_FINE,
    renotifyMinutes: 4 * HOUR,
  },
  {
    key: "gate_refusals",
    article: "Art 17",
    duties: ["Art17(1)"],
    title: "Many promotions refused at the gate",
    meaning: `The gate refused more than ${REFUSALS_AN_HOUR} promotions or approvals in an hour. A program tries in a loop, a config was deployed that no version meets, or somebody looks for a way past.`,
    action:
      "Look which registered model and which requirements the events name, and who tried in the gate's records (`evidence status`). Talk to the team; stop a program that tries in a loop.",
    who: "platform engineer on call",
    priority: 3,
    type: "event-v2 alert",
    query: `events("${ofGate("refused")}").rollup("count").last("1h") > ${REFUSALS_AN_HOUR}`,
    threshold: REFUSALS_AN_HOUR,
    missingData: NONE_IS_FINE,
    renotifyMinutes: 24 * HOUR,
  },
];
