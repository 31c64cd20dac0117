import { z } from "zod";

/** Small types of AWS's own names. */

export const iamRoleName = z.string().regex(/^[\w+=,.@-]{1,64}$/, "the name of an IAM role, without path");

export const iamRoleArn = z
  .string()
  .regex(/^arn:aws:iam::[0-9]{12}:role\/[\w+=,.@/-]+$/, "the ARN of an IAM role");

export const awsAccountId = z.string().regex(/^[0-9]{12}$/, "twelve digits, in quotes");

export const awsRegion = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-[1-9]$/, "an AWS region such as `eu-central-1`");
