import { flag, any } from "../reading";
import { holds, judging } from "../rule";
import { s3Backends } from "../facts/stacks";

export const stateEncrypted = judging({
  id: "state-encrypted",
  duties: ["Art78", "Art17(1)"],
  title: "Terraform's state is encrypted with a key of ours",
  why: "The state repeats what the resources say, identifiers of handshakes included.",
  fix: "Set encrypt and kms_key_id of the backend.",
  subjects: s3Backends,
  judge: (backend) =>
    holds(
      flag(backend, "encrypt", false) && any(backend, "kms_key_id") !== undefined,
      "encrypted with a key of ours",
      "not encrypted with a key of ours",
    ),
});
