import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A Datadog that answers with these statuses, one after the other, and the last one from then on. */
export class Answering {
  readonly requests: {
    readonly url: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
  }[] = [];
  private readonly server: Server;

  private constructor(statuses: readonly number[]) {
    this.server = createServer((request, response) => {
      let body = "";
      request.on("data", (bytes: Buffer) => (body += bytes.toString()));
      request.on("end", () => {
        const status = statuses[Math.min(this.requests.length, statuses.length - 1)] ?? 202;
        this.requests.push({ url: request.url ?? "", headers: request.headers, body });
        response.writeHead(status, { location: "https://elsewhere.example.org/" }).end("{}");
      });
    });
  }

  static async start(...statuses: number[]): Promise<Answering> {
    const one = new Answering(statuses);
    await new Promise<void>((done) => one.server.listen(0, "127.0.0.1", done));
    return one;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop = () => new Promise((done) => this.server.close(done));
}
