import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import { evidenceKeyPolicy, type EvidenceKeyPolicyProps } from "./key-policy";

export interface EvidenceKeyProps extends EvidenceKeyPolicyProps {
  /** Address of key and alias, frozen once deployed. */
  readonly logicalId: string;
  /** Alias, `alias/...`; other stacks reach the key by it, so that each plans alone. */
  readonly alias: string;
  readonly description: string;
  readonly duties: readonly Duty[];
  /**
   * What the key is for: encryption, or signing records (ECDSA on P-256; KMS cannot rotate such a key).
   * @default "encrypt"
   */
  readonly purpose?: "encrypt" | "sign";
  /**
   * Provider of the region or account it lives in.
   * @default the stack's
   */
  readonly provider?: AwsProvider;
}

/** Longest waiting time KMS offers, in days: a scheduled deletion can still be seen and stopped. */
const DELETION_WINDOW_DAYS = 30;

/** A customer managed KMS key that evidence depends on. */
export class EvidenceKey extends Construct {
  readonly key: KmsKey;

  constructor(scope: Construct, id: string, props: EvidenceKeyProps) {
    super(scope, id);
    const { logicalId, alias, description, duties, purpose = "encrypt", provider } = props;
    const where = provider ? { provider } : {};
    const kept = { logicalId, duties, preventDestroy: true };
    this.key = evidenceResource(
      new KmsKey(this, "Resource", {
        ...where,
        description,
        deletionWindowInDays: DELETION_WINDOW_DAYS,
        policy: evidenceKeyPolicy(props),
        tags: dutyTags(duties),
        ...(purpose === "sign"
          ? { keyUsage: "SIGN_VERIFY", customerMasterKeySpec: "ECC_NIST_P256" }
          : { enableKeyRotation: true }),
      }),
      kept,
    );
    evidenceResource(
      new KmsAlias(this, "Alias", { ...where, name: alias, targetKeyId: this.key.keyId }),
      kept,
    );
  }
}
