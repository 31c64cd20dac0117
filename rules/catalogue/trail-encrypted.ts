import { findKey } from "../facts/keys";
import { trails } from "../facts/trails";
import { any } from "../reading";
import { holds, judging, unmet } from "../rule";

export const trailEncrypted = judging({
  id: "trail-encrypted",
  duties: ["Art78"],
  title: "The record of accesses is encrypted with a key of ours",
  why: "It says who looked at whose entries: personal data of employees.",
  fix: "Set kms_key_id to the trail's key.",
  subjects: trails,
  judge(trail, set) {
    if (any(trail, "kms_key_id") === undefined) return unmet("encrypted with no key of its own");
    const key = findKey(set, trail, "kms_key_id");
    return holds(key !== undefined, `encrypted with ${key?.address}`, "the key is none of these resources");
  },
});
