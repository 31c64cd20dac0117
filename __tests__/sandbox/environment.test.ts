import { execFileSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnvironment, environmentScript, worldVariables } from "../../sandbox/world/environment";

const world = (dir: string) => ({
  dir,
  awsUrl: "http://127.0.0.1:1",
  gateUrl: "http://127.0.0.1:2",
  token: "t",
  datadogUrl: "http://127.0.0.1:3",
  timestampsUrl: "http://127.0.0.1:4",
  issuerUrl: "http://127.0.0.1:5",
  keyRing: join(dir, "key-ring.json"),
  python: "/p/python",
});

/** Runs `work` with these variables set in this process. */
async function withEnv<T>(variables: Record<string, string>, work: () => T | Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    return await work();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

describe("the environment of a world", () => {
  it("points AWS clients, MLflow, Datadog and Terraform at it, and names what people try it with", () => {
    expect(worldVariables(world("/w"))).toMatchObject({
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      MLFLOW_TRACKING_URI: "http://127.0.0.1:2",
      MLFLOW_TRACKING_TOKEN: "t",
      DD_LOGS_INTAKE_URL: "http://127.0.0.1:3",
      TIMESTAMP_AUTHORITY: "http://127.0.0.1:4",
      TIMESTAMP_CA: "/w/timestamp-authority/ca.pem",
      SANDBOX_ISSUER: "http://127.0.0.1:5",
      SANDBOX_KEY_RING: "/w/key-ring.json",
      SANDBOX_PYTHON: "/p/python",
      TF_CLI_CONFIG_FILE: "/w/terraformrc",
      CHECKPOINT_DISABLE: "1",
    });
  });

  it("keeps the user's proxy away from loopback, and the user's exceptions", () =>
    withEnv({ NO_PROXY: "intranet" }, () => {
      expect(worldVariables(world("/w"))["NO_PROXY"]).toBe("intranet,127.0.0.1,localhost");
    }));

  it("does not let a child use the user's own AWS profile", () =>
    withEnv({ AWS_PROFILE: "production", AWS_SESSION_TOKEN: "t" }, () => {
      const env = childEnvironment(worldVariables(world("/w")));
      expect([env["AWS_PROFILE"], env["AWS_SESSION_TOKEN"], env["AWS_ACCESS_KEY_ID"]]).toEqual([
        undefined,
        undefined,
        "testing",
      ]);
    }));

  it("is the same when a shell sources it, even from a folder with a quote in its name", async () => {
    const dir = join(await mkdtemp(join(tmpdir(), "it's a world-")), "w");
    const variables = worldVariables(world(dir));
    const script = `${dir}.sh`;
    await writeFile(script, environmentScript(variables));
    const printed = execFileSync(
      "sh",
      ["-c", `. "$1" && echo "$TF_CLI_CONFIG_FILE" "\${AWS_PROFILE-unset}"`, "sh", script],
      {
        env: { ...process.env, AWS_PROFILE: "production" },
      },
    );
    expect(printed.toString().trim()).toBe(`${variables["TF_CLI_CONFIG_FILE"]} unset`);
  });
});
