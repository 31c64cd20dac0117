import { receiverClock } from "../../../clients/node/sinks/receiver-clock";

const HOUR_MS = 3_600_000;
const START = Date.parse("2026-11-24T12:00:00.000Z");

beforeEach(() => jest.useFakeTimers({ now: START }));
afterEach(() => jest.useRealTimers());

const dateOf = (time: number) => new Date(time).toUTCString();

describe("the clock by which an intake judges the time of events", () => {
  it("is this machine's until an answer says otherwise, and when it differs by less than a minute", () => {
    const clock = receiverClock();
    expect(clock.now()).toBe(START);
    clock.heard(undefined);
    clock.heard("no date");
    clock.heard(dateOf(START + 59_000));
    expect(clock.now()).toBe(START);
  });

  it("is the intake's when this machine's is wrong, and goes on with time", () => {
    const clock = receiverClock();
    clock.heard(dateOf(START + 20 * HOUR_MS));
    expect(clock.now()).toBe(START + 20 * HOUR_MS);
    jest.advanceTimersByTime(60_000);
    expect(clock.now()).toBe(START + 20 * HOUR_MS + 60_000);
  });

  it("is not moved when somebody sets this machine's clock right", () => {
    const clock = receiverClock();
    clock.heard(dateOf(START + 20 * HOUR_MS));
    jest.setSystemTime(START + 20 * HOUR_MS);
    expect(clock.now()).toBe(START + 20 * HOUR_MS);
  });

  it("is asked for again after ten minutes: what was heard is not trusted for ever", () => {
    const clock = receiverClock();
    clock.heard(dateOf(START + 20 * HOUR_MS));
    jest.advanceTimersByTime(600_000);
    expect(clock.now()).toBe(START + 600_000);
  });

  it("is this machine's again after an answer that agrees with it", () => {
    const clock = receiverClock();
    clock.heard(dateOf(START - 5 * HOUR_MS));
    expect(clock.now()).toBe(START - 5 * HOUR_MS);
    jest.setSystemTime(START - 5 * HOUR_MS);
    clock.heard(dateOf(START - 5 * HOUR_MS));
    jest.setSystemTime(START);
    expect(clock.now()).toBe(START);
  });
});
