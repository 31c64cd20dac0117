import { Writable } from "node:stream";
import { createArt12Logger, stdoutForAgent, type LogLine } from "../../../clients/node";
import { checkLogLine } from "../../../evidence/event";
import { CALL, minimalOptions } from "./logger-options";

function streamTo(chunks: string[], fail?: Error): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done(fail);
    },
  }).on("error", () => undefined);
}

describe("the sink to standard output", () => {
  it("prints one JSON line an event, with tags and time where an Agent reads them", async () => {
    const chunks: string[] = [];
    const log = await createArt12Logger({ ...minimalOptions([]), sink: stdoutForAgent(streamTo(chunks)) });
    const event = await log.inference(CALL);
    await log.close();
    const lines = chunks
      .join("")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as LogLine);
    expect(lines.map((line) => checkLogLine(line).ok)).toEqual([true, true, true]);
    expect(lines[1]).toMatchObject({
      ddtags: expect.stringMatching(/^compliance\.art12:true,/),
      timestamp: event.time,
      art12: { event },
    });
  });

  it("writes to the process's own output unless told otherwise", async () => {
    const write = jest.spyOn(process.stdout, "write").mockImplementation((_text, done) => {
      (done as unknown as () => void)();
      return true;
    });
    await createArt12Logger({ ...minimalOptions([]), sink: stdoutForAgent() });
    expect(write).toHaveBeenCalledTimes(1);
    write.mockRestore();
  });

  it("rejects when the stream fails", async () => {
    const sink = stdoutForAgent(streamTo([], new Error("EPIPE")));
    await expect(createArt12Logger({ ...minimalOptions([]), sink })).rejects.toMatchObject({
      code: "sink-failed",
      cause: expect.objectContaining({ message: "EPIPE" }),
    });
  });
});
