import { appendRecord, FolderRecordStore, type Details } from "../../../evidence/records";
import { actors, type Actor } from "../../evidence/records/actors";
import { temporaryFolder } from "../../temporary";
import { ACCOUNT, at } from "./trail-folder";

type Deploy = Extract<Details<"deploy">, { outcome: "applied" }>;

const DIGEST = "a".repeat(64);

/** A deployment of the vault's stack that changed how versions are kept, from 10:15 to 10:25. */
export const applied = (changes: Partial<Deploy> = {}): Deploy => ({
  ...{ stack: "sandbox-evidence-vault", planSha256: DIGEST, reviewSequence: 1, reviewSha256: DIGEST },
  principal: `arn:aws:sts::${ACCOUNT}:assumed-role/evidence-deploy/ci-run-7`,
  ...{ startedAt: at("10:15:00"), endedAt: at("10:25:00"), outcome: "applied" },
  ...{ added: 0, changed: 1, destroyed: 0, addressesLeftOut: 0 },
  addresses: ["aws_s3_bucket_versioning.evidence_vault"],
  ...changes,
});

/** Records of deployments in a folder. */
export class DeployRecords {
  readonly dir = temporaryFolder();
  readonly store = new FolderRecordStore(this.dir);

  add(details: Details<"deploy"> = applied(), by: Actor = actors["ci-deploy"]) {
    return appendRecord(this.store, by.signer, {
      ...{ stream: "ci-deploy", kind: "deploy" as const, role: "ci-deploy" as const },
      subject: [{ name: `plan/${details.stack}`, digest: { sha256: DIGEST } }],
      details,
    });
  }
}
