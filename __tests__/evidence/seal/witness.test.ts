import Fastify from "fastify";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { witnessAt } from "../../../evidence/seal";
import { temporaryFolder } from "../../temporary";
import { SealScene } from "./scene";

describe("A witness", () => {
  const server = Fastify();
  let url: string;

  beforeAll(async () => {
    server.all("/down", (_, reply) => reply.code(503).send("later"));
    server.all("/deaf", (request, reply) => reply.code(request.method === "POST" ? 200 : 405).send(""));
    server.get("/breaks", (_, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { "content-length": "1000" });
      reply.raw.write('{"stream":"seal",', () => reply.raw.destroy());
    });
    await server.listen({ host: "127.0.0.1", port: 0 });
    url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it.each([
    { what: "answers an error", place: () => `${url}/down` },
    { what: "is not there", place: () => "http://127.0.0.1:1/seals" },
    {
      what: "is a file in a folder that does not exist",
      place: () => path.join(temporaryFolder(), "no/witness"),
    },
  ])("that $what leaves the seal standing, and is told of as a finding", async ({ place }) => {
    const scene = new SealScene();
    const { seals, findings } = await scene.seal("2026-03-10", { witness: witnessAt(place()) });
    expect(seals).toHaveLength(1);
    expect(findings.map(({ code }) => code)).toEqual(["not-time-stamped", "not-witnessed"]);
  });

  it("that only listens is told again, which does no harm", async () => {
    const scene = new SealScene();
    const witness = witnessAt(`${url}/deaf`);
    await scene.seal("2026-03-10", { witness });
    const { findings } = await scene.seal("2026-03-10", { witness });
    expect(findings.map(({ code }) => code)).toEqual(["not-time-stamped"]);
  });

  it.each([
    { what: "answers an error", place: "down" },
    { what: "does not give back what it was told", place: "deaf" },
    { what: "breaks off in the middle of its answer", place: "breaks" },
  ])("that $what is never taken for one that saw nothing", async ({ place }) => {
    const scene = new SealScene();
    await scene.seal("2026-03-10");
    const witness = witnessAt(`${url}/${place}`);
    expect(await scene.codes("2026-03-10", { witness })).toEqual(["witness-unreadable"]);
  });
});
