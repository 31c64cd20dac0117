import { encryptionKeys } from "../facts/keys";
import { watchedFor } from "../families/watch";

export const watchKeyLoss = watchedFor({
  id: "watch-key-loss",
  duties: ["Art12", "Art19(1)"],
  title: "People are told when a key of the evidence may be lost",
  why: "A deleted key makes even locked objects unreadable; its deletion can be called off for some weeks.",
  fix: "Let an EventBridge rule in the key's region match these calls of KMS, with a target.",
  subjects: encryptionKeys,
  watched: () => [
    {
      source: "aws.kms",
      events: [
        "DisableKey",
        "DisableKeyRotation",
        "PutKeyPolicy",
        "ScheduleKeyDeletion",
        "UpdateAlias",
        "DeleteAlias",
      ],
    },
  ],
});
