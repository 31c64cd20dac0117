/**
 * The nodes and marks of the Atlassian Document Format that are common to Jira's fields, with nothing beside what the schema
 * names. Others exist; a text that uses one is refused here so that it is looked up first.
 *
 * @see https://unpkg.com/@atlaskit/adf-schema@52.2.2/dist/json-schema/v1/full.json
 */
import { z } from "zod";

const mark = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("strong") }),
  z.strictObject({ type: z.literal("em") }),
  z.strictObject({ type: z.literal("code") }),
  z.strictObject({
    type: z.literal("link"),
    attrs: z.strictObject({ href: z.string().min(1), title: z.string().optional() }),
  }),
]);
const inline = z.discriminatedUnion("type", [
  // An empty text node is INVALID_INPUT.
  z.strictObject({ type: z.literal("text"), text: z.string().min(1), marks: z.array(mark).optional() }),
  z.strictObject({ type: z.literal("hardBreak") }),
]);
const paragraph = z.strictObject({ type: z.literal("paragraph"), content: z.array(inline).optional() });
const heading = z.strictObject({
  type: z.literal("heading"),
  attrs: z.strictObject({ level: z.int().min(1).max(6) }),
  content: z.array(inline).optional(),
});
const bulletList = z.strictObject({
  type: z.literal("bulletList"),
  content: z
    .array(z.strictObject({ type: z.literal("listItem"), content: z.array(paragraph).min(1) }))
    .min(1),
});

export const adf = z.strictObject({
  version: z.literal(1),
  type: z.literal("doc"),
  content: z.array(z.discriminatedUnion("type", [paragraph, heading, bulletList])),
});
