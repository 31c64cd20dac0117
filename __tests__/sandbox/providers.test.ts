import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findProviders, terraformCliConfig } from "../../sandbox/world/providers";

const AWS = "registry.terraform.io/hashicorp/aws";
const DATADOG = "registry.terraform.io/datadog/datadog";

/** A machine with these provider files; everything else of it is empty. */
async function machine(files: readonly string[]) {
  const root = await mkdtemp(join(tmpdir(), "machine-"));
  for (const file of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), "");
  }
  const search = (env: Record<string, string> = {}) =>
    findProviders({
      env: { XDG_DATA_DIRS: join(root, "share"), ...env },
      home: join(root, "home"),
      roots: [join(root, "opt"), join(root, "none")],
      platform: "linux_amd64",
    });
  return { root, search };
}

describe("Terraform providers that are on the machine", () => {
  it.each([
    ["below /opt", `opt/tf/${AWS}/5.100.0/linux_amd64/provider`, "opt/tf"],
    ["two levels below /opt", `opt/a/b/${AWS}/5.100.0/linux_amd64/provider`, "opt/a/b"],
    [
      "in the user's plugin folder",
      `home/.terraform.d/plugins/${AWS}/5.100.0/linux_amd64/p`,
      "home/.terraform.d/plugins",
    ],
    ["in a data folder", `share/terraform/plugins/${AWS}/5.100.0/linux_amd64/p`, "share/terraform/plugins"],
    ["packed", `opt/tf/${AWS}/terraform-provider-aws_5.100.0_linux_amd64.zip`, "opt/tf"],
  ])("are found %s", async (_, file, mirror) => {
    const { root, search } = await machine([file]);
    expect(await search()).toEqual([
      { provider: "hashicorp/aws", mirror: join(root, mirror), versions: ["5.100.0"] },
    ]);
  });

  it("are taken from EVIDENCE_TF_PLUGIN_MIRROR first", async () => {
    const files = [`opt/tf/${AWS}/5.100.0/linux_amd64/p`, `named/${AWS}/6.25.0/linux_amd64/p`];
    const { root, search } = await machine(files);
    const found = await search({ EVIDENCE_TF_PLUGIN_MIRROR: join(root, "named") });
    expect(found).toMatchObject([{ mirror: join(root, "named"), versions: ["6.25.0"] }]);
  });

  it("may come from different folders, the Datadog provider too", async () => {
    const files = [`opt/tf/${AWS}/5.100.0/linux_amd64/p`, `opt/dd/${DATADOG}/3.82.0/linux_amd64/p`];
    const { search } = await machine(files);
    expect((await search()).map(({ provider }) => provider)).toEqual(["hashicorp/aws", "datadog/datadog"]);
  });

  it.each([
    ["there are none", []],
    ["they are for another machine", [`opt/tf/${AWS}/5.100.0/darwin_arm64/p`]],
    ["they lie deeper than anyone would look", [`opt/a/b/c/${AWS}/5.100.0/linux_amd64/p`]],
  ])("are not found where %s", async (_, files) => {
    const { search } = await machine(files);
    expect(await search()).toEqual([]);
  });
});

describe("the Terraform CLI configuration of the sandbox", () => {
  it("takes found providers from their folder only, and all others from the registry", () => {
    expect(terraformCliConfig([{ provider: "hashicorp/aws", mirror: "/m", versions: ["5.100.0"] }])).toBe(
      [
        "provider_installation {",
        "  filesystem_mirror {",
        '    path    = "/m"',
        '    include = ["registry.terraform.io/hashicorp/aws"]',
        "  }",
        "  direct {",
        '    exclude = ["registry.terraform.io/hashicorp/aws"]',
        "  }",
        "}",
        "",
      ].join("\n"),
    );
  });

  it("asks the registry where nothing was found", () => {
    expect(terraformCliConfig([])).toBe("provider_installation {\n  direct {}\n}\n");
  });
});
