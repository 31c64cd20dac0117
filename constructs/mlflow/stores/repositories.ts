import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Construct } from "constructs";
import { names, type Environment } from "../../../configs";
import { dutyTags, evidenceResource, type Duty } from "../../evidence-resource";

/** Which program ran is documentation of the system (Annex IV(2)), kept as long as it. */
const DUTIES: readonly Duty[] = ["Art17(1)", "Art18(1)"];
const IMAGES = ["mlflow", "gate", "jobs"] as const;
/** Days a layer stays that no tag names any more. Images that ran have a tag for ever: tags cannot be moved. */
const UNTAGGED_DAYS = 30;

export interface RepositoriesProps {
  readonly environment: Environment;
  readonly kmsKeyArn: string;
}

/** Where the images of the service lie: a tag means one image for ever, each is scanned when it comes. */
export class Repositories extends Construct {
  constructor(scope: Construct, id: string, { environment, kmsKeyArn }: RepositoriesProps) {
    super(scope, id);
    for (const image of IMAGES) {
      const logicalId = `mlflow_${image}`;
      const repository = evidenceResource(
        new EcrRepository(this, image, {
          name: names(environment).imageRepository(image),
          imageTagMutability: "IMMUTABLE",
          imageScanningConfiguration: { scanOnPush: true },
          encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: kmsKeyArn }],
          tags: dutyTags(DUTIES),
        }),
        { logicalId, duties: DUTIES, preventDestroy: true },
      );
      const policy = new EcrLifecyclePolicy(this, `${image}-lifecycle`, {
        repository: repository.name,
        policy: UNTAGGED_GO,
      });
      evidenceResource(policy, { logicalId, duties: DUTIES });
    }
  }
}

const UNTAGGED_GO = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: "What no tag names",
      selection: {
        tagStatus: "untagged",
        countType: "sinceImagePushed",
        countUnit: "days",
        countNumber: UNTAGGED_DAYS,
      },
      action: { type: "expire" },
    },
  ],
});
