import type { Asset } from "../../../sandbox/datadog/assets";
import { Series } from "../../../sandbox/datadog/metrics/series";
import { readMonitors } from "../../../sandbox/datadog/monitors/definitions";
import { Monitors } from "../../../sandbox/datadog/monitors/monitors";
import type { Found } from "../../../sandbox/datadog/monitors/search";
import { receiveLog } from "../../../sandbox/datadog/received-log";

const START = Date.parse("2026-11-24T21:00:00.000Z");
const minute = (minutes: number): Date => new Date(START + minutes * 60_000);

/** An organisation with monitors, its series, and what can be searched. */
function organisation(...monitors: readonly Asset[]) {
  const series = new Series();
  const logs: Found[] = [];
  const audits: Found[] = [];
  const events: Found[] = [];
  const engine = new Monitors(series, { logs: () => logs, audits: () => audits, events: () => events });
  engine.configure(readMonitors(monitors));
  const add = (metric: string, tags: string, at: number, ...values: number[]): void => {
    for (const value of values) series.add(metric, tags.split(","), minute(at), value);
  };
  return { engine, add, logs, audits, events };
}

const monitor = (query: string, options: object = {}, more: object = {}): Asset => ({
  ...{ id: 1, name: "m", type: "query alert", query, message: "", tags: [], options },
  ...more,
});

/** The value a query comes to at minute 60, over points at minutes 0 to 59. */
function valueOf(query: string, fill: (add: ReturnType<typeof organisation>["add"]) => void) {
  const { engine, add } = organisation(monitor(query, { on_missing_data: "show_no_data" }));
  fill(add);
  const { evaluations, errors } = engine.evaluate(minute(60));
  expect(errors).toEqual([]);
  return evaluations.map(({ group, value }) => [group.join(), value] as const);
}

const ones = (count: number): number[] => Array.from({ length: count }, () => 1);

describe("what a monitor's query comes to", () => {
  it("with as_count() is reckoned from the sums of the window, as the vendor's guide has it: 0.3, not 1.5", () => {
    const [[, value] = []] = valueOf(
      "sum(last_5m):sum:error{*}.as_count() / sum:total{*}.as_count() > 1",
      (add) => {
        for (const [index, errors] of [1, 2, 3, 4, 5].entries()) {
          add("error", "env:a", 55 + index, ...ones(errors));
          add("total", "env:a", 55 + index, ...ones(10));
        }
      },
    );
    expect(value).toBeCloseTo(0.3);
  });

  it("without it is reckoned moment by moment, and then put together: 1.5", () => {
    const [[, value] = []] = valueOf("sum(last_5m):sum:error{*} / sum:total{*} > 1", (add) => {
      for (const [index, errors] of [1, 2, 3, 4, 5].entries()) {
        add("error", "env:a", 55 + index, ...ones(errors));
        add("total", "env:a", 55 + index, ...ones(10));
      }
    });
    expect(value).toBeCloseTo(1.5);
  });

  it.each([
    ["sum(last_1h):sum:m{env:a}.as_count() > 0", 12],
    ["sum(last_1h):sum:m{env:a,kind:x}.as_count() > 0", 3],
    ["sum(last_1h):sum:m{env:a,!kind:x}.as_count() > 0", 9],
    ["sum(last_1h):sum:m{env:*}.as_count() > 0", 18],
    ["sum(last_10m):sum:m{env:a}.as_count() > 0", 9],
    ["sum(last_1h):sum:m{env:c-1.x}.as_count() > 0", 2],
    ["sum(last_1h):sum:m{env:a,kind:x}.as_count() * 2 - 1 > 0", 5],
    ["sum(last_1h):default_zero(sum:none{*}.as_count()) + 1 > 0", 1],
    ["avg(last_1h):avg:m{env:a} > 0", 2],
    ["max(last_1h):max:m{env:a} > 0", 3],
    ["min(last_1h):min:m{env:a} > 0", 1],
    ["max(last_1h):count:m{env:a} > 0", 3],
    ["percentile(last_1h):p50:m{env:a} > 0", 1],
    ["percentile(last_1h):p95:m{env:a} > 0", 3],
  ])("%s is %d", (query, expected) => {
    const [[, value] = []] = valueOf(query, (add) => {
      add("m", "env:a,kind:x", 10, 1, 1, 1);
      add("m", "env:a,kind:y", 55, 3, 3, 3);
      add("m", "env:b", 55, 4);
      add("m", "env:c-1.x", 55, 2);
    });
    expect(value).toBe(expected);
  });

  it.each([
    ["there was none", "sum(last_1h):sum:none{*}.as_count() > 0"],
    ["half of it is missing", "sum(last_1h):sum:m{*}.as_count() / sum:none{*}.as_count() > 0"],
    [
      "it would be divided by nothing",
      "sum(last_1h):sum:m{*}.as_count() / default_zero(sum:none{*}.as_count()) > 0",
    ],
  ])("is no value where %s", (_, query) => {
    expect(valueOf(query, (add) => add("m", "env:a", 30, 1))).toEqual([["", undefined]]);
  });

  it("is one value for each group", () => {
    const query = "sum(last_1h):sum:bad{*} by {env}.as_count() / sum:all{*} by {env}.as_count() > 0";
    const values = valueOf(query, (add) => {
      add("all", "env:a", 30, 1, 1);
      add("all", "env:b", 30, 1, 1, 1, 1);
      add("bad", "env:a", 30, 1);
      add("bad", "env:b", 30, 1);
    });
    expect(values).toEqual([
      ["env:a", 0.5],
      ["env:b", 0.25],
    ]);
  });
});

/** What is told over time: the minutes at which it is evaluated, and the transitions. */
function told(
  asset: Asset,
  at: readonly number[],
  fill: (add: ReturnType<typeof organisation>["add"]) => void,
) {
  const { engine, add } = organisation(asset);
  fill(add);
  return at.flatMap((each) =>
    engine.evaluate(minute(each)).notifications.map(({ transition }) => `${each} ${transition}`),
  );
}

const COUNT = "sum(last_5m):sum:m{*}.as_count() > 2";
const burst = (add: ReturnType<typeof organisation>["add"]): void => {
  add("m", "env:a", 0, 1);
  add("m", "env:a", 10, 1, 1, 1);
  for (const at of [20, 30, 40]) add("m", "env:a", at, 1);
};

describe("a monitor tells", () => {
  it.each<[string, object, string[]]>([
    ["when it triggers and when it recovers", {}, ["11 Triggered", "21 Recovered"]],
    [
      "of a warning first, by its own threshold",
      { thresholds: { warning: 0 } },
      ["1 Warn", "11 Triggered", "21 Warn"],
    ],
    ["nothing while it is muted", { silenced: { "*": null } }, []],
    [
      "when the time of its mute is over",
      { silenced: { "*": minute(15).getTime() / 1000 } },
      ["21 Recovered"],
    ],
    [
      "of an alert that lasts until its recovery threshold",
      { thresholds: { critical_recovery: 0 } },
      ["11 Triggered"],
    ],
    ["later by its evaluation delay", { evaluation_delay: 600 }, ["21 Triggered", "31 Recovered"]],
  ])("%s", (_, options, expected) => {
    expect(told(monitor(COUNT, options), [1, 11, 21, 31, 41], burst)).toEqual(expected);
  });

  it("again and again while it lasts, in its interval, and no more after", () => {
    const lasting = monitor("sum(last_5m):sum:m{*}.as_count() > 0", { renotify_interval: 20 });
    const everyFive = (add: ReturnType<typeof organisation>["add"]): void => {
      for (const at of [0, 5, 10, 15, 20, 25, 30, 35, 40]) add("m", "env:a", at, 1);
    };
    const at = [1, 6, 11, 16, 21, 26, 31, 36, 41];
    expect(told(lasting, at, everyFive)).toEqual(["1 Triggered", "21 Re-Triggered", "41 Re-Triggered"]);
    const once = monitor("sum(last_5m):sum:m{*}.as_count() > 0", {
      renotify_interval: 20,
      renotify_statuses: ["no data"],
    });
    expect(told(once, at, everyFive)).toEqual(["1 Triggered"]);
  });

  it.each<[string, object, string[]]>([
    [
      "is told after its time without data, and after that",
      { notify_no_data: true, no_data_timeframe: 30 },
      ["41 No Data"],
    ],
    ["is passed over unless it is asked for", {}, []],
    ["is shown and not told", { on_missing_data: "show_no_data" }, []],
    ["is told at once", { on_missing_data: "show_and_notify_no_data" }, ["11 No Data"]],
  ])("silence %s", (_, options, expected) => {
    expect(told(monitor(COUNT, options), [1, 11, 41], (add) => add("m", "env:a", 0, 1))).toEqual(expected);
  });

  it("silence from the beginning", () => {
    const options = { notify_no_data: true, no_data_timeframe: 30 };
    expect(told(monitor(COUNT, options), [0, 29, 30], () => undefined)).toEqual(["30 No Data"]);
  });

  it("of a new group only after a delay, so that a rollout is no alarm", () => {
    const split = monitor("sum(last_5m):sum:m{*} by {env}.as_count() > 0", { new_group_delay: 300 });
    const at = [1, 5, 6];
    expect(told(split, at, (add) => add("m", "env:a", 1, 1))).toEqual(["6 Triggered"]);
  });

  it("of one alert under one cycle, and of the next one under another", () => {
    const { engine, add } = organisation(monitor(COUNT));
    burst(add);
    add("m", "env:a", 50, 1, 1, 1);
    const cycles = [11, 21, 51].flatMap((at) =>
      engine.evaluate(minute(at)).notifications.map(({ cycle }) => cycle),
    );
    expect(cycles).toHaveLength(3);
    expect(cycles[1]).toBe(cycles[0]);
    expect(cycles[2]).not.toBe(cycles[0]);
  });
});

describe("a monitor on searches", () => {
  const found = (at: number, sent: Record<string, unknown>): Found => ({
    ...receiveLog(sent, [], minute(at)),
    date: minute(at),
  });

  it("counts audit events by their own query, and nothing found is zero, not silence", () => {
    const query = 'audits("@evt.name:Monitor @action:deleted").rollup("count").last("5m") > 0';
    const { engine, audits } = organisation(monitor(query, {}, { type: "audit alert" }));
    expect(engine.evaluate(minute(1)).evaluations).toMatchObject([{ state: "OK", value: 0 }]);
    audits.push(found(2, { evt: { name: "Monitor" }, action: "deleted" }));
    audits.push(found(2, { evt: { name: "Monitor" }, action: "created" }));
    expect(engine.evaluate(minute(3)).notifications).toMatchObject([{ transition: "Triggered", value: 1 }]);
    expect(engine.evaluate(minute(8)).notifications).toMatchObject([{ transition: "Recovered", value: 0 }]);
  });

  it("counts events that programs sent, by their tags, and none of the other kinds", () => {
    const query = 'events("gate_act:(a OR b)").rollup("count").last("5m") > 0';
    const { engine, events, logs } = organisation(monitor(query, {}, { type: "event-v2 alert" }));
    logs.push(found(2, { ddtags: "gate_act:a" }));
    events.push(found(2, { ddtags: "gate_act:c" }));
    expect(engine.evaluate(minute(3)).evaluations).toMatchObject([{ state: "OK", value: 0 }]);
    events.push(found(2, { ddtags: "gate_act:b" }));
    expect(engine.evaluate(minute(3)).notifications).toMatchObject([{ transition: "Triggered", value: 1 }]);
  });

  it("counts indexed logs by group, and knows a group that is gone", () => {
    const query = 'logs("service:a").index("*").rollup("count").by("env,@user").last("5m") > 0';
    const { engine, logs } = organisation(monitor(query, {}, { type: "log alert" }));
    logs.push(found(2, { service: "a", ddtags: "env:a", user: "u" }), found(2, { service: "b" }));
    expect(engine.evaluate(minute(3)).notifications).toMatchObject([
      { group: ["env:a", "@user:u"], transition: "Triggered" },
    ]);
    expect(engine.evaluate(minute(8)).notifications).toMatchObject([{ transition: "Recovered" }]);
  });
});

describe("a query that cannot be judged is an error that names it, never quiet", () => {
  it.each([
    ["a composite monitor", "1 && 2"],
    ["an objective", 'error_budget("x").over("7d") > 75'],
    ["anomalies", "avg(last_1h):anomalies(avg:m{*}) > 1"],
    ["a function nobody plays", "sum(last_1h):sum:m{*}.as_rate() > 1"],
    ["counts that are averaged", "avg(last_1h):sum:m{*}.as_count() > 1"],
    ["an unknown aggregation", "sum(last_1h):stddev:m{*} > 1"],
    ["metrics that are split differently", "sum(last_1h):sum:m{*} by {a} / sum:m{*} by {b} > 1"],
    ["a search that nobody could read", 'logs("(a:b").last("5m") > 0'],
    ["another rollup of logs", 'logs("a:b").rollup("avg", "@c").last("5m") > 0'],
  ])("%s", (_, query) => {
    const { engine, add } = organisation(monitor(query), monitor(COUNT, {}, { id: 2, name: "other" }));
    add("m", "a:1,b:1", 9, 1);
    const { errors, evaluations } = engine.evaluate(minute(10));
    expect(errors).toMatchObject([{ monitor: "m" }]);
    const named = query.includes('logs("(') ? "(a:b" : query;
    expect(errors[0]?.error).toContain(named);
    expect(evaluations.map(({ monitor: { name } }) => name)).toEqual(["other"]);
  });
});
