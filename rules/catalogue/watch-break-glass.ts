import { replicaBuckets, vaultBuckets } from "../facts/buckets";
import { keyOf } from "../facts/keys";
import { watchedFor } from "../families/watch";
import { denials, statements } from "../policy";

export const watchBreakGlass = watchedFor({
  id: "watch-break-glass",
  duties: ["Art12", "Art17(1)"],
  title: "People are told when somebody takes the role that can destroy the key",
  why: "That role is for emergencies: its use is an event by itself.",
  fix: "Let an EventBridge rule match AssumeRole of that role in the region of the vault and in that of its copy, with a target.",
  subjects: (set) => [...new Set([...vaultBuckets(set), ...replicaBuckets(set)])],
  watched(bucket, set) {
    const key = keyOf(set, bucket);
    const exempt = key
      ? denials(statements(key, "policy"), "kms:ScheduleKeyDeletion").flatMap(({ conditions }) =>
          conditions.flatMap(({ values }) => values),
        )
      : [];
    return [...new Set(exempt)].map((role) => ({
      source: "aws.sts",
      events: ["AssumeRole"],
      parameter: { name: "roleArn", value: role },
    }));
  },
});
