import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { FakeMlflow, ROOT } from "../gate/decisions/fake-mlflow";
import { approved, type Survivors } from "../gate/recovery/survivors";
import { gate, keysFile } from "./run-records";

/** MLflow's REST API on a port, and, where a token is named, only for who shows it, as behind a gate. */
async function served(mlflow: FakeMlflow, token?: string): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    void (async () => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://mlflow");
      const body = JSON.stringify({ error_code: "UNAUTHENTICATED", message: "the token has expired" });
      if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
        return response.writeHead(401, { "content-type": "application/json" }).end(body);
      const artifact = /^\/api\/2.0\/mlflow-artifacts\/artifacts\/(.+)$/.exec(pathname)?.[1];
      if (artifact !== undefined) {
        const bytes: Uint8Array[] = [];
        for await (const chunk of await mlflow.artifact(decodeURIComponent(artifact))) bytes.push(chunk);
        return response.end(Buffer.concat(bytes));
      }
      await buffer(request);
      const answer = await mlflow.send({
        method: request.method ?? "GET",
        path: pathname,
        query: Object.fromEntries(searchParams),
      });
      return response.writeHead(answer.status, { "content-type": answer.contentType }).end(answer.body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

describe("evidence gate check", () => {
  const TOKEN = "reader-token";
  let survivors: Survivors;
  let mlflow: Awaited<ReturnType<typeof served>>;
  let behindGate: Awaited<ReturnType<typeof served>>;

  beforeEach(async () => {
    survivors = await approved();
    await survivors.promote();
    mlflow = await served(survivors.mlflow);
    behindGate = await served(survivors.mlflow, TOKEN);
    process.env["EVIDENCE_TOKEN"] = TOKEN;
  });
  afterEach(async () => {
    delete process.env["EVIDENCE_TOKEN"];
    await Promise.all([mlflow.close(), behindGate.close()]);
  });

  const check = (...args: string[]) =>
    gate(
      "check",
      "--environment",
      "production",
      "--keys",
      keysFile(),
      "--dir",
      survivors.folder.dir,
      ...args,
    );

  it.each([
    { what: "MLflow itself", place: () => ["--mlflow", mlflow.url] },
    { what: "MLflow through the gate, with a token", place: () => ["--gate", behindGate.url] },
  ])("agrees with $what when nothing was done behind the gate", async ({ place }) => {
    const { exitCode, stdout } = await check(...place());
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^records and registry agree: \d+ registered models, 1 places/),
    });
  });

  it("reports a disagreement for people, with the record, and ends with 2", async () => {
    survivors.mlflow.files.set(`${ROOT}/data/model.pkl`, "others");
    const { exitCode, stdout } = await check("--mlflow", mlflow.url);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^! credit 1 \[artifacts-changed\] /m);
    expect(stdout).toMatch(/record: records\/gate\/\d{12}\.dsse\.json/);
    expect(stdout).toContain("1 disagreements: ");
  });

  it("reports the same as JSON", async () => {
    survivors.mlflow.addVersion("2", { current_stage: "Production" });
    const { exitCode, stdout } = await check("--mlflow", mlflow.url, "--json");
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      environment: "production",
      places: 1,
      disagreements: [{ code: "not-recorded", model: "credit", version: "2", door: "stage Production" }],
    });
  });

  it.each([
    { what: "no way to MLflow is named", args: () => [], fault: "registry-place-unclear" },
    { what: "two are", args: () => ["--mlflow", mlflow.url, "--gate", mlflow.url], fault: "registry-place-unclear" },
    { what: "nobody is there", args: () => ["--mlflow", "http://127.0.0.1:1"], fault: "registry-unreadable" },
    { what: "the token would travel in clear", args: () => ["--gate", "http://mlflow.example"], fault: "gate-address-unsafe" },
    { what: "the gate's database is not there", args: () => ["--mlflow", mlflow.url, "--state", "postgres://g@127.0.0.1:1/g"], fault: "gate-state-unavailable" },
  ])("compares nothing when $what, and says so with 1", async ({ args, fault }) => {
    expect(await check(...args())).toMatchObject({ exitCode: 1, fault });
  }); // prettier-ignore

  it("compares nothing when the gate does not know the token", async () => {
    process.env["EVIDENCE_TOKEN"] = "another";
    const said = await check("--gate", behindGate.url);
    expect(said).toMatchObject({ exitCode: 1, fault: "registry-unreadable" });
  });
});
