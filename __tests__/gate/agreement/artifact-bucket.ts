import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { names, type Environment } from "../../../configs";
import { startAws, type EmbeddedAws } from "../../embedded-aws";

/** Of an object, newest first. */
export interface Version {
  readonly id: string;
  readonly isMarker: boolean;
}

/** MLflow's artifact bucket in an AWS of its own, versioned as the stack makes it, and whoever writes to it past MLflow. */
export class ArtifactBucket {
  private constructor(
    private readonly aws: EmbeddedAws,
    private readonly bucket: string,
  ) {}

  static async make(environment: Environment): Promise<ArtifactBucket> {
    const aws = await startAws();
    const Bucket = names(environment).artifactsBucket;
    const CreateBucketConfiguration = { LocationConstraint: "eu-central-1" } as const;
    await aws.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await aws.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    return new ArtifactBucket(aws, Bucket);
  }

  stop(): Promise<void> {
    return this.aws.stop();
  }

  /** For MLflow: where its artifacts lie, and how it gets there. */
  get store(): { readonly destination: string; readonly env: Readonly<Record<string, string>> } {
    const env = { ...this.aws.env, MLFLOW_S3_ENDPOINT_URL: this.aws.env["AWS_ENDPOINT_URL"] ?? "" };
    return { destination: `s3://${this.bucket}/mlflow`, env };
  }

  async put(artifact: string, bytes: string): Promise<void> {
    await this.aws.s3.send(new PutObjectCommand({ ...this.#object(artifact), Body: bytes }));
  }

  /** Leaves a marker in front of its versions, as S3 does with a deletion that names none. */
  async remove(artifact: string): Promise<void> {
    await this.aws.s3.send(new DeleteObjectCommand(this.#object(artifact)));
  }

  async versions(artifact: string): Promise<readonly Version[]> {
    const { Bucket, Key } = this.#object(artifact);
    const { Versions = [], DeleteMarkers = [] } = await this.aws.s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: Key }),
    );
    const all = [
      ...Versions.map((one) => ({ ...one, isMarker: false })),
      ...DeleteMarkers.map((one) => ({ ...one, isMarker: true })),
    ].filter((one) => one.Key === Key);
    return all
      .toSorted(
        (a, b) => Number(b.IsLatest) - Number(a.IsLatest) || Number(b.LastModified) - Number(a.LastModified),
      )
      .map(({ VersionId = "", isMarker }) => ({ id: VersionId, isMarker }));
  }

  async read(artifact: string, { id }: Version): Promise<string> {
    const command = new GetObjectCommand({ ...this.#object(artifact), VersionId: id });
    const { Body } = await this.aws.s3.send(command);
    return (await Body?.transformToString()) ?? "";
  }

  /** Copies a version in front of what is there now: for that nobody has to be able to delete one. */
  async putBack(artifact: string, { id }: Version): Promise<void> {
    const { Bucket, Key } = this.#object(artifact);
    const CopySource = `${Bucket}/${Key}?versionId=${encodeURIComponent(id)}`;
    await this.aws.s3.send(new CopyObjectCommand({ Bucket, Key, CopySource }));
  }

  #object(artifact: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.bucket, Key: `mlflow/${artifact}` };
  }
}
