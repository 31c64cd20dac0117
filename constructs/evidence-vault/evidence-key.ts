import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import { vaultKeyPolicy, type VaultKeyPolicyProps } from "./key-policy";

export interface VaultKeyProps extends VaultKeyPolicyProps {
  /** Alias, `alias/...`; other stacks reach the key by it, so that each plans alone. */
  readonly alias: string;
}

const DUTIES: readonly Duty[] = ["Art12", "Art18(1)", "Art19(1)", "Art78"];
/** Longest waiting time KMS offers, in days: a scheduled deletion can still be seen and stopped. */
const DELETION_WINDOW_DAYS = 30;

/** The customer managed KMS key that encrypts the vault, rotated every year. */
export class VaultKey extends Construct {
  readonly key: KmsKey;

  constructor(scope: Construct, id: string, props: VaultKeyProps) {
    super(scope, id);
    this.key = evidenceResource(
      new KmsKey(this, "Resource", {
        description: "Encrypts the evidence vault (Regulation (EU) 2024/1689, Arts 12, 18, 19)",
        enableKeyRotation: true,
        deletionWindowInDays: DELETION_WINDOW_DAYS,
        policy: vaultKeyPolicy(props),
        tags: dutyTags(DUTIES),
      }),
      { logicalId: "evidence_vault", duties: DUTIES, preventDestroy: true },
    );
    evidenceResource(new KmsAlias(this, "Alias", { name: props.alias, targetKeyId: this.key.keyId }), {
      logicalId: "evidence_vault",
      duties: DUTIES,
      preventDestroy: true,
    });
  }
}
