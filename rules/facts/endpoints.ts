import { text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import type { Statement } from "../policy";
import { statements } from "../policy";

export const endpoints = (set: ResourceSet): readonly Resource[] => set.ofType("aws_vpc_endpoint");

/** Name of the AWS service in calls and rights: `ecr` of `com.amazonaws.eu-central-1.ecr.dkr`. */
export const serviceOf = (endpoint: Resource): string =>
  (text(endpoint, "service_name") ?? "").split(".")[3] ?? "";

export const s3Endpoints = (set: ResourceSet): readonly Resource[] =>
  endpoints(set).filter((endpoint) => serviceOf(endpoint) === "s3");

/** Bucket from which ECR gives out layers of images in a region. */
export const layersIn = (region: string): string => `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`;

/** What an endpoint lets through. @throws CannotTell when its policy is not known */
export const letThrough = (endpoint: Resource): readonly Statement[] =>
  statements(endpoint, "policy").filter(({ effect }) => effect === "Allow");

/** Whether a right is for principals of one account alone. */
export const isForAccount = ({ conditions }: Statement, account: string): boolean =>
  conditions.some(
    ({ operator, key, values }) =>
      operator === "StringEquals" &&
      key.toLowerCase() === "aws:principalaccount" &&
      values.every((value) => value === account),
  );
