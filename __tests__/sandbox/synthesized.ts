import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const BUCKET = "vault-of-the-test";

/** A `datadog_logs_archive` as CDKTF writes it. */
export function archiveJson(overrides: object = {}): object {
  return {
    name: "Art 12",
    query: "compliance.art12:true",
    include_tags: true,
    s3_archive: { bucket: BUCKET, path: "art12", account_id: "123456789012", role_name: "datadog" },
    ...overrides,
  };
}

/** A folder of synthesized stacks: name of a stack to its `resource` block. */
export async function stacksDir(stacks: Readonly<Record<string, object>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "stacks-"));
  for (const [stack, resource] of Object.entries(stacks)) await writeStack(dir, stack, resource);
  return dir;
}

export async function writeStack(dir: string, stack: string, resource: object): Promise<void> {
  await mkdir(join(dir, stack), { recursive: true });
  await writeFile(join(dir, stack, "cdk.tf.json"), JSON.stringify({ resource }));
}
