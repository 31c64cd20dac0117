import { keyOfAlias } from "../facts/keys";
import { s3Backends, stateBuckets } from "../facts/stacks";
import { any, flag } from "../reading";
import { holds, judging, unmet } from "../rule";

export const stateEncrypted = judging({
  id: "state-encrypted",
  duties: ["Art78", "Art17(1)"],
  title: "Terraform's state is encrypted with a key of ours",
  why: "The state repeats what the resources say, identifiers of handshakes included.",
  fix: "Set encrypt and kms_key_id of the backend; an alias must be that of a key.",
  subjects: s3Backends,
  judge(backend, set) {
    const key = any(backend, "kms_key_id");
    if (!flag(backend, "encrypt", false) || key === undefined)
      return unmet("not encrypted with a key of ours");
    const bucket = stateBuckets(set).find((each) => any(each, "bucket") === any(backend, "bucket"));
    const alias = typeof key === "string" && key.startsWith("alias/") ? key : undefined;
    return holds(
      !bucket || !alias || keyOfAlias(set, alias, bucket) !== undefined,
      "encrypted with a key of ours",
      `no key has the alias ${alias}`,
    );
  },
});
