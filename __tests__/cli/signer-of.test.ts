import { signerOf, signsInKms } from "../../cli/signer-of";
import { newKeyFile } from "../evidence/export/bundles";

const REGION = "eu-central-1";
describe("--signing-key", () => {
  it("with a file signs with the private key in it", async () => {
    const signer = await signerOf(newKeyFile(), REGION);
    expect(signer.publicKeyPem).toContain("BEGIN PUBLIC KEY");
    expect((await signer.sign(Buffer.from("sums"))).length).toBeGreaterThan(60);
  });

  it.each(["", " ", "kms:", "kms: "])("with nothing in it (%j) says what it takes", async (text) => {
    await expect(signerOf(text, REGION)).rejects.toMatchObject({ code: "signing-key-unnamed" });
  });

  it.each([
    ["kms:alias/exporter", true],
    ["exporter.pem", false],
    ["./kms:odd.pem", false],
  ])("%s: the key stays in KMS: %s", (text, expected) => {
    expect(signsInKms(text)).toBe(expected);
  });
});
