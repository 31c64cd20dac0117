import { once } from "node:events";
import { interruptibly } from "../../cli/interruption";

const handlers = () => process.listenerCount("SIGINT") + process.listenerCount("SIGTERM");

describe("What must not be cut off", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("is told of %s, and comes to its own end", async (name) => {
    const said = jest.spyOn(console, "error").mockImplementation(() => undefined);
    const before = handlers();
    const run = interruptibly(async (signal) => {
      await once(signal, "abort");
      // The second one ends the program, as it would without this.
      expect(handlers()).toBe(before);
      return "recorded";
    });
    process.emit(name);
    expect(await run).toBe("recorded");
    expect(said).toHaveBeenCalledWith(expect.stringContaining("stopping"));
    said.mockRestore();
  });

  it("leaves no trace when it ends by itself, well or badly", async () => {
    const before = handlers();
    expect(await interruptibly(async (signal) => signal.aborted)).toBe(false);
    await expect(interruptibly(() => Promise.reject(new Error("bad end")))).rejects.toThrow("bad end");
    expect(handlers()).toBe(before);
  });
});
