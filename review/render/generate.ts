import { reviewJsonSchema } from "./review-schema";

/** The schema of a review's JSON, with its path from the repository root. */
export const generatedFiles = [
  {
    path: "review/render/review.v1.schema.json",
    content: `${JSON.stringify(reviewJsonSchema(), null, 2)}\n`,
  },
];
