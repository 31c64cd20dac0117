import type { Call } from "./call";
import type { CallFinding, CallFindingKind } from "./detection";

/** More kinds of calls than this are counted and not named: whoever makes a million different ones must not fill the memory. */
const MOST_GROUPS = 1_000;
const MOST_IDS = 3;

interface Group {
  readonly finding: Omit<CallFinding, "count" | "first" | "last" | "eventIds">;
  count: number;
  first: string;
  last: string;
  eventIds: string[];
}

/** Takes calls together that one principal made the same way on the same resource. Holds a bounded number of them. */
export class CallGroups {
  leftOut = 0;
  private readonly groups = new Map<string, Group>();

  add(kind: CallFindingKind, call: Call, addresses: readonly string[], reason?: string): void {
    const name = `${call.service}:${call.name}`;
    const key = JSON.stringify([kind, call.who, call.via, name, call.error, addresses]);
    const group = this.groups.get(key);
    if (group) {
      group.count++;
      if (call.at < group.first) group.first = call.at;
      if (call.at > group.last) group.last = call.at;
      if (group.eventIds.length < MOST_IDS) group.eventIds.push(call.id);
    } else if (this.groups.size < MOST_GROUPS) {
      const { who, via, log, error } = call;
      const finding = {
        ...{ kind, addresses, who, via, call: name, log },
        ...(error !== undefined && { error }),
        ...(reason !== undefined && { reason }),
      };
      this.groups.set(key, { finding, count: 1, first: call.at, last: call.at, eventIds: [call.id] });
    } else this.leftOut++;
  }

  /** Unmatched calls first, then attempts, then what is unclear; each by time, and within a second by name. */
  findings(): readonly CallFinding[] {
    return [...this.groups.values()]
      .map(({ finding, count, first, last, eventIds }) => ({ ...finding, count, first, last, eventIds }))
      .sort(
        (a, b) =>
          ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) ||
          compare(a.first, b.first) ||
          compare(a.call, b.call) ||
          compare(a.eventIds[0] ?? "", b.eventIds[0] ?? ""),
      );
  }
}

const ORDER: readonly CallFindingKind[] = ["unmatched", "attempt", "unclear"];
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
