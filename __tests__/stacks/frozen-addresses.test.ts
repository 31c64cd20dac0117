import { resource, synthesize, type StackJson } from "./synthesized";

/**
 * Addresses of everything that keeps or carries evidence. Terraform destroys what stands at an address that is gone,
 * so a line may be added here, but not changed or removed, without a `moved` block and a reviewed plan.
 */
const FROZEN = {
  "evidence-vault": [
    "aws_kms_alias.evidence_vault !",
    "aws_kms_key.evidence_vault !",
    "aws_s3_bucket.evidence_vault !",
    "aws_s3_bucket_lifecycle_configuration.evidence_vault",
    "aws_s3_bucket_object_lock_configuration.evidence_vault !",
    "aws_s3_bucket_ownership_controls.evidence_vault",
    "aws_s3_bucket_policy.evidence_vault !",
    "aws_s3_bucket_public_access_block.evidence_vault !",
    "aws_s3_bucket_server_side_encryption_configuration.evidence_vault !",
    "aws_s3_bucket_versioning.evidence_vault !",
  ],
  "art12-logging": [
    "aws_iam_role.datadog_archive",
    "aws_iam_role_policy.datadog_archive",
    "datadog_integration_aws_account.vault_account",
    "datadog_integration_aws_external_id.vault_account",
  ],
  "art72-monitoring-credit-scoring": [
    "datadog_monitor.error_rate",
    "datadog_monitor.no_log_entries",
    "datadog_monitor.override_rate_high",
    "datadog_monitor.override_rate_low",
  ],
  mlflow: [],
} as const;

const ORGANISATION = (environment: string) => [
  `datadog_logs_archive.art12_${environment} !`,
  "datadog_logs_archive_order.art12_first",
  "datadog_logs_metric.art12_events",
  "datadog_logs_metric.art12_overrides",
  "datadog_logs_metric.art12_reviews",
];

const { stacks } = synthesize();

/** `type.id`, with `!` where Terraform refuses to destroy it. */
function addresses(stack: StackJson | undefined): string[] {
  return Object.entries(stack?.resource ?? {})
    .flatMap(([type, byId]) =>
      Object.keys(byId).map((id) => {
        const { lifecycle } = resource(stack, type, id) as { lifecycle?: { prevent_destroy?: boolean } };
        return `${type}.${id}${lifecycle?.prevent_destroy ? " !" : ""}`;
      }),
    )
    .sort();
}

describe("Changing the address of a resource destroys the evidence it holds, so addresses are frozen", () => {
  it.each(
    ["sandbox", "production"].flatMap((environment) =>
      Object.entries(FROZEN).map(([stack, frozen]) => ({ name: `${environment}-${stack}`, frozen })),
    ),
  )("in $name", ({ name, frozen }) => {
    expect(Object.keys(stacks)).toContain(name);
    expect(addresses(stacks[name])).toEqual(frozen);
  });

  it.each([
    ["sandbox-datadog", "sandbox"],
    ["example-datadog", "production"],
  ])("in %s", (name, environment) => {
    expect(addresses(stacks[name])).toEqual(ORGANISATION(environment));
  });

  it("and no other stack appears unseen", () => {
    const perEnvironment = [
      "art12-logging",
      "art72-monitoring-credit-scoring",
      "art72-monitoring-cv-screening",
      "evidence-vault",
      "mlflow",
    ];
    const expected = ["production", "sandbox"].flatMap((environment) =>
      perEnvironment.map((stack) => `${environment}-${stack}`),
    );
    expect(Object.keys(stacks).sort()).toEqual([...expected, "example-datadog", "sandbox-datadog"].sort());
  });
});
