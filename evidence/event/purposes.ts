import type { LogPurpose } from "../../regulation";

/** The purposes of Art 12(2) that recorded events serve. */
export type Art12Purpose = LogPurpose;

/**
 * Which purpose of Art 12(2) each type of event serves, and why. (a) situations of risk under Art 79(1) or a
 * substantial modification, (b) post-market monitoring under Art 72, (c) the deployer's monitoring of operation
 * under Art 26(5). The mapping is this product's reading: the Act names purposes, not types of event.
 */
export const PURPOSES_BY_TYPE = {
  inference: {
    purposes: ["12(2)(a)", "12(2)(b)", "12(2)(c)"],
    why: "What the system decided is the base of spotting risk, of monitoring after release and of watching operation.",
  },
  outcome: {
    purposes: ["12(2)(b)"],
    why: "What happened later is the measure of performance throughout the lifetime (Art 72(2)).",
  },
  oversight: {
    purposes: ["12(2)(b)", "12(2)(c)"],
    why: "Reviews and overrides show how a person watched the system (Arts 14, 26(5)) and where it was wrong.",
  },
  error: {
    purposes: ["12(2)(a)", "12(2)(b)", "12(2)(c)"],
    why: "A malfunction may present a risk, and both provider and deployer have to see it.",
  },
  out_of_scope_input: {
    purposes: ["12(2)(a)", "12(2)(c)"],
    why: "Use outside the intended purpose may present a risk; the deployer follows the instructions for use.",
  },
  config_change: {
    purposes: ["12(2)(a)", "12(2)(b)"],
    why: "A changed threshold or setting may be part of a substantial modification and explains a changed performance.",
  },
  emitter_start: {
    purposes: ["12(2)(b)", "12(2)(c)"],
    why: "Shows from when a process recorded, so that silence can be told from absence.",
  },
  emitter_stop: {
    purposes: ["12(2)(b)", "12(2)(c)"],
    why: "Shows that a process ended on purpose: a chain without it ended some other way.",
  },
  emitter_heartbeat: {
    purposes: ["12(2)(b)", "12(2)(c)"],
    why: "Shows that a process could record while it had nothing to record.",
  },
} as const satisfies Record<string, { purposes: readonly [Art12Purpose, ...Art12Purpose[]]; why: string }>;

/** The types of Art 12 events. */
export type Art12EventType = keyof typeof PURPOSES_BY_TYPE;
