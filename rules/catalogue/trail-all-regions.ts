import { trails } from "../facts/trails";
import { switched } from "../families/switch";

export const trailAllRegions = switched(
  {
    id: "trail-all-regions",
    duties: ["Art12", "Art19(1)"],
    title: "The record of accesses covers all regions",
    why: "The replica is in another region; so may be who attacks it.",
    fix: "Set is_multi_region_trail to true.",
    subjects: trails,
  },
  { path: "is_multi_region_trail", wanted: true, otherwise: false },
);
