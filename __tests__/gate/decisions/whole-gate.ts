import { AUDIENCE } from "../../../sandbox/issuer/people";
import { ensureRepository } from "../../../sandbox/world/repository";
import { temporaryFolder } from "../../temporary";
import { startComposed } from "../composed";
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
  const [mlflow, issuer, repository] = await Promise.all([
    startMlflow(),
    startLocalIssuer(() => new Date()),
    ensureRepository(temporaryFolder(), () => Promise.resolve()),
  ]);
  const { gate, url, vault, keys } = await startComposed({
    mlflow: mlflow.url,
    issuer: issuer.url,
    configs: repository.configs,
  });
  return {
    url,
    mlflow,
    commit: repository.commit,
    vault,
    keys,
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
