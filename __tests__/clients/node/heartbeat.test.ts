import { createArt12Logger, type Art12LoggerOptions, type LogLine } from "../../../clients/node";
import { CALL, collecting, minimalOptions } from "./logger-options";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

async function logging(change: Partial<Art12LoggerOptions> = {}) {
  const lines: LogLine[] = [];
  const log = await createArt12Logger({
    ...minimalOptions(lines),
    heartbeat: { everySeconds: 30 },
    ...change,
  });
  return { log, types: () => lines.map(({ art12 }) => art12.event.type), lines };
}

describe("heartbeats of the logger", () => {
  it("come by themselves, as often as start and heartbeat say, whatever else is recorded", async () => {
    const { log, lines, types } = await logging();
    await jest.advanceTimersByTimeAsync(29_999);
    await log.inference(CALL);
    expect(types()).toEqual(["emitter_start", "inference"]);
    await jest.advanceTimersByTimeAsync(30_001);
    expect(types().slice(2)).toEqual(["emitter_heartbeat", "emitter_heartbeat"]);
    const said = lines.map(({ art12 }) => (art12.event as { heartbeat_seconds?: number }).heartbeat_seconds);
    expect(said).toEqual([30, undefined, 30, 30]);
  });

  it("end with the logger", async () => {
    const { log, types } = await logging();
    await log.close();
    await jest.advanceTimersByTimeAsync(120_000);
    expect(types()).toEqual(["emitter_start", "emitter_stop"]);
  });

  it("do not come unless asked for; one that is called carries no cadence", async () => {
    const lines: LogLine[] = [];
    const log = await createArt12Logger(minimalOptions(lines));
    await jest.advanceTimersByTimeAsync(86_400_000);
    await log.heartbeat();
    expect(lines).toHaveLength(2);
    expect(lines[1]?.art12.event).not.toHaveProperty("heartbeat_seconds");
  });

  it("that cannot be recorded are told, and the next one is tried", async () => {
    const faults: unknown[] = [];
    const lines: LogLine[] = [];
    const { write } = collecting(lines);
    let writes = 0;
    const sink: Art12LoggerOptions["sink"] = {
      write: (batch) => (++writes === 2 ? Promise.reject(new Error("reset")) : write(batch)),
    };
    await logging({ sink, heartbeat: { everySeconds: 30, onFault: (fault) => void faults.push(fault) } });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(faults).toMatchObject([{ code: "sink-failed" }]);
    expect(lines).toHaveLength(3);
  });

  it.each([0, 1.5, 86_401, "60" as unknown as number])(
    "are refused every %s seconds",
    async (everySeconds) => {
      await expect(logging({ heartbeat: { everySeconds } })).rejects.toMatchObject({
        name: "Art12ConfigError",
        field: "heartbeat.everySeconds",
      });
    },
  );
});
