/** Signing: with a key in a file, or with one that never leaves KMS. */
export { environmentKey } from "./environment-key";
export { kmsSigner } from "./kms-signer";
export { pemSigner } from "./pem-signer";
export { fingerprint, isP256, SIGNATURE_ALGORITHM, type Signer } from "./signer";
