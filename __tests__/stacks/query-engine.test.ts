import { CATALOGUE } from "../../evidence/queries/catalogue";
import { resource, synthesize } from "./synthesized";

const production = synthesize().stacks["production-evidence-vault"];

describe("Athena over the archive", () => {
  it("has every question of the catalogue, word for word what `evidence query` runs", () => {
    for (const { name, sql } of CATALOGUE)
      expect(resource(production, "aws_athena_named_query", name.replaceAll("-", "_"))).toMatchObject({
        name,
        query: sql,
      });
    expect(Object.keys(production?.resource?.["aws_athena_named_query"] ?? {})).toHaveLength(
      CATALOGUE.length,
    );
  });

  it("reads exactly the archive, as far back as logs are kept", () => {
    const table = resource(production, "aws_glue_catalog_table", "art12_archive");
    expect(table["parameters"]).toMatchObject({
      "projection.dt.range": "NOW-3653DAYS,NOW",
      // Doubled, so that Terraform hands ${dt} on to Athena.
      "storage.location.template":
        "s3://ai-act-evidence-production-210987654321/art12/dt=$${dt}/hour=$${hour}",
    });
  });

  it("encrypts results whatever a client asks for, and stops a query that would scan ten years by mistake", () => {
    expect(resource(production, "aws_athena_workgroup", "evidence")).toMatchObject({
      configuration: {
        enforce_workgroup_configuration: true,
        bytes_scanned_cutoff_per_query: 100 * 1024 ** 3,
        result_configuration: {
          output_location: "s3://ai-act-evidence-production-queries-210987654321/results/",
          encryption_configuration: {
            encryption_option: "SSE_KMS",
            kms_key_arn: "${aws_kms_key.evidence_vault.arn}",
          },
        },
      },
    });
  });
});
