/** Time series of metrics in memory. Pure, but for its memory. */
import type { ScopeTag } from "../../../logquery";

/** Points lie this far apart, as the vendor's from logs do. */
export const POINT_MS = 10_000;

/** What one point of one series holds. */
interface Point {
  /** Beginning of its ten seconds, in milliseconds since 1970. */
  readonly at: number;
  readonly values: number[];
}

interface OneSeries {
  readonly tags: readonly string[];
  readonly points: Map<number, Point>;
}

/** From `from` until just before `to`. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** The values of several series, each with the time of its point. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

export class Series {
  private readonly metrics = new Map<string, Map<string, OneSeries>>();

  /** @param tags whole, such as `env:sandbox`; the same ones are one series */
  add(metric: string, tags: readonly string[], at: Date, value: number): void {
    const all = this.metrics.get(metric) ?? new Map<string, OneSeries>();
    this.metrics.set(metric, all);
    const key = tags.toSorted().join(",");
    const series = all.get(key) ?? { tags, points: new Map<number, Point>() };
    all.set(key, series);
    const start = Math.floor(at.getTime() / POINT_MS) * POINT_MS;
    const point = series.points.get(start) ?? { at: start, values: [] };
    series.points.set(start, point);
    point.values.push(value);
  }

  /** Every value of the metric in the scope and the time. */
  samples(metric: string, scope: readonly ScopeTag[], { from, to }: TimeRange): readonly Sample[] {
    return this.inScope(metric, scope).flatMap(({ points }) =>
      [...points.values()]
        .filter(({ at }) => at >= from && at < to)
        .flatMap(({ at, values }) => values.map((value) => ({ at, value }))),
    );
  }

  /** The combinations of values that these tags have in the scope, each as whole tags. */
  groups(metric: string, scope: readonly ScopeTag[], by: readonly string[]): readonly (readonly string[])[] {
    const groups = this.inScope(metric, scope).flatMap(({ tags }) => {
      const own = by.map((name) => tags.find((tag) => tag.startsWith(`${name}:`)));
      return own.every((tag) => tag !== undefined) ? [own] : [];
    });
    return [...new Map(groups.map((group) => [group.join(), group])).values()];
  }

  private inScope(metric: string, scope: readonly ScopeTag[]): readonly OneSeries[] {
    const patterns = scope.map(({ tag, negated }) => ({ pattern: patternOf(tag), negated }));
    return [...(this.metrics.get(metric)?.values() ?? [])].filter(({ tags }) =>
      patterns.every(({ pattern, negated }) => tags.some((tag) => pattern.test(tag)) !== negated),
    );
  }
}

/** A `*` in a scope stands for any text. */
const patternOf = (tag: string): RegExp => new RegExp(`^${tag.split("*").map(escaped).join(".*")}$`, "s");

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
