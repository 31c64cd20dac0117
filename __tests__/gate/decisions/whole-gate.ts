import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { composeGate, type ComposedGate } from "../../../gate/compose";
import { AUDIENCE } from "../../../sandbox/issuer/people";
import { freePort } from "../../../sandbox/world/ports";
import { ensureRepository } from "../../../sandbox/world/repository";
import { temporaryFolder } from "../../temporary";
import { signingKey } from "../hostile/besieged";
import { startMlflow, type RealMlflow } from "../hostile/real-mlflow";
import { startLocalIssuer } from "../identity/local-issuer";

/** Who works at this gate. */
const PEOPLE = {
  anna: { groups: ["ml-engineers"] },
  ben: { groups: ["ml-approvers", "credit-release-approvers"] },
  cora: { groups: ["ml-approvers", "credit-release-approvers"] },
  dan: { groups: ["ml-readers"] },
} as const;

export interface WholeGate {
  readonly url: string;
  readonly mlflow: RealMlflow;
  readonly commit: string;
  /** Folder of the vault. */
  readonly vault: string;
  /** File of the key ring. */
  readonly keys: string;
  readonly configs: string;
  token(name: keyof typeof PEOPLE): Promise<string>;
  stop(): Promise<void>;
}

/** A gate with all its parts before a real MLflow: configs in a repository of their own, the vault in a folder. */
export async function startWholeGate(): Promise<WholeGate> {
  const folder = temporaryFolder();
  const [mlflow, issuer, port, repository] = await Promise.all([
    startMlflow(),
    startLocalIssuer(() => new Date()),
    freePort(),
    ensureRepository(folder, () => Promise.resolve()),
  ]);
  const vault = join(folder, "vault");
  mkdirSync(vault);
  const signing = signingKey(folder);
  const gate: ComposedGate = await composeGate(
    {
      environment: "sandbox",
      configs: repository.configs,
      mlflow: mlflow.url,
      host: "127.0.0.1",
      port,
      state: "memory://",
      vault,
      vaultMayComeLater: false,
      issuer: issuer.url,
      publicUrl: `http://127.0.0.1:${port}`,
      sessionKeys: Buffer.alloc(32, 7).toString("base64"),
      ...signing,
    },
    () => undefined,
  );
  await gate.app.listen({ port, host: "127.0.0.1" });
  return {
    url: `http://127.0.0.1:${port}`,
    mlflow,
    commit: repository.commit,
    vault,
    keys: signing.keys,
    configs: repository.configs,
    token: (name) =>
      issuer.sign({
        ...{ aud: AUDIENCE, client_id: "cli", sub: `p-${name}`, preferred_username: name },
        jti: `${name}-${Math.random()}`,
        ...PEOPLE[name],
      }),
    async stop() {
      await gate.close();
      await issuer.stop();
      await mlflow.stop();
    },
  };
}
