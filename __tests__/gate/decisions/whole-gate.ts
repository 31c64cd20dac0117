import { AUDIENCE } from "../../../sandbox/issuer/people";
import type { GateSettings } from "../../../gate/settings";
import { ensureRepository } from "../../../sandbox/world/repository";
import { temporaryFolder } from "../../temporary";
import { startComposed } from "../composed";
import { startMlflow, type ArtifactStore, type RealMlflow } from "../hostile/real-mlflow";
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
  readonly settings: GateSettings;
  readonly mlflow: RealMlflow;
  readonly commit: string;
  /** Folder of the vault. */
  readonly vault: string;
  /** File of the key ring. */
  readonly keys: string;
  /** File of the detector's key. */
  readonly detectorKey: string;
  readonly configs: string;
  token(name: keyof typeof PEOPLE): Promise<string>;
  stop(): Promise<void>;
}

/**
 * A gate with all its parts before a real MLflow: configs in a repository of their own, the vault in a folder.
 *
 * @param databases in PostgreSQL. @default a file for MLflow, memory for the gate
 * @param artifacts where MLflow keeps them. @default a folder of its own
 */
export async function startWholeGate(
  databases?: { readonly mlflow: string; readonly gate: string },
  artifacts?: ArtifactStore,
): Promise<WholeGate> {
  const [mlflow, issuer, repository] = await Promise.all([
    startMlflow(databases?.mlflow, artifacts),
    startLocalIssuer(() => new Date()),
    ensureRepository(temporaryFolder(), () => Promise.resolve()),
  ]);
  const { gate, settings, url, vault, keys, detectorKey } = await startComposed({
    mlflow: mlflow.url,
    issuer: issuer.url,
    configs: repository.configs,
    ...(databases && { state: databases.gate }),
  });
  return {
    url,
    settings,
    mlflow,
    commit: repository.commit,
    vault,
    keys,
    detectorKey,
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
