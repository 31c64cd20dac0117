/**
 * Monitors as the API has them.
 *
 * @see https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor
 */
import { z } from "zod";
import { readAssets } from "../asset-reading";
import type { Asset } from "../assets";

/** The provider sends numbers of thresholds as numbers, a hand as texts. */
const number = z.coerce.number().nullish();

const monitor = z.looseObject({
  id: z.union([z.number(), z.string()]).transform(String),
  name: z.string(),
  type: z.string(),
  query: z.string(),
  message: z.string().default(""),
  tags: z.array(z.string()).nullish(),
  /** 1 is the highest. */
  priority: number,
  options: z
    .looseObject({
      thresholds: z
        .looseObject({
          critical: number,
          warning: number,
          critical_recovery: number,
          warning_recovery: number,
        })
        .nullish(),
      notify_no_data: z.boolean().nullish(),
      /** Minutes. */
      no_data_timeframe: number,
      on_missing_data: z.enum(["default", "show_no_data", "show_and_notify_no_data", "resolve"]).nullish(),
      /** Seconds. */
      evaluation_delay: number,
      new_group_delay: number,
      /** Minutes. */
      renotify_interval: number,
      renotify_statuses: z.array(z.enum(["alert", "warn", "no data"])).nullish(),
      silenced: z.record(z.string(), z.number().nullable()).nullish(),
    })
    .prefault({}),
});

export type Monitor = z.infer<typeof monitor>;

/** All monitors. Error: the user fault `assets-not-playable`. */
export const readMonitors = (assets: readonly Asset[]): readonly Monitor[] =>
  readAssets("monitor", assets, monitor);
