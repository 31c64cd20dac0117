import { repositories } from "../facts/stores";
import { switched } from "../families/switch";

export const imagesScanned = switched(
  {
    id: "images-scanned",
    duties: ["Art15"],
    title: "Every image is scanned when it comes",
    why: "A known hole in what stands before the registry is found before it runs, or by somebody else after.",
    fix: "Set scan_on_push to true.",
    subjects: repositories,
  },
  { path: "image_scanning_configuration.scan_on_push", wanted: true, otherwise: false },
);
