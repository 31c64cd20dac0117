import { addDays } from "../archive";
import type { Period } from "../export";
import type { KnownStatement } from "../records/statement";
import type { Scope } from "./manifest";
import type { LeftOutWhy } from "./records-file";

/** What records are chosen by. */
export interface Wanted {
  readonly system: string;
  /** Name under which the system's model is registered. */
  readonly registeredModel: string;
  readonly period: Period;
  readonly scope: Scope;
}

/** Days round the period whose checks and copies still tell of it: they are made in the night after, or a few days later. */
const DAYS_ROUND = 7;

/**
 * Why a record does not belong into an answer; nothing where it does. Records about what all systems share (keys, plans,
 * deploys, checks of the whole environment) belong to each. Those about other systems are other people's business (Art 78),
 * and what is about nobody in particular is no part of one person's case.
 */
export function unwanted(said: KnownStatement, wanted: Wanted): LeftOutWhy | undefined {
  switch (said.kind) {
    case "export":
      return "other-request";
    case "gate-decision":
      return said.statement.predicate.details.model.name === wanted.registeredModel
        ? undefined
        : "other-system";
    case "promotion-snapshot":
      return said.statement.predicate.details.model.name === wanted.registeredModel
        ? undefined
        : "other-system";
    case "incident":
      if (wanted.scope.by === "case") return "other-person";
      return isAbout(said.statement.predicate.details["system"], wanted) ? undefined : "other-system";
    case "hold":
      // Its reference may be the number of another person's proceedings.
      if (wanted.scope.by === "case") return "other-person";
      return isAbout(said.statement.predicate.details.system, wanted) ? undefined : "other-system";
    case "risk-entry":
      return isAbout(said.statement.predicate.details.system, wanted) ? undefined : "other-system";
    case "monitoring-snapshot":
    case "version-check":
      return overlaps(said.statement.predicate.details.period, wanted) ? undefined : "other-time";
    case "registry-check":
      return isRound(said.statement.predicate.details.checkedAt, wanted) ? undefined : "other-time";
    case "drift-check":
      return isRound(said.statement.predicate.recordedAt, wanted) ? undefined : "other-time";
    default:
      return undefined;
  }
}

/** A record that names no system may be about this one. */
function isAbout(named: unknown, { system }: Wanted): boolean {
  return typeof named !== "string" || named === system;
}

function overlaps({ from, to }: Period, wanted: Wanted): boolean {
  const { first, last } = round(wanted);
  return from < last && to > first;
}

function isRound(time: string, wanted: Wanted): boolean {
  const { first, last } = round(wanted);
  return time >= first && time < last;
}

/** UTC days compare with times as texts. */
function round({ period }: Wanted): { first: string; last: string } {
  return {
    first: addDays(period.from.slice(0, 10), -DAYS_ROUND),
    last: addDays(period.to.slice(0, 10), DAYS_ROUND + 1),
  };
}
