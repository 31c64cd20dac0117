import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { App, TerraformResource, TerraformStack } from "cdktf";
import { dutiesOf, evidenceResource } from "../../constructs/evidence-resource";
import { PROVISIONS } from "../../regulation";
import { createApp } from "../../stacks/app";
import { repositoryConfigs } from "../stacks/synthesized";
import { temporaryFolder } from "../temporary";

const inStack = () => new TerraformStack(new App({ outdir: temporaryFolder() }), "stack");

describe("A resource that carries evidence", () => {
  const resources = createApp(repositoryConfigs(), temporaryFolder())
    .node.findAll()
    .filter((construct) => TerraformResource.isTerraformResource(construct));

  it.each(resources.map((resource) => ({ path: resource.node.path, resource })))(
    "states the duties it serves: $path",
    ({ resource }) => {
      const known = PROVISIONS.map(({ id }) => id);
      expect(dutiesOf(resource).length).toBeGreaterThan(0);
      expect(known).toEqual(expect.arrayContaining([...dutiesOf(resource)]));
    },
  );

  it("shows its duties as a tag in the AWS console, in letters AWS allows", () => {
    const buckets = resources.filter((resource): resource is S3Bucket => resource instanceof S3Bucket);
    expect(buckets.length).toBeGreaterThan(0);
    for (const { tagsInput } of buckets) expect(tagsInput?.["ai-act:duties"]).toMatch(/^[A-Za-z0-9 -]+$/);
  });

  it("cannot take the address of another, which CDKTF would merge with it without a word", () => {
    const stack = inStack();
    evidenceResource(new S3Bucket(stack, "First"), { logicalId: "evidence_vault", duties: ["Art12"] });
    expect(() =>
      evidenceResource(new S3Bucket(stack, "Second"), { logicalId: "evidence_vault", duties: ["Art12"] }),
    ).toThrow(/aws_s3_bucket\.evidence_vault is pinned twice in stack: by stack\/First and by stack\/Second/);
  });
});
