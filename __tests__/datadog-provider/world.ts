import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Configs } from "../../configs";
import { startDatadogStandIn, type DatadogStandIn } from "../../sandbox/datadog/server";
import { pointAtStandIn } from "../../sandbox/terraform/datadog-provider";
import { Terraform } from "../../sandbox/terraform/terraform";
import { findProviders, terraformCliConfig } from "../../sandbox/world/providers";
import { createApp } from "../../stacks/app";
import { startAws, type EmbeddedAws } from "../embedded-aws";
import { MemorySink } from "../sandbox/memory-sink";
import type { StackJson } from "../stacks/synthesized";
import { temporaryFolder } from "../temporary";
import { sandboxEnvironment } from "./configs";

const KEYS = { "dd-api-key": "key", "dd-application-key": "application-key" };
/** Somebody at the console, who is not the deploy. */
const CONSOLE_KEYS = { ...KEYS, "dd-application-key": "console-key" };

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Synthesized stacks, an embedded AWS, the stand-in of one Datadog organisation, and Terraform with the real provider. */
export class DatadogWorld {
  readonly out = join(temporaryFolder(), "cdktf.out");
  private readonly ready = new Map<string, Terraform>();

  private constructor(
    private readonly aws: EmbeddedAws,
    private readonly standIn: DatadogStandIn,
    /** What Terraform needs in its environment. */
    readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<DatadogWorld> {
    const aws = await startAws();
    const standIn = await startDatadogStandIn({
      ...{ stacksDir: temporaryFolder(), apiKey: "key", sink: new MemorySink(), flushIntervalMs: 3_600_000 },
      applicationKeys: { "application-key": "deploy@example.org", "console-key": "alice@example.org" },
    });
    const cliConfig = join(temporaryFolder(), "terraformrc");
    await writeFile(cliConfig, terraformCliConfig(await findProviders()));
    return new DatadogWorld(aws, standIn, {
      ...aws.env,
      ...{ DD_API_KEY: "key", DD_APP_KEY: "application-key" },
      // A request that failed is sent again at once, and once only: what goes wrong on purpose goes wrong soon.
      ...{ DD_HTTP_CLIENT_RETRY_MAX_RETRIES: "1", DD_HTTP_CLIENT_RETRY_BACKOFF_MULTIPLIER: "1" },
      ...{
        TF_CLI_CONFIG_FILE: cliConfig,
        CHECKPOINT_DISABLE: "1",
        NO_PROXY: "127.0.0.1",
        no_proxy: "127.0.0.1",
      },
    });
  }

  async stop(): Promise<void> {
    await this.standIn.stop();
    await this.aws.stop();
  }

  /** Synthesizes, again where there was something before, and lets every Datadog stack speak to the stand-in. */
  async synthesize(configs: Configs): Promise<void> {
    createApp(configs, this.out).synth();
    for (const stack of this.datadogStacks()) await pointAtStandIn(this.dirOf(stack), this.standIn.url);
  }

  /** The stacks with resources of Datadog, each after those it depends on. */
  datadogStacks(): readonly string[] {
    const { stacks } = JSON.parse(readFileSync(join(this.out, "manifest.json"), "utf8")) as {
      stacks: Record<string, { dependencies: readonly string[] }>;
    };
    const after = (stack: string): readonly string[] => [
      ...(stacks[stack]?.dependencies ?? []).flatMap(after),
      stack,
    ];
    return [...new Set(Object.keys(stacks).flatMap(after))].filter(
      (stack) => "datadog" in this.json(stack).provider,
    );
  }

  json(stack: string): StackJson {
    return JSON.parse(readFileSync(join(this.dirOf(stack), "cdk.tf.json"), "utf8")) as StackJson;
  }

  dirOf(stack: string): string {
    return join(this.out, "stacks", stack);
  }

  /** A folder with Terraform of somebody else in the same organisation. */
  async stackOfOthers(resource: object): Promise<string> {
    const dir = temporaryFolder();
    const version = sandboxEnvironment().datadog.providerVersion;
    const terraform = { required_providers: { datadog: { source: "DataDog/datadog", version } } };
    await writeFile(
      join(dir, "main.tf.json"),
      JSON.stringify({ terraform, provider: { datadog: {} }, resource }),
    );
    await pointAtStandIn(dir, this.standIn.url);
    return dir;
  }

  /** @param more for example the credentials of another account */
  async terraform(stack: string, more: Readonly<Record<string, string>> = {}): Promise<Terraform> {
    const known = this.ready.get(stack);
    if (known) return known;
    const env = { ...process.env, ...this.env, ...more };
    await mkdir(join(this.out, "../logs"), { recursive: true });
    const logFile = join(this.out, "../logs", `${stack}.log`);
    const terraform = await Terraform.on({ stackDir: this.dirOf(stack), env, logFile });
    this.ready.set(stack, terraform);
    return terraform;
  }

  /** Asks the API as somebody at the console does. */
  async console(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(this.standIn.url + path, {
      method,
      headers: { ...CONSOLE_KEYS, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = { status: response.status, body: text === "" ? undefined : (JSON.parse(text) as unknown) };
    if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return answer;
  }

  /** Credentials of another account of the embedded AWS. */
  async accountCredentials(accountId: string): Promise<Record<string, string>> {
    const response = await fetch(this.aws.env["AWS_ENDPOINT_URL"] ?? "", {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        // moto looks at nothing of it but the service.
        authorization:
          "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=none",
      },
      body: new URLSearchParams({
        ...{ Action: "AssumeRole", Version: "2011-06-15", RoleSessionName: "deploy" },
        RoleArn: `arn:aws:iam::${accountId}:role/evidence-deploy`,
      }),
    });
    const xml = await response.text();
    const value = (name: string): string => new RegExp(`<${name}>(.*?)</${name}>`).exec(xml)?.[1] ?? "";
    return {
      AWS_ACCESS_KEY_ID: value("AccessKeyId"),
      AWS_SECRET_ACCESS_KEY: value("SecretAccessKey"),
      AWS_SESSION_TOKEN: value("SessionToken"),
    };
  }
}
