import { generateKeyPairSync } from "node:crypto";
import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pemSigner } from "../../../evidence/signing";
import { temporaryFolder } from "../../temporary";
import { newKeyFile } from "../export/bundles";

function fileWith(text: string): string {
  const file = path.join(temporaryFolder(), "key.pem");
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

const rsa = () =>
  generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" });
const locked = () =>
  generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
    type: "pkcs8",
    format: "pem",
    cipher: "aes-256-cbc",
    passphrase: "x",
  });

test.each<[string, () => string, string, string]>([
  ["that is not there", () => "/nowhere/key.pem", "signing-key-missing", "private key"],
  ["that holds no key", () => fileWith("hello"), "signing-key-invalid", "no private key"],
  ["with an RSA key", () => fileWith(rsa().toString()), "signing-key-invalid", "type rsa"],
  ["with a key on another curve", () => newKeyFile("P-384"), "signing-key-invalid", "secp384r1"],
  ["with a passphrase", () => fileWith(locked().toString()), "signing-key-invalid", "passphrase"],
])("a key file %s is refused, with what is needed", async (_, file, code, words) => {
  await expect(pemSigner(file())).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
});

test("a key that everybody on the machine can read is refused", async () => {
  const file = newKeyFile();
  chmodSync(file, 0o644);
  await expect(pemSigner(file)).rejects.toMatchObject({
    code: "signing-key-readable-by-others",
    message: expect.stringContaining("mode 644"),
  });
});

test("the refusal of a key never shows the key", async () => {
  const file = fileWith(`${rsa().toString()}`);
  const refusal = await pemSigner(file).catch((error: Error) => error.message);
  expect(refusal).not.toContain("BEGIN");
});
