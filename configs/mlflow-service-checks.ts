import type { z } from "zod";
import { breaks } from "./rule";

/** What AWS would refuse only when it is applied, half way through. */

/** MiB of memory that Fargate has for CPU units: least, most, and in steps of what. */
const FARGATE: Readonly<Record<number, readonly [least: number, most: number, step: number]>> = {
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
  8192: [16_384, 61_440, 4096],
};

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html (task CPU and memory) */
export function fitsFargate(
  size: { readonly cpu?: number; readonly memoryMiB?: number } | undefined,
  ctx: z.RefinementCtx,
): void {
  const { cpu, memoryMiB } = size ?? {};
  const sizes = cpu === undefined ? undefined : FARGATE[cpu];
  if (!sizes || typeof memoryMiB !== "number") return;
  const [least, most, step] = sizes;
  if (memoryMiB >= least && memoryMiB <= most && memoryMiB % step === 0) return;
  breaks(ctx, memoryMiB, ["memoryMiB"], {
    rule: "fargate-size",
    needed: `for cpu ${cpu}, ${least} to ${most} in steps of ${step}: Fargate has no other`,
    fix: `for example ${Math.min(most, Math.max(least, Math.ceil(memoryMiB / step) * step))}, or another cpu`,
  });
}

/** An address within a range is refused by AWS, or quietly made into the range. */
export function isRange(cidr: string, ctx: z.RefinementCtx): void {
  const [address = "", bits = ""] = cidr.split("/");
  const parts = address.split(".").map(Number);
  const size = 2 ** (32 - Number(bits));
  const number = parts.reduce((sum, part) => sum * 256 + part, 0);
  if (parts.length !== 4 || !Number.isFinite(number) || !Number.isFinite(size) || number % size === 0) return;
  const first = number - (number % size);
  const range = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
  breaks(ctx, cidr, [], {
    rule: "range-begins-at-its-first-address",
    needed: `a range by its first address: ${address} is within one`,
    fix: `write ${range}/${bits}`,
  });
}

/** Of two that are the same one is a slip. */
export function eachOnce(values: readonly string[], ctx: z.RefinementCtx): void {
  values.forEach((value, index) => {
    if (values.indexOf(value) === index) return;
    breaks(ctx, value, [index], {
      rule: "each-once",
      needed: "each of them once",
      fix: "take it out, or name another one",
    });
  });
}

interface WithCertificate {
  readonly aws?: { readonly region?: string; readonly accountId?: string };
  readonly mlflow?: { readonly service?: { readonly certificateArn?: string } | undefined } | undefined;
}

/** A load balancer takes certificates of its own region and account alone. */
export function certificateIsNear(environment: WithCertificate | undefined, ctx: z.RefinementCtx): void {
  const { region, accountId } = environment?.aws ?? {};
  const arn = environment?.mlflow?.service?.certificateArn;
  if (typeof arn !== "string" || region === undefined || accountId === undefined) return;
  const [, , , ofRegion, ofAccount] = arn.split(":");
  if (ofRegion === undefined || (ofRegion === region && ofAccount === accountId)) return;
  breaks(ctx, arn, ["mlflow", "service", "certificateArn"], {
    rule: "certificate-beside-load-balancer",
    needed: `a certificate of aws.region and aws.accountId (${region}, ${accountId}): a load balancer takes no other`,
    fix: "have ACM issue one there, and give its ARN",
  });
}
