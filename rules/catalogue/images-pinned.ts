import { ofEveryContainer } from "../families/containers";

const DIGEST = /@sha256:[0-9a-f]{64}$/;

export const imagesPinned = ofEveryContainer({
  id: "images-pinned",
  duties: ["Art17(1)"],
  title: "Every container runs an image named by its digest",
  why: "A tag can be made to point elsewhere: what runs then is not what was reviewed, and later it is not known what ran.",
  fix: "Name the image as <registry>/<repository>@sha256:<digest>.",
  faults: ({ image }) => (DIGEST.test(image) ? [] : [`runs ${image}`]),
});
