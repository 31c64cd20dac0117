import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { datadogProviderMissing, pointAtStandIn } from "../../sandbox/terraform/datadog-provider";
import { temporaryFolder } from "../temporary";

const found = (versions: readonly string[]) =>
  ({ provider: "datadog/datadog", mirror: "/plugins", versions }) as const;

describe("The real Datadog provider", () => {
  it("is said to be missing where no plugin folder has it, with how to name one", () => {
    expect(datadogProviderMissing([], "3.82.0")).toContain("EVIDENCE_TF_PLUGIN_MIRROR");
    const aws = { ...found(["3.82.0"]), provider: "hashicorp/aws" } as const;
    expect(datadogProviderMissing([aws], "3.82.0")).toContain("no DataDog/datadog provider");
  });

  it("is not taken in another version than the stacks pin", () => {
    expect(datadogProviderMissing([found(["3.81.0", "4.1.0"])], "3.82.0")).toBe(
      "DataDog/datadog 3.81.0, 4.1.0 in /plugins, and the stacks ask for 3.82.0",
    );
    expect(datadogProviderMissing([found(["3.81.0", "3.82.0"])], "3.82.0")).toBeUndefined();
  });

  it("is led to the stand-in by a file beside the stack, which itself stays as it is", async () => {
    const stackDir = temporaryFolder();
    const leadBack = await pointAtStandIn(stackDir, "http://127.0.0.1:1234");
    expect(await readdir(stackDir)).toEqual(["stand_in_override.tf.json"]);
    const override: unknown = JSON.parse(await readFile(join(stackDir, "stand_in_override.tf.json"), "utf8"));
    expect(override).toEqual({ provider: { datadog: [{ api_url: "http://127.0.0.1:1234/" }] } });
    await leadBack();
    expect(await readdir(stackDir)).toEqual([]);
  });
});
