import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { openVault } from "../../gate/vault";
import { gateSettings, VARIABLES } from "../../gate/settings";
import { UserError } from "../../errors";
import { repositoryConfigs } from "../stacks/synthesized";
import { temporaryFolder } from "../temporary";

const ROLE = "arn:aws:iam::210987654321:role/ai-act-evidence-production-gate";
/** Access key of the process, and that of the role's session. */
const [OWN, TAKEN] = ["AKIAPROCESS", "ASIASESSION"];
const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

/** An AWS that notes who asks for what. */
interface Account {
  readonly asked: string[];
  readonly server: Server;
}

async function account(): Promise<Account> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const [, key = ""] = /Credential=(\w+)\//.exec(request.headers.authorization ?? "") ?? [];
      const form = new URLSearchParams(body);
      const role = form.get("Action") === "AssumeRole";
      const call = role
        ? `AssumeRole ${form.get("RoleArn")} ${form.get("RoleSessionName")?.split("-")[0]}`
        : String(request.headers["x-amz-target"]);
      asked.push(`${key}: ${call}`);
      response.end(role ? session() : keyOrDryRun(call, response));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { asked, server };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

const session = () =>
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
  <AccessKeyId>${TAKEN}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
  <Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

function keyOrDryRun(call: string, response: { statusCode: number }): string {
  if (call.endsWith("GetPublicKey"))
    return JSON.stringify({
      PublicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
    });
  response.statusCode = 400;
  return JSON.stringify({ __type: "DryRunOperationException", message: "it would have been signed" });
}

async function callsOfOpening(role: string | undefined): Promise<readonly string[]> {
  const { asked, server } = await account();
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: OWN,
    AWS_SECRET_ACCESS_KEY: "secret",
  });
  delete process.env["AWS_SESSION_TOKEN"];
  const [environment] = repositoryConfigs().environments.filter(({ id }) => id === "production");
  if (!environment) throw new Error("there is no production");
  const keys = join(temporaryFolder(), "keys.json");
  writeFileSync(keys, JSON.stringify({ keys: [] }));
  try {
    // The key ring is empty here: what matters is who asked for the key before that was found out.
    await openVault({ environment, systems: [], folder: undefined, role, signingKey: undefined, keys }).catch(
      (error: unknown) => {
        if (!(error instanceof UserError)) throw error;
      },
    );
    return asked;
  } finally {
    process.env = before;
    await new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
  }
}

test("With --vault-role the gate signs as the vault's role, taken with the credentials of its task", async () => {
  const asked = await callsOfOpening(ROLE);
  expect(asked[0]).toBe(`${OWN}: AssumeRole ${ROLE} gate`);
  expect(asked.slice(1)).not.toHaveLength(0);
  for (const call of asked.slice(1)) expect(call).toMatch(new RegExp(`^${TAKEN}: TrentService`));
});

test("Without it the gate signs with the credentials of its process", async () => {
  const asked = await callsOfOpening(undefined);
  expect(asked).not.toHaveLength(0);
  for (const call of asked) expect(call).toMatch(new RegExp(`^${OWN}: TrentService`));
});

test("What is no role is refused before anything is asked of AWS", () => {
  const options = {
    environment: "production",
    configs: "configs",
    mlflow: "http://127.0.0.1:5000",
    keys: "keys.json",
    host: "127.0.0.1",
    port: "8080",
    vaultRole: "ai-act-evidence-production-gate",
  };
  const secrets = { [VARIABLES.state]: "folder", [VARIABLES.sessionKeys]: "secret" };
  expect(() => gateSettings(options, secrets)).toThrow(/--vault-role[\s\S]*the ARN of an IAM role/);
  expect(gateSettings({ ...options, vaultRole: ROLE }, secrets)).toMatchObject({ vaultRole: ROLE });
});
