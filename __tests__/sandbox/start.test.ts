import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processesMarked } from "../../sandbox/world/processes";
import type { ServiceRecord } from "../../sandbox/world/registry";
import type { Service } from "../../sandbox/world/service";
import { answersHttp } from "../../sandbox/world/works";
import { startService } from "../../sandbox/world/start";

/** A program that answers on the port it is given. */
const SERVER = `require("node:http").createServer((_, reply) => reply.end()).listen(Number(process.argv[1]), "127.0.0.1")`;

/** Starts a service that is this JavaScript, and tells which processes it announced. */
async function start(program: string, previous?: Partial<ServiceRecord>, signal?: AbortSignal) {
  const service: Service = {
    name: "aws",
    title: "the service",
    needs: [],
    works: answersHttp("/"),
    command: () => process.execPath,
    args: (_, port) => ["-e", program, String(port)],
    env: () => process.env,
  };
  const dir = await mkdtemp(join(tmpdir(), "start-"));
  const database = { kind: "embedded", because: "none is needed" } as const;
  const context = { dir, python: "", database, configs: "", stacksDir: "", stacks: [], urls: {} };
  const announced: ServiceRecord[] = [];
  const announce = async (record: ServiceRecord): Promise<void> => void announced.push(record);
  const before = previous && { marker: "", url: "", log: "", startedAt: "", port: 0, ...previous };
  const result = await startService(service, context, before, announce, signal).catch(
    (error: unknown) => error,
  );
  const running = (await Promise.all(announced.map(({ marker }) => processesMarked(marker)))).flat();
  for (const pid of running) process.kill(pid);
  return { result, announced, running };
}

describe("a server of the embedded world", () => {
  it("is announced before it runs, by what it can be found by", async () => {
    const { result, announced, running } = await start(SERVER);
    expect(announced).toHaveLength(1);
    expect(result).toEqual({ ...announced[0], pid: running[0] });
  });

  it("that ends at once is reported with its exit code and the end of its log, and leaves nothing", async () => {
    const { result, running } = await start(`console.log("no licence"); process.exit(7)`);
    expect(result).toMatchObject({ code: "sandbox-service-failed" });
    expect(String(result)).toMatch(/the service did not start[^]*exit code 7[^]*no licence/);
    expect(running).toEqual([]);
  });

  it("gets another port when its own was taken meanwhile", async () => {
    const taken = `if (!require("node:fs").existsSync("second")) { require("node:fs").writeFileSync("second", ""); throw new Error("EADDRINUSE") }`;
    const { result, announced } = await start(`${taken}; ${SERVER}`);
    expect(announced).toHaveLength(2);
    expect(result).toMatchObject({ url: announced[1]?.url });
  });

  it("gets no port that somebody listens on, even if it had it before", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const { result } = await start(SERVER, { port });
    expect((result as ServiceRecord).port).not.toBe(port);
    other.close();
  });

  it("leaves nothing when its start is broken off", async () => {
    const reason = new Error("enough");
    const { result, announced, running } = await start(
      "setInterval(() => {}, 1000)",
      undefined,
      AbortSignal.abort(reason),
    );
    expect(result).toBe(reason);
    expect(announced).toHaveLength(1);
    expect(running).toEqual([]);
  });
});
