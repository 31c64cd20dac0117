import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/**
 * Who the AWS credentials of this process belong to, as CloudTrail names the caller, too. The call needs no right.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * @returns the ARN, or in words why it is not known: a deploy without it is recorded all the same
 */
export async function callerOf(
  region: string,
  client: Pick<STSClient, "send"> = new STSClient({ region, maxAttempts: 2 }),
): Promise<{ readonly arn: string } | { readonly unknownBecause: string }> {
  try {
    const { Arn: arn } = await client.send(new GetCallerIdentityCommand({}));
    return arn === undefined ? { unknownBecause: "STS names no ARN" } : { arn };
  } catch (error) {
    return { unknownBecause: error instanceof Error ? error.name : String(error) };
  }
}
