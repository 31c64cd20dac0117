import { gunzipSync } from "node:zlib";
import type { ArchiveSink } from "../../sandbox/datadog/sink";

/** A bucket in memory; `refuse` plays a bucket that is not there. */
export class MemorySink implements ArchiveSink {
  readonly objects = new Map<string, Buffer>();
  refuse = false;

  async put({ bucket }: { bucket: string }, key: string, body: Buffer): Promise<void> {
    if (this.refuse)
      throw Object.assign(new Error("The specified bucket does not exist"), { name: "NoSuchBucket" });
    this.objects.set(`${bucket}/${key}`, body);
  }

  get keys(): string[] {
    return [...this.objects.keys()];
  }

  get permissionTests(): string[] {
    return this.keys.filter((key) => key.includes("/permission_testing/"));
  }

  /** All archived lines, in the order they were written. */
  get lines(): Record<string, unknown>[] {
    return [...this.objects]
      .filter(([key]) => key.endsWith(".json.gz"))
      .flatMap(([, body]) => gunzipSync(body).toString("utf8").trimEnd().split("\n"))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}
