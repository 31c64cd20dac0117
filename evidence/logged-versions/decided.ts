import { groupBy } from "../../configs";
import type { Decision, GateBook } from "../decisions/gate-book";
import { productionSpans, type ProductionSpan } from "./spans";
import type { LoggedModel } from "./uses";

type Named = Pick<LoggedModel, "name" | "version">;

const LETS_IN: ReadonlySet<string> = new Set(["promote", "roll-back", "break-glass"]);

/** What the gate decided on each version, as far as its records can be relied on. */
export class Decided {
  readonly #sound: ReadonlyMap<string, readonly Decision[]>;
  readonly #doubtful: readonly Decision[];
  readonly #spans = new Map<string, readonly ProductionSpan[]>();

  constructor({ decisions }: Pick<GateBook, "decisions">) {
    this.#sound = groupBy(
      decisions.filter(({ against }) => against.length === 0),
      ({ details }) => details.model.name,
    );
    this.#doubtful = decisions.filter(({ against }) => against.length > 0);
  }

  /** When any version of this name and number was in production, oldest first. */
  spansOf({ name, version }: Named): readonly ProductionSpan[] {
    const known = this.#spans.get(name) ?? productionSpans(this.#sound.get(name) ?? []);
    this.#spans.set(name, known);
    return known.filter((span) => span.version === version).sort((one, other) => one.from - other.from);
  }

  /** Versions of a registered model that were in production at some time of a period, milliseconds since 1970. */
  inProduction(name: string, from: number, to: number): readonly string[] {
    this.spansOf({ name, version: "" });
    const spans = this.#spans.get(name) ?? [];
    return [
      ...new Set(
        spans.filter((span) => span.from < to && (span.to ?? Infinity) > from).map(({ version }) => version),
      ),
    ];
  }

  /** Whether a stretch is of the very version that an entry names. Broken glass may not have seen a run. */
  isOf({ by }: ProductionSpan, { runId }: Pick<LoggedModel, "runId">): boolean {
    const { runId: decided = "" } = by.details.model;
    return decided === "" || decided === runId;
  }

  /** A decision that would let it in, if its record could be relied on. */
  doubtfulOf({ name, version }: Named): Decision | undefined {
    return this.#doubtful.find(
      ({ details }) =>
        details.model.name === name && details.model.version === version && LETS_IN.has(details.act),
    );
  }

  /** The last approval of the very version. */
  approvalOf({ name, version, runId }: Named & Pick<LoggedModel, "runId">): Decision | undefined {
    return (this.#sound.get(name) ?? []).findLast(
      ({ details: { act, model } }) =>
        act === "approve" && model.version === version && model.runId === runId,
    );
  }
}
